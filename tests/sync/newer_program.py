"""A program that is one version ahead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assetaudit.sync import piece

NEW = 2


@contextmanager
def newer_program() -> Iterator[None]:
    """What runs inside is one version ahead."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(piece, "VERSION", NEW)
        yield
