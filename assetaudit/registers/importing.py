"""An import, from a file or a system's answers to a new current version: one transaction, or nothing at all."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from assetaudit.errors import RegisterError
from assetaudit.model.asset import PlaceInfo
from assetaudit.model.frame import SourceInfo
from assetaudit.model.needs import Clock
from assetaudit.model.place import Place
from assetaudit.paths import replacing
from assetaudit.registers import remarks
from assetaudit.registers.file import as_text, open_table
from assetaudit.registers.mapping import ColumnMap, corrected, guess, known_headers, systems
from assetaudit.registers.place_list import PlaceListReader, changes_of_places
from assetaudit.registers.plain import SYSTEM as PLAIN
from assetaudit.registers.records import RecordReader
from assetaudit.registers.table import Table
from assetaudit.store.clock import SystemClock
from assetaudit.store.register_draft import Draft
from assetaudit.store.register_history import Changes
from assetaudit.store.register_problem import Problem
from assetaudit.store.register_settle import settle
from assetaudit.store.register_version import RegisterStore

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with ``dry_run`` would do."""

    info: SourceInfo
    map: ColumnMap
    changes: Changes
    problems: tuple[Problem, ...]
    """By line; at most 10,000 of a kind."""
    counts: Mapping[str, int]
    """Kind of problem to how many there are in all."""
    version: str
    """The version that is current afterwards; empty for a dry run."""
    about: str
    """How the file was read."""
    dry_run: bool = False
    places: int = 0
    """Places that a place list, or the system itself, told of."""
    records_at: str = ""
    """What a record's number is put behind to look at it in its system; empty for a file, which has lines."""

    @property
    def source(self) -> str:
        """Name of the source."""
        return self.info.source

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the file."""
        return tuple(column.name for column in self.map.columns)

    @property
    def mapping(self) -> dict[str, str]:
        """Column to field; columns that are kept as they are do not stand in it."""
        return self.map.to_dict()

    @property
    def rows(self) -> int:
        """Rows read."""
        return self.info.rows_read

    @property
    def rejected(self) -> int:
        """Rows that cannot be taken."""
        return self.info.rejected

    @property
    def added(self) -> int:
        """Records that are new."""
        return self.changes.added

    @property
    def changed(self) -> int:
        """Records that change."""
        return self.changes.changed

    @property
    def gone(self) -> int:
        """Records that the file no longer has."""
        return self.changes.gone

    @property
    def off_control(self) -> int | None:
        """Hundredths by which the sum of costs differs from the control total; None where none was entered."""
        control = self.info.control_cents
        return None if control is None else self.info.cost_cents - control

    def to_dict(self) -> dict[str, Any]:
        """As ``register import --json`` prints it."""
        return {
            "source": self.source,
            "system": self.map.system.name,
            "file": self.info.file,
            "sha256": self.info.sha256,
            "version": self.version or None,
            "dry_run": self.dry_run,
            "read_as": self.about,
            "mapping": self.mapping,
            "rows": self.rows,
            "records": self.info.records,
            "places": self.places,
            "rejected": self.rejected,
            "added": self.added,
            "changed": self.changed,
            "gone": self.gone,
            "unchanged": self.changes.unchanged,
            "fields_changed": dict(self.changes.fields),
            "examples": {
                "added": list(self.changes.added_keys),
                "changed": [{"record": key, "fields": fields} for key, fields in self.changes.changed_keys],
                "gone": list(self.changes.gone_keys),
            },
            "cost_cents": self.info.cost_cents,
            "control_cents": self.info.control_cents,
            "counts": dict(sorted(self.counts.items())),
            "problems": [{"line": one.line, "kind": one.kind, "reason": one.reason} for one in self.problems],
        }

    def lines(self) -> Iterator[str]:
        """The report for people: what matters most stands at its end, where a terminal shows it."""
        yield f"{self.info.file}: {self.about}; {self.map.system.title}; source '{self.source}'"
        yield from (f"  {line}" for line in self.map.lines())
        yield from remarks.told(self.problems, self.counts, self._where)
        yield from self._change_lines()
        yield from self._control_lines()
        yield from self._result_lines()

    def _where(self, line: int) -> str:
        if self.records_at:
            return f"{self.records_at}{line}/" if line else self.info.file.partition("?")[0]
        return f"{self.info.file}:{line}"

    def _result_lines(self) -> Iterator[str]:
        would = "would be " if self.dry_run else ""
        yield f"{self.rows} rows read, {self.rejected} left out, {self.info.records} records, {self.places} places"
        if self.info.filtered:
            yield f"{self.info.filtered} rows were not asked for"
        yield (
            f"{self.added} {would}added, {self.changed} {would}changed, {self.gone} {would}gone,"
            f" {self.changes.unchanged} unchanged"
        )

    def _change_lines(self) -> Iterator[str]:
        if not self.changes.changed and not self.changes.gone:
            return
        for name, count in self.changes.fields:
            yield f"  {name}: {count} records"
        for key, fields in self.changes.changed_keys[:_SHOWN]:
            yield f"  for example {key}: {fields}"
        for key in self.changes.gone_keys[:_SHOWN]:
            yield f"  gone from the {'system' if self.records_at else 'file'}: {key}"

    def _control_lines(self) -> Iterator[str]:
        yield f"Total cost {self.info.cost_cents / 100:.2f}"
        off = self.off_control
        if off is not None:
            said = "agrees with it" if off == 0 else f"differs from it by {off / 100:+.2f}"
            yield f"Control total {(self.info.control_cents or 0) / 100:.2f}: the sum {said}"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user says about an import, beyond the file."""

    source: str = ""
    mapping: Mapping[str, str] | None = None
    """Column to field, where the guess is wrong."""
    control_cents: int | None = None
    aliases: Mapping[str, Place] | None = None
    """Other names of places (without case)."""
    dry_run: bool = False
    sheet: str = ""
    """Which sheet of a workbook, where it is not to be found out."""
    most_gone: float = 1.0
    """Share of the source's records that may be gone: more of them refuse the import."""
    accept_empty: bool = True
    """Whether a list without a single row may be the truth, and every record of the source be gone."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table comes from, as an auditor asks, and what came along with it."""

    name: str
    """File name, or address with its query."""
    sha256: str
    source: str
    """Name of the source where neither the user nor its columns say one."""
    read: datetime
    filtered: int = 0
    """Rows that the source has and that were not asked for."""
    rejected: int = 0
    """Rows that came and do not stand in the table."""
    problems: Sequence[Problem] = ()
    places: Sequence[tuple[str, PlaceInfo, Sequence[str]]] = ()
    """(text of a place as the rows have it, what it is, links that mean it)."""
    records_at: str = ""


