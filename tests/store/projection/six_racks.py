"""An audit of six racks, half of them closed."""

from __future__ import annotations

from assetaudit.model.asset import Asset, Identifier
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place
from assetaudit.model.register import MemoryRegister
from tests.reconcile.worlds import World
from tests.reconcile.writing import Writer

RACKS = 6
ASSETS = [
    Asset(
        f"r:{number:02}",
        f"IT-{number:02}",
        place=Place.parse(f"D/R1/{number % RACKS}:U{number + 1}"),
        cost_cents=100,
        identifiers=(Identifier("asset_tag", f"IT-{number:02}"),),
    )
    for number in range(30)
]


def walked() -> World:
    """Six racks: each is entered, a few things are scanned, one of them not where it belongs, and half are closed."""
    register, writer = MemoryRegister(ASSETS), Writer()
    for rack in range(RACKS):
        here = writer.place(f"D/R1/{rack}", f"u{rack % 2}")
        for number in (rack, rack + RACKS, (rack + 1) % RACKS):
            writer.scan(f"IT-{number:02}", here, f"u{rack % 2}")
        if rack % 2:
            writer.close(f"D/R1/{rack}")
    return World(Frame("A", (Place.parse("D/R1"),), register.version), register, tuple(writer.events))
