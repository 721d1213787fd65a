"""Which column of a file means what: guessed from its header, shown, corrected by the user, remembered per source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from assetaudit import plugins
from assetaudit.errors import UsageError
from assetaudit.registers.fields import ASSET_FIELDS, FIELDS, IGNORE, LIST_FIELDS, PLACE_FIELDS, folded
from assetaudit.registers.plain import SYSTEM as PLAIN
from assetaudit.registers.system import System

SURE = ("user", "remembered", "system", "words")
"""How a column came by its field, the surest first."""
_WIDE_NAME, _WIDE_LIST = 40, 44
"""Characters of a column's name, and of a list of names, in a line."""
_KEYS = ("asset_tag", "serial", "epc", "mac")
_CUSTOM = re.compile(r"^(?:customfields|customfielddata|udffields|cf|fields|assetcustom)\.|^(?:cf|u)(?=[a-z]{4})")
"""What systems put before the names of fields that a customer added."""
_AS_PLACES = {"name": "place", "location": "place", "height": "height", "owner": "foreign_owner", "category": "kind"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file and what it means."""

    name: str
    field: str
    """One of FIELDS; ``ignore`` for a column that is only kept."""
    sure: str
    """One of SURE."""
    rank: int = 0
    """Of several columns for one field, the one with the lowest rank is asked first."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The columns of one file."""

    system: System
    columns: tuple[Column, ...]
    """In the order of the file; those that mean nothing are among them, as ``ignore``."""

    @property
    def is_place_list(self) -> bool:
        """Whether the file lists places, not assets."""
        fields = {column.field for column in self.columns}
        named = bool(fields & set(PLACE_FIELDS)) and not fields & set(_KEYS)
        return named and bool(fields & set(LIST_FIELDS) or fields <= {*PLACE_FIELDS, "height", IGNORE})

    def offsets(self) -> dict[str, list[int]]:
        """Field to the offsets of its columns, the preferred one first."""
        found: dict[str, list[tuple[int, int]]] = {}
        for offset, column in enumerate(self.columns):
            if column.field != IGNORE:
                found.setdefault(column.field, []).append((column.rank, offset))
        return {field: [offset for _, offset in sorted(ranked)] for field, ranked in found.items()}

    def to_dict(self) -> dict[str, str]:
        """Column to field, without the columns that are only kept."""
        return {column.name: column.field for column in self.columns if column.field != IGNORE}

    def chosen(self) -> dict[str, str]:
        """Column to field of every column: what is remembered for the source."""
        return {column.name: column.field for column in self.columns}

    def lines(self) -> Iterator[str]:
        """The mapping for people to check: a line for each column that means something, one for all others."""
        understood = [column for column in self.columns if column.field != IGNORE]
        wide = min(_WIDE_NAME, max((len(column.name) for column in understood), default=0))
        for column in understood:
            said = {"user": "as you said", "remembered": "as last time", "system": self.system.title}.get(
                column.sure, "by its name"
            )
            yield f"{column.name:<{wide}}  {column.field:<14} ({said})"
        kept = [column.name for column in self.columns if column.field == IGNORE]
        if kept:
            yield f"kept as {'it is' if len(kept) == 1 else 'they are'}: {_some(kept)}"


def _some(names: Sequence[str]) -> str:
    """As many names as a line takes, and how many more there are."""
    ends = accumulate(len(name) + 2 for name in names)
    shown = max(1, sum(end <= _WIDE_LIST for end in ends))
    if shown >= len(names) - 1:
        return ", ".join(names)
    return f"{', '.join(names[:shown])} … and {len(names) - shown} more"


def systems() -> dict[str, System]:
    """Every system that is installed, by name."""
    return {system.name: system for system in plugins.load_all("registers").values()}


def known_headers(every: Mapping[str, System]) -> frozenset[str]:
    """Folded headers that any system knows."""
    return frozenset(name for system in (*every.values(), PLAIN) for name in system.by_folded())


def guess(columns: Sequence[str], every: Mapping[str, System]) -> ColumnMap:
    """The mapping that a header suggests: by the best system that recognises it, else by plain words."""
    headers = frozenset(map(_header, columns))
    fitting = [system for system in every.values() if system.recognises(headers)]
    system = max(fitting, key=lambda one: (len(headers & one.by_folded().keys()), one.name), default=PLAIN)
    own, plain = system.by_folded(), PLAIN.by_folded()
    taken = {field for header in headers if header in own for _, field in (own[header],)}
    found = []
    for name in columns:
        header = _header(name)
        if header in own:
            rank, field = own[header]
            found.append(Column(name, field, "words" if system is PLAIN else "system", rank))
            continue
        rank, field = plain.get(_CUSTOM.sub("", header), (0, IGNORE))
        found.append(Column(name, IGNORE if field in taken else field, "words", 1000 + rank))
    return _as_place_list(ColumnMap(system, tuple(found)))


def _header(name: str) -> str:
    return folded(name.partition(" (2)")[0])


def _as_place_list(mapping: ColumnMap) -> ColumnMap:
    fields = {column.field for column in mapping.columns}
    telling = fields & {"kind", "foreign_owner", "disposal", "no_photos", "code"}
    if fields & set(_KEYS) or not telling or len(fields & set(ASSET_FIELDS) - {"name", "height", "id"}) > 2:
        return mapping
    has_place = bool(fields & set(PLACE_FIELDS))
    columns = []
    for column in mapping.columns:
        field = column.field
        if field == "name":
            field = IGNORE if has_place else "place"
        elif field in _AS_PLACES and _AS_PLACES[field] not in fields and field in ("category", "owner"):
            field = _AS_PLACES[field]
        columns.append(replace(column, field=field))
    return replace(mapping, columns=tuple(columns))


def corrected(mapping: ColumnMap, changes: Mapping[str, str], sure: str = "user") -> ColumnMap:
    """The mapping with some columns set by the user or from memory; UsageError names what is not there."""
    names = {column.name.casefold(): column.name for column in mapping.columns}
    wanted: dict[str, str] = {}
    for name, field in changes.items():
        column = names.get(name.strip().casefold())
        if column is None and sure == "user":
            raise UsageError(f"The file has no column '{name}'.", hint=f"It has {', '.join(names.values())}.")
        if field.strip().casefold() not in FIELDS:
            raise UsageError(f"There is no field '{field}' to map to.", hint=f"Fields are {', '.join(FIELDS)}.")
        if column is not None:
            wanted[column] = field.strip().casefold()
    columns = [
        replace(column, field=wanted[column.name], sure=sure, rank=-1) if column.name in wanted else column
        for column in mapping.columns
    ]
    return replace(mapping, columns=tuple(columns))
