"""ServiceNow: rows for an import set; the transform map finds a record by ``sys_id``, else tag or serial."""

from __future__ import annotations

from collections.abc import Mapping

from assetaudit.model.place import Place
from assetaudit.registers.imports.shape import Shape, Source


def place(where: Place, source: Source) -> Mapping[str, str] | None:
    """Found location, rack and unit, as the staging table has them."""
    nodes, position = where.nodes, where.position
    in_rack = (position is not None or source.is_rack(where)) and len(nodes) > 1
    return {
        "u_found_location": "/".join(nodes[:-1] if in_rack else nodes),
        "u_rack": nodes[-1] if in_rack else "",
        "u_u_pos": "" if position is None else str(position),
    }


SHAPE = Shape(
    "ServiceNow",
    names={"u_sys_id": "id", "u_asset_tag": "asset_tag", "u_serial": "serial"},
    columns={
        "status": "u_install_status",
        "asset_tag": "u_asset_tag",
        "serial": "u_serial",
        "name": "u_display_name",
        "model": "u_model",
        "manufacturer": "u_manufacturer",
        "category": "u_model_category",
        "owner": "u_owned_by",
    },
    place=place,
    how="Load into a staging table of the import set; its transform map writes alm_hardware.",
    written_off="Retired",
)
