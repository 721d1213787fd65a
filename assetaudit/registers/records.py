"""Rows made into records, column by column: what is the same for many rows is understood once.

This is the one loop that a million rows go through, so no object is made for a row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assetaudit.model.asset import StatusClass
from assetaudit.model.place import Place
from assetaudit.model.register import normal
from assetaudit.registers import cells, whole_column
from assetaudit.registers.columns import Columns, Understood
from assetaudit.registers.fields import IGNORE, LIST_FIELDS
from assetaudit.registers.mapping import ColumnMap
from assetaudit.registers.place_links import PlaceLinks
from assetaudit.registers.places import PlaceReader
from assetaudit.registers.statuses import class_of
from assetaudit.registers.table import Batch
from assetaudit.store.register_asset import SEPARATOR
from assetaudit.store.register_draft import Draft

_MAC = re.compile(r"(?:[0-9A-F]{2}[:.-]?){5}[0-9A-F]{2}", re.IGNORECASE)
_SHARED = ("manufacturer", "model", "category", "owner")
_NAMED = (("tag", "asset_tag"), ("serial", "serial"), ("epc", "epc"))
_AS_READ = (("name", "name"), ("parent_text", "parent"), ("status", "status"), *((field, field) for field in _SHARED))
_Numbers = list[int | None]


class RecordReader:
    """Fills a draft with the rows of one file."""

    def __init__(
        self, draft: Draft, mapping: ColumnMap, statuses: Mapping[str, StatusClass], aliases: Mapping[str, Place]
    ) -> None:
        self.rows = self.rejected = self.cost_cents = 0
        self._draft = draft
        self._mapping = mapping
        self._tables = (statuses, mapping.system.statuses)
        self._places = PlaceReader(draft, mapping, aliases)
        self._links = PlaceLinks(draft, mapping, aliases)
        self._costs = Understood(cells.cents)
        self._heights = Understood(cells.half_units)
        self._statuses = Understood(self._status)
        self._words = Understood(draft.terms.words.__getitem__)
        self._unknown: set[int | None] = set()
        self._away: set[int | None] = set()
        self._junk: dict[tuple[str, str], tuple[str, list[int]]] = {}
        others = (IGNORE, *LIST_FIELDS)
        self._kept = [offset for offset, column in enumerate(mapping.columns) if column.field in others]
        self._layout = str(draft.layout([mapping.columns[offset].name for offset in self._kept])) if self._kept else ""

    def _status(self, word: str) -> int:
        meaning = class_of(word, *self._tables)
        number = self._draft.terms.statuses.number(word, meaning or StatusClass.EXPECTED)
        if meaning is None:
            self._unknown.add(number)
        if meaning not in (None, StatusClass.EXPECTED):
            self._away.add(number)
        return number

    def take(self, batch: Batch) -> None:
        """Take some rows."""
        if not batch.lines:
            return
        self.rows += len(batch.lines)
        columns = Columns(batch, self._mapping, self._draft.problems)
        tags, serials, epcs, macs = self._identifiers(columns)
        refs = self._refs(columns, tags, serials, epcs, macs)
        if "" in refs:
            columns, refs = self._reject(columns, refs)
            if not columns.count:
                return
            tags, serials, epcs, macs = self._identifiers(columns, count=False)
        self._tell_unnamed(columns, tags, serials, epcs, macs)
        start = f"{self._draft.source}:"
        lines = start + "\n".join(refs).replace("\n", f"\n{start}")
        keys = lines.split("\n")
        self._write(columns, keys, (tags, serials, epcs), {"key": lines})
        self._add_macs(keys, macs)

    def _write(
        self,
        columns: Columns,
        keys: list[str],
        named: tuple[Sequence[str | None], ...],
        written: dict[str, str],
    ) -> None:
        heights = self._numbers(columns, "height", self._heights, "height", "2 or 2U")
        places = self._places.read(columns, heights)
        self._links.learn(columns)
        statuses = self._read_statuses(columns)
        costs = self._numbers(columns, "cost", self._costs, "cost", "1234.56")
        self.cost_cents += sum(filter(None, costs))
        parents = _or_none(columns.texts("parent"), columns.count)
        shared = [self._numbers(columns, field, self._words) for field in _SHARED]
        names = _or_none(columns.texts("name"), columns.count)
        described: tuple[Sequence[object], ...] = (
            statuses,
            names,
            *shared,
            costs,
            heights,
            parents,
            self._extra(columns),
        )
        told = (keys, columns.lines, *named, places.nodes, places.positions, places.texts, *described)
        self._draft.add(told, written | self._written(columns, named) | places.written)
        self._draft.racks.take(self._standing(places.nodes, statuses, parents), places.positions, heights)

    def _written(self, columns: Columns, named: tuple[Sequence[str | None], ...]) -> dict[str, str]:
        """Columns of the draft that are texts as they were read, joined by line breaks."""
        written = {column: columns.together(field) for column, field in _AS_READ if columns.texts(field) is not None}
        for (column, field), names in zip(_NAMED, named, strict=True):
            if names is columns.texts(field):
                written[column] = columns.together(field)
        return written

    def _identifiers(self, columns: Columns, *, count: bool = True) -> tuple[Sequence[str | None], ...]:
        names = ("asset_tag", "serial", "epc")
        return (
            *(self._without_junk(columns, name, count=count) for name in names),
            columns.texts("mac") or [None] * columns.count,
        )

    def _without_junk(self, columns: Columns, field: str, *, count: bool) -> Sequence[str | None]:
        texts = columns.texts(field)
        if texts is None:
            return [None] * columns.count
        if whole_column.names_all(texts, columns.together(field)):
            return _or_none(texts, columns.count)
        found: list[str | None] = []
        for text, line in zip(texts, columns.lines, strict=True):
            junk = bool(text) and cells.is_junk(text) and not (field == "asset_tag" and text.strip("0").isdecimal())
            found.append(None if junk or not text else text)
            if junk and count:
                self._junk.setdefault((field, normal(text)), (text, []))[1].append(line)
        return found

    def _refs(self, columns: Columns, *named: Sequence[str | None]) -> Sequence[str]:
        ids = columns.texts("id")
        sources: list[Sequence[str | None]] = [ids, *named] if ids is not None else list(named)
        if all(sources[0]):
            return sources[0]  # type: ignore[return-value]
        refs: list[str] = [ref or "" for ref in sources[0]]
        for more in sources[1:]:
            if "" not in refs:
                break
            refs = [ref or other or "" for ref, other in zip(refs, more, strict=True)]
        return refs

    def _reject(self, columns: Columns, refs: Sequence[str]) -> tuple[Columns, list[str]]:
        for ref, line in zip(refs, columns.lines, strict=True):
            if not ref:
                self.rejected += 1
                reason = "the row has no asset tag, serial or other identifier; it is left out."
                self._draft.problems.add("rejected", line, reason)
        columns.keep([bool(ref) for ref in refs])
        return columns, [ref for ref in refs if ref]

    def _tell_unnamed(self, columns: Columns, tags: Sequence[str | None], *others: Sequence[str | None]) -> None:
        if all(tags):
            return
        reason = "the record has no asset tag, serial or other code to scan; it is kept, to be picked from the list."
        for line, *codes in zip(columns.lines, tags, *others, strict=True):
            if not any(codes):
                self._draft.problems.add("unnamed", line, reason)

    def _read_statuses(self, columns: Columns) -> _Numbers:
        texts = columns.texts("status")
        if texts is None:
            return [None] * columns.count
        numbers = self._statuses.all(texts)
        if not self._unknown.isdisjoint(numbers):
            for text, number, line in zip(texts, numbers, columns.lines, strict=True):
                if number in self._unknown:
                    reason = f"the status '{text}' is not known; the record is taken as expected."
                    self._draft.problems.add("status", line, reason)
        return numbers

    def _numbers(self, columns: Columns, field: str, known: Understood, *told: str) -> _Numbers:
        texts = columns.texts(field)
        if texts is None:
            return [None] * columns.count
        numbers = known.sums(texts) if field == "cost" else known.all(texts)
        for offset in known.wrong_in(texts):
            what, like = told
            reason = f"the {what} '{texts[offset]}' is not understood (write it like {like}); it is left empty."
            self._draft.problems.add(field, columns.lines[offset], reason)
        return numbers

    def _standing(self, nodes: _Numbers, statuses: _Numbers, parents: Sequence[str | None]) -> _Numbers:
        if not self._away.isdisjoint(statuses):
            nodes = [None if status in self._away else node for node, status in zip(nodes, statuses, strict=True)]
        if any(parents):
            nodes = [None if parent else node for node, parent in zip(nodes, parents, strict=True)]
        return nodes

    def _extra(self, columns: Columns) -> Sequence[str | None]:
        if not self._kept:
            return [None] * columns.count
        kept = [columns.cells(offset) for offset in self._kept]
        return list(map(SEPARATOR.join, zip([self._layout] * columns.count, *kept, strict=True)))

    def _add_macs(self, keys: Sequence[str], macs: Sequence[str | None]) -> None:
        found: list[tuple[str, str, str]] = []
        if not any(macs):
            return
        for key, text in zip(keys, macs, strict=True):
            if text:
                found += [(key, "mac", mac) for mac in dict.fromkeys(map(_mac, _MAC.findall(text)))]
        self._draft.add_identifiers(found)

    def finish(self) -> None:
        """Tell what is only known at the end."""
        for (field, _), (value, lines) in sorted(self._junk.items()):
            what = field.replace("_", " ")
            often = "once" if len(lines) == 1 else f"{len(lines)} times, first"
            where = f"{self._draft.problems.numbered} {lines[0]}"
            reason = f"'{value}' stands {often} in {where} as {what}; it names nothing and is no key."
            self._draft.problems.add("junk_serial", lines[0], reason)


def _or_none(texts: Sequence[str] | None, count: int) -> Sequence[str | None]:
    if texts is None:
        return [None] * count
    return texts if all(texts) else [text or None for text in texts]


def _mac(text: str) -> str:
    digits = re.sub("[^0-9A-F]", "", text.upper())
    return ":".join(digits[start : start + 2] for start in range(0, 12, 2))
