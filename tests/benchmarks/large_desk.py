"""The screen over a register of any size in memory: ``python -m tests.benchmarks.large_desk HOME ASSETS``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from assetaudit.model.asset import Asset, PlaceInfo
from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister
from assetaudit.ui.app import AuditApp
from assetaudit.ui.terminal import driver_class
from tests.ui.desk import Desk
from tests.ui.hall import asset

IN_RACK = 40


class RackRegister(MemoryRegister):
    """A register in memory that finds a rack's assets without looking at all others."""

    def __init__(self, assets: Iterable[Asset], places: Iterable[PlaceInfo]) -> None:
        kept = list(assets)
        super().__init__(kept, places)
        self._racks: dict[str, list[Asset]] = {}
        for one in kept:
            if one.place is not None:
                self._racks.setdefault(one.place.node_key, []).append(one)

    def assets_in(self, place: Place) -> Iterator[Asset]:
        """Assets at a place or below it."""
        rack = self._racks.get(place.node_key)
        return iter(rack) if rack is not None else super().assets_in(place)


def register(size: int) -> RackRegister:
    """Racks of forty 1U devices in rooms of thirty racks."""
    assets = []
    for number in range(size):
        rack, slot = divmod(number, IN_RACK)
        place = f"DC1/R{rack // 30}/A/{rack % 30:02}:U{IN_RACK - slot}"
        assets.append(asset(f"IT-{number:07}", place, serial=f"S{number:07}", units=1))
    racks = {one.place.node for one in assets if one.place is not None}
    return RackRegister(assets, [PlaceInfo(place, "rack", 42) for place in racks])


def desk(home: str, size: int) -> Desk:
    """A workspace over it."""
    return Desk(Path(home), holding=register(size))


if __name__ == "__main__":
    AuditApp(desk(sys.argv[1], int(sys.argv[2])), audit="Q4", driver=driver_class()).run(mouse=False)
