"""Flexera One: the Business Adapter's asset file; the status is never set, since it frees licences."""

from __future__ import annotations

from collections.abc import Mapping

from assetaudit.model.place import Place
from assetaudit.registers.imports.shape import Shape, Source


def place(where: Place, source: Source) -> Mapping[str, str] | None:  # noqa: ARG001 - one path for every source
    """The location path; it has no units, so a position in a rack cannot be said."""
    return {"Location": "/".join(where.nodes)} if where.position is None else None


SHAPE = Shape(
    "Flexera One",
    names={"AssetName": "name", "AssetTag": "asset_tag", "SerialNumber": "serial"},
    columns={"asset_tag": "AssetTag", "serial": "SerialNumber", "name": "AssetName", "owner": "AssignToUser"},
    place=place,
    how="Business Adapter, asset import; check the column names against your adapter's template.",
    refused={"status": "a retired or disposed asset gives its licences free there; set it by hand."},
)
