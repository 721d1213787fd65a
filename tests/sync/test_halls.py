"""A hub and laptops in network namespaces of their own, on lines that lose packets and are cut: nothing is ever lost.

It runs with ``ASSETAUDIT_LONG_TESTS=1``, for it takes two minutes, root, and a Linux that has namespaces.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sync import halls
from tests.sync.chaos import CLONE, NAMES, Chaos, judged, survived
from tests.sync.halls import Halls

LONG = bool(os.environ.get("ASSETAUDIT_LONG_TESTS"))
LOSS = 15
"""Of a hundred packets."""


class HallChaos(Chaos):
    """As on one machine, but every laptop is behind a line of its own."""

    HOST = halls.HOST

    def __init__(self, folder: Path, spaces: Halls) -> None:
        self._spaces = spaces
        self._cut: dict[str, float] = {}
        super().__init__(folder)

    def _begin_way(self) -> str:
        for name in (*NAMES, CLONE):
            self._spaces.lose(name, LOSS)
        return self._address

    def _end_way(self) -> None:
        for name in list(self._cut):
            self._spaces.mend(name)

    def _hub_wish(self) -> dict[str, Any]:
        return super()._hub_wish() | {"hall": halls.HUB, "bind": halls.HOST}

    def _laptop_wish(self, name: str) -> dict[str, Any]:
        return super()._laptop_wish(name) | {"hall": Halls.of(name)}

    def _mishap(self) -> None:
        for name, until in list(self._cut.items()):
            if time.monotonic() > until:
                del self._cut[name]
                self._spaces.mend(name)
        if self._chance.random() < 0.7:
            name = self._chance.choice([*NAMES, CLONE])
            if name not in self._cut:
                self._spaces.cut(name)
                self._cut[name] = time.monotonic() + self._chance.uniform(0.2, 3)
                self.happened["line cut"] += 1
            return
        super()._mishap()


@pytest.fixture
def spaces() -> Iterator[Halls]:
    spaces = Halls([*NAMES, CLONE])
    yield spaces
    spaces.end()


if LONG and not (WHY_NOT := halls.trouble()):

    def test_laptops_behind_bad_lines_lose_nothing(spaces: Halls, tmp_path: Path) -> None:
        chaos = HallChaos(tmp_path, spaces)
        judged(chaos, survived(chaos, 120), ["line cut"])

elif LONG:

    def test_there_are_no_namespaces_here() -> None:
        print(f"No test in network namespaces on this machine: {WHY_NOT}.")
        assert WHY_NOT