@dataclass(slots=True)
class _Listed:
    """Places that came along with the records."""

    count: int = 0
    changes: Changes = field(default_factory=Changes)


def import_file(
    store: RegisterStore,
    path: Path,
    wishes: Wishes = Wishes(),
    *,
    progress: Callable[[int], None] | None = None,
    clock: Clock | None = None,
) -> ImportReport:
    """Read a file into the register, whatever system it comes from.

    RegisterError or UsageError where the file or the mapping cannot be used; rows never stop it. ``progress`` is told
    the number of rows read so far.
    """
    table, content = open_table(path, known_headers(systems()), wishes.sheet)
    read = (clock or SystemClock()).now()
    origin = Origin(as_text(path.name), content.sha256, as_text(path.stem), read)
    return import_table(store, table, origin, wishes, progress=progress)


def write_remarks(path: Path, report: ImportReport, out: Path, sheet: str = "") -> None:
    """Write what an import of a file remarks about its rows, each with the row itself, as a table to open."""
    table, _ = open_table(path, known_headers(systems()), sheet)
    with replacing(out) as file:
        remarks.write_remarks(file, table, report.problems)


def import_table(
    store: RegisterStore,
    table: Table,
    origin: Origin,
    wishes: Wishes = Wishes(),
    *,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Take a table into the register, wherever it comes from; errors and ``progress`` as in ``import_file``."""
    mapping, source = _mapping(store, table, origin, wishes)
    exact = {text.casefold(): info.place for text, info, _ in origin.places}
    wishes = replace(wishes, aliases=exact | dict(wishes.aliases or {}))
    with _no_collection(), store.draft(source, origin.read, records=not mapping.is_place_list) as draft:
        draft.problems.numbered = table.numbered
        listed = _list_places(draft, origin, wishes)
        reader = _fill(draft, table, mapping, store, wishes, progress)
        index = store.index()
        discard = not listed.changes.any and any(one.source == source for one in store.sources())
        changes = settle(draft, index.order, index.leads, discard=discard)
        if isinstance(reader, PlaceListReader):
            changes = reader.changes()
            listed.count = reader.rows - reader.rejected
        info = SourceInfo(
            source=source,
            file=origin.name,
            sha256=origin.sha256,
            extracted=origin.read.isoformat(timespec="seconds").replace("+00:00", "Z"),
            rows_read=reader.rows + origin.rejected,
            rejected=reader.rejected + origin.rejected,
            filtered=origin.filtered,
            records=draft.rows,
            cost_cents=reader.cost_cents,
            control_cents=wishes.control_cents,
        )
        version = ""
        if not wishes.dry_run:
            _check_gone(changes, info, wishes)
            version = _keep(store, draft, info, mapping, as_is=not changes.any and not listed.changes.any)
        counts = dict(draft.problems.counts)
        problems = tuple(draft.problems.listed())
    return ImportReport(
        info, mapping, changes, problems, counts, version, table.about, wishes.dry_run, listed.count, origin.records_at
    )


def _list_places(draft: Draft, origin: Origin, wishes: Wishes) -> _Listed:
    """Take what the system itself says of its places."""
    for problem in origin.problems:
        draft.problems.add(problem.kind, problem.line, problem.reason)
    if not origin.places:
        return _Listed()
    nodes, number = draft.terms.nodes, draft.number
    before = nodes.listed(number)
    nodes.forget_list(number)
    for text, info, links in origin.places:
        place = (wishes.aliases or {}).get(text.casefold(), info.place).node
        nodes.learn(replace(info, place=place), number)
        for link in links:
            nodes.link(link, place)
    return _Listed(len(origin.places), changes_of_places(before, nodes.listed(number)))


def _check_gone(changes: Changes, info: SourceInfo, wishes: Wishes) -> None:
    had = changes.gone + changes.changed + changes.unchanged
    if changes.gone and not info.rows_read and not wishes.accept_empty:
        file, source = info.file, info.source
        raise RegisterError(
            f"{file} has a header and no rows: all {had} records of '{source}' would be gone; nothing was changed.",
            hint="Export the list again. If the source is empty indeed: --accept-gone.",
        )
    if changes.gone > wishes.most_gone * had:
        raise RegisterError(
            f"{changes.gone} of the {had} records of '{info.source}' would be gone; nothing was changed.",
            hint="Look with --dry-run. A token that may not see everything answers so; if it is right: --accept-gone.",
        )


def _keep(store: RegisterStore, draft: Draft, info: SourceInfo, mapping: ColumnMap, *, as_is: bool) -> str:
    known = any(one.source == info.source for one in store.sources())
    if known and as_is:
        return store.keep_as_is(info, mapping.chosen())
    return store.keep(draft, info, mapping.chosen())


def _fill(
    draft: Draft,
    table: Table,
    mapping: ColumnMap,
    store: RegisterStore,
    wishes: Wishes,
    progress: Callable[[int], None] | None,
) -> RecordReader | PlaceListReader:
    reader: RecordReader | PlaceListReader
    if mapping.is_place_list:
        reader = PlaceListReader(draft, mapping)
    else:
        reader = RecordReader(draft, mapping, store.status_edits(), wishes.aliases or {})
        draft.plain_ascii = table.plain
    for note in table.notes:
        draft.problems.add("file", 0, note)
    for batch in table.batches():
        reader.take(batch)
        remarks.note_oddities(draft.problems, batch)
        if progress is not None:
            progress(reader.rows)
        del batch  # before the next one is read: it takes the place of this one in the processor's cache
    reader.finish()
    return reader


@contextmanager
def _no_collection() -> Iterator[None]:
    """Rows hold no cycles, and looking for some in a million of them costs a fifth of the import."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _mapping(store: RegisterStore, table: Table, origin: Origin, wishes: Wishes) -> tuple[ColumnMap, str]:
    mapping = guess(table.columns, systems())
    source = _source_name(wishes.source or _default_source(mapping, origin))
    mapping = corrected(mapping, store.mapping(source), "remembered")
    mapping = corrected(mapping, wishes.mapping or {})
    if mapping.is_place_list and any(one.source == source and one.records for one in store.sources()):
        source = f"{source}-places"
    if not mapping.to_dict():
        raise RegisterError(
            f"{origin.name}: no column of {', '.join(column[:24] for column in table.columns[:8])} is understood.",
            hint="Say what they mean with --map 'Column name=asset_tag', and so on.",
        )
    return mapping, source


def _default_source(mapping: ColumnMap, origin: Origin) -> str:
    return origin.source if mapping.system is PLAIN or mapping.is_place_list else mapping.system.name


def _source_name(text: str) -> str:
    return "-".join(text.replace(":", " ").split()) or "register"
