"""Where the records stand in JSON: in a list somewhere inside, on pages that are put together, or one a line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assetaudit.errors import RegisterError

_DEEPEST = 6
_LOOKED_AT = 3
"""Records of a list that are looked at to tell what it holds."""
_BETWEEN = re.compile(r"[\s,\x1e]*")
_ENDING = re.compile(r"(?: starting)? at$")

Record = dict[str, Any]
Telling = Callable[[Sequence[Record]], int]
"""How many names of fields that a register has stand in some records."""


@dataclass(frozen=True, slots=True)
class Found:
    """Records, and how one finds them again in the file."""

    records: list[Record]
    numbers: Sequence[int]
    numbered: str
    """``line`` where each record begins in a line of its own, else ``record``."""


def find_records(path: Path, text: str, telling: Telling) -> Found:
    """The records of a JSON text; RegisterError says where it is none. No records where no list is in it."""
    documents = list(_documents(path, text))
    values = [value for _, value in documents]
    records = _best(values if len(values) > 1 else values[0], telling, _DEEPEST) if values else []
    if len(values) == len(records) and all(map(_same, values, records)):
        lines = _lines_at(text, [start for start, _ in documents])
    else:
        lines = _lines_in_list(text, records) if len(values) == 1 else []
    if len(set(lines)) < len(records):
        return Found(records, range(1, len(records) + 1), "record")
    return Found(records, lines, "line")


def _same(first: object, second: object) -> bool:
    return first is second


def _documents(path: Path, text: str) -> Iterator[tuple[int, object]]:
    """(offset, value) of every value; more than one where each line is one, or pages were put behind each other."""
    decoder, at = json.JSONDecoder(), _next(text, 0)
    while at < len(text):
        try:
            value, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            where, why = f"{path}:{error.lineno}", f"{_ENDING.sub('', error.msg)} in column {error.colno}"
            raise RegisterError(f"{where} is no JSON: {why}.", hint="Export the file again.") from error
        except ValueError:  # Python makes no number of thousands of digits; as text it is as good
            decoder = json.JSONDecoder(parse_int=str)
            continue
        yield at, value
        at = _next(text, end)


def _next(text: str, at: int) -> int:
    between = _BETWEEN.match(text, at)
    return at if between is None else between.end()


def _best(data: object, telling: Telling, depth: int) -> list[Record]:
    """The list of objects in ``data`` that tells most of assets, the longest of equal ones; pages are joined."""
    if isinstance(data, list):
        own = [one for one in data if isinstance(one, dict)]
        pages = telling(_inside(own[:_LOOKED_AT], telling, depth)) > telling(own)
        return _inside(own, telling, depth) if pages else own
    if not isinstance(data, dict) or not depth:
        return []
    lists = [_best(value, telling, depth - 1) for value in data.values()]
    best = max(lists, key=lambda found: (telling(found), len(found)), default=[])
    return [data] if depth == _DEEPEST and _is_record(data, best, telling) else best


def _inside(objects: Sequence[Record], telling: Telling, depth: int) -> list[Record]:
    return [record for one in objects for record in _best(one, telling, depth - 1)] if depth else []


def _is_record(data: Record, best: list[Record], telling: Telling) -> bool:
    """Whether an object is one asset itself, and no answer that holds a list of them."""
    if not best:
        return bool(data) and (telling([data]) > 1 or not any(map(is_nested, data.values())))
    return telling([data]) > max(1, telling(best))


def is_nested(value: object) -> bool:
    """Whether a value holds further values."""
    return isinstance(value, list | dict) and bool(value)


def _lines_at(text: str, starts: Sequence[int]) -> list[int]:
    lines, line, at = [], 1, 0
    for start in starts:
        line += text.count("\n", at, start)
        lines.append(line)
        at = start
    return lines


def _lines_in_list(text: str, records: Sequence[Record]) -> list[int]:
    """Where each record of a list begins; nothing where the list is not found again."""
    decoder = json.JSONDecoder(parse_int=str)
    at = _list_start(text, decoder, len(records))
    starts: list[int] = []
    while at >= 0 and len(starts) < len(records):
        begin = _next(text, at)
        one, at = decoder.raw_decode(text, begin)
        if isinstance(one, dict):
            starts.append(begin)
    return _lines_at(text, starts)


def _list_start(text: str, decoder: json.JSONDecoder, count: int) -> int:
    at = text.find("[")
    while at >= 0:
        try:
            found, _ = decoder.raw_decode(text, at)
        except json.JSONDecodeError:  # a bracket within a text
            found = None
        if isinstance(found, list) and sum(isinstance(one, dict) for one in found) == count:
            return at + 1
        at = text.find("[", at + 1)
    return -1
