"""NetBox: bulk import of devices, where a row with an ``id`` changes that device."""

from __future__ import annotations

from collections.abc import Mapping

from assetaudit.model.place import Place
from assetaudit.registers.imports.shape import Shape, Source


def place(where: Place, source: Source) -> Mapping[str, str] | None:
    """Site, location, rack, position and face; NetBox wants a face with every position."""
    words = {"site": where.nodes[0], "location": "", "rack": "", "position": "", "face": ""}
    middle = list(where.nodes[1:])
    if where.position is not None or source.is_rack(where):
        if not middle:
            return None
        words["rack"] = middle.pop()
    if middle:
        words["location"] = middle[-1]
    position = where.position
    if position is None or position.half_units is None:
        return words if position is None or not position.slot else None
    if position.slot:
        return None
    return words | {"position": f"{position.half_units / 2:g}", "face": "rear" if position.rear else "front"}


SHAPE = Shape(
    "NetBox",
    names={"id": "id"},
    columns={
        "status": "status",
        "asset_tag": "asset_tag",
        "serial": "serial",
        "name": "name",
        "model": "device_type",
        "manufacturer": "manufacturer",
        "category": "role",
        "owner": "tenant",
    },
    place=place,
    how="Devices, Import: a row with an id changes that device; a new one needs role, type and site as well.",
    written_off="decommissioning",
)
