"""The register as CSV, for people and for other programs; a spreadsheet takes none of its cells for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import IO, Any

from assetaudit.model.asset import Asset

COLUMNS = (
    "id", "asset_tag", "serial", "epc", "name", "manufacturer", "model", "category", "owner", "status",
    "status_class", "place", "height", "parent", "cost",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(file: IO[bytes], assets: Iterable[Asset]) -> None:
    """Write assets, one a line, in UTF-8; what begins like a formula gets an apostrophe before it."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([harmless(cell) for cell in _cells(asset)] for asset in assets)
        text.flush()
    finally:
        text.detach()


def _cells(asset: Asset) -> tuple[str, ...]:
    epc = next((one.value for one in asset.identifiers if one.kind == "epc" and one.current), "")
    cost = "" if asset.cost_cents is None else f"{asset.cost_cents / 100:.2f}"
    return (
        asset.key,
        asset.asset_tag or "",
        asset.serial or "",
        epc,
        asset.name,
        asset.manufacturer,
        asset.model,
        asset.category,
        asset.owner,
        asset.status,
        asset.status_class.value,
        asset.place_text,
        f"{asset.height_half_units / 2:g}",
        asset.parent or "",
        cost,
    )


def asset_json(asset: Asset) -> dict[str, Any]:
    """Everything that the register says of an asset, as ``register show --json`` prints it."""
    return {
        "asset": asset.key,
        "asset_tag": asset.asset_tag,
        "serial": asset.serial,
        "name": asset.name or None,
        "manufacturer": asset.manufacturer or None,
        "model": asset.model or None,
        "category": asset.category or None,
        "owner": asset.owner or None,
        "status": asset.status,
        "class": asset.status_class.value,
        "place": str(asset.place) if asset.place else None,
        "place_text": asset.place_text,
        "height": asset.height_half_units / 2,
        "parent": asset.parent,
        "cost": None if asset.cost_cents is None else asset.cost_cents / 100,
        "joined": list(asset.joined),
        "identifiers": [
            {"kind": one.kind, "value": one.value, "current": one.current, "since": one.since, "until": one.until}
            for one in asset.identifiers
        ],
        "fields": asset.fields,
    }


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not cell.lstrip("-").replace(".", "", 1).isdigit() else cell
