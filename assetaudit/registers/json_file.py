"""JSON files as the systems' interfaces answer: a list of objects somewhere inside, nested objects made flat."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assetaudit.errors import RegisterError
from assetaudit.registers import cells
from assetaudit.registers.csv_file import Content
from assetaudit.registers.fields import folded
from assetaudit.registers.json_records import Record, find_records, is_nested
from assetaudit.registers.table import BATCH, Batch, Table, even, unique

_LOOKED_AT = 3
"""Records of a list by whose names it is told what the list holds."""


def open_json(path: Path, content: Content, known: frozenset[str]) -> Table:
    """A JSON file as a table; ``known`` are the folded headers of every system, by which the assets' list is told.

    RegisterError says where it cannot be understood.
    """
    text = path.read_bytes().decode(content.encoding, "replace").lstrip("\ufeff")
    try:
        found = find_records(path, text, lambda records: _telling(records, known))
        rows = [dict(flat(one)) for one in found.records]
    except RecursionError as error:
        raise RegisterError(f"{path} is nested too deep.", hint="Export a plain list of objects.") from error
    if not rows:
        raise RegisterError(f"{path} holds no list of objects.", hint="Export the assets as a JSON list.")
    names = list(dict.fromkeys(name for one in rows for name in one))
    columns = unique(cells.clean(name) for name in names)

    def batches() -> Iterator[Batch]:
        for start in range(0, len(rows), BATCH):
            cut = [[one.get(name, "") for name in names] for one in rows[start : start + BATCH]]
            yield even(cut, found.numbers[start : start + BATCH], len(names))

    return Table(columns, batches, f"JSON, {len(rows)} objects", numbered=found.numbered)


def _telling(records: Sequence[Record], known: frozenset[str]) -> int:
    return len({folded(name) for one in records[:_LOOKED_AT] for name, _ in flat(one)} & known)


def flat(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Nested objects as (path with dots, text)."""
    for name, value in data.items():
        path = f"{prefix}{name}"
        if isinstance(value, dict):
            yield from _flat_object(path, value)
        else:
            yield path, _text(value)


def _flat_object(path: str, value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    shown = next(
        (value[key] for key in ("display_value", "label", "formatted") if isinstance(value.get(key), str)), None
    )
    if "value" in value and (shown is not None or not any(map(is_nested, value.values()))):
        yield path, _text(value["value"] if shown is None or "formatted" in value else shown)
        return
    if set(value) == {"display_value", "link"}:
        yield path, _text(value["display_value"])
        return
    if set(value) <= {"date", "datetime", "formatted"} and value:
        yield path, _text(value.get("date") or value.get("datetime"))
        return
    yield from flat(value, f"{path}.")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return "; ".join(filter(None, (_item(one) for one in value)))
    return str(value)


def _item(value: object) -> str:
    if isinstance(value, dict):
        name = next((value[key] for key in ("name", "display", "value") if key in value), None)
        return _text(name) if name is not None else json.dumps(value, ensure_ascii=False)
    return _text(value)
