"""A PostgreSQL server that tests of the hub start themselves, one for each file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sync.postgres import Server, binaries


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A running server; where PostgreSQL is not installed, the test says so."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here")
    server = Server(programs)
    yield server
    server.end()
