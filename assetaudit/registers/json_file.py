"""JSON files as the systems' interfaces answer: a list of objects somewhere inside, nested objects made flat."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assetaudit.errors import RegisterError
from assetaudit.registers import cells
from assetaudit.registers.csv_file import Content
from assetaudit.registers.table import BATCH, Batch, Table, even, unique

_DEEPEST = 6
_BETWEEN = re.compile(r"[\s,]*")


def open_json(path: Path, content: Content) -> Table:
    """A JSON file (or one object a line) as a table; RegisterError says where it cannot be understood."""
    text = path.read_bytes().decode(content.encoding, "replace").lstrip("\ufeff")
    objects, lines = _objects(path, text)
    if not objects:
        raise RegisterError(f"{path} holds no list of objects.", hint="Export the assets as a JSON list.")
    rows = [dict(flat(one)) for one in objects]
    names = list(dict.fromkeys(name for one in rows for name in one))
    columns = unique(cells.clean(name) for name in names)

    def batches() -> Iterator[Batch]:
        for start in range(0, len(rows), BATCH):
            cut = [[one.get(name, "") for name in names] for one in rows[start : start + BATCH]]
            yield even(cut, lines[start : start + BATCH], len(names))

    return Table(columns, batches, f"JSON, {len(rows)} objects")


def _objects(path: Path, text: str) -> tuple[list[dict[str, Any]], Sequence[int]]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        by_line = _one_a_line(text)
        if by_line is None:
            where = f"{path}:{error.lineno}"
            raise RegisterError(f"{where} is no JSON: {error.msg}.", hint="Export the file again.") from error
        return by_line
    except RecursionError as error:
        raise RegisterError(f"{path} is nested too deep.", hint="Export a plain list of objects.") from error
    found = _longest_list(data, _DEEPEST)
    return found, _lines(text, len(found))


def _one_a_line(text: str) -> tuple[list[dict[str, Any]], list[int]] | None:
    found, lines = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            one = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            return None
        if not isinstance(one, dict):
            return None
        found.append(one)
        lines.append(number)
    return found, lines


def _longest_list(data: object, depth: int) -> list[dict[str, Any]]:
    if isinstance(data, list):
        return [one for one in data if isinstance(one, dict)]
    if not isinstance(data, dict) or not depth:
        return []
    found = [_longest_list(value, depth - 1) for value in data.values()]
    longest = max(found, key=len, default=[])
    return longest or ([data] if depth == _DEEPEST and data and not any(map(_nested, data.values())) else [])


def _nested(value: object) -> bool:
    return isinstance(value, list | dict) and bool(value)


def _lines(text: str, count: int) -> Sequence[int]:
    """Where each object of the list begins, as far as the layout tells; else their numbers."""
    decoder = json.JSONDecoder()
    start = _list_start(text, decoder, count)
    if start < 0:
        return range(1, count + 1)
    lines: list[int] = []
    line, at = text.count("\n", 0, start) + 1, start
    while len(lines) < count:
        begin = _next_object(text, at)
        line += text.count("\n", at, begin)
        one, end = decoder.raw_decode(text, begin)
        if isinstance(one, dict):
            lines.append(line)
        line += text.count("\n", begin, end)
        at = end
    return lines


def _next_object(text: str, at: int) -> int:
    between = _BETWEEN.match(text, at)
    return at if between is None else between.end()


def _list_start(text: str, decoder: json.JSONDecoder, count: int) -> int:
    at = text.find("[")
    while at >= 0:
        found, _ = decoder.raw_decode(text, at) if text[at : at + 1] == "[" else (None, at)
        if isinstance(found, list) and sum(isinstance(one, dict) for one in found) == count:
            return at + 1
        at = text.find("[", at + 1)
    return -1


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
    if "value" in value and (shown is not None or not any(map(_nested, value.values()))):
        yield path, _text(value["value"] if shown is None or "formatted" in value else shown)
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
