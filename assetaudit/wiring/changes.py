"""Change sets of an audit: planned, exported, applied to a register's file, verified, reversed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetaudit.errors import AuditError, RegisterError
from assetaudit.paths import Home, replacing
from assetaudit.review.applying import Applied
from assetaudit.review.changes import ChangeSet, Kind, Line, LineState, Registers, change_set, judged, reversed_lines
from assetaudit.review.changes import Records as LiveRecords
from assetaudit.review.desk import BATCH, Desk, name_of

if TYPE_CHECKING:
    from assetaudit.model.place import Place
    from assetaudit.registers.csv_edit import Edits
    from assetaudit.registers.imports import ImportFile, Source
    from assetaudit.store.register_read import StoredRegister
    from assetaudit.store.register_version import RegisterStore
    from assetaudit.store.review_records import Records
    from assetaudit.wiring.cells import Sheet
    from assetaudit.wiring.review import Review

_GONE_WORDS = (
    "written off",
    "lost",
    "missing",
    "disposed",
    "retired",
    "scrap",
    "archived",
    "ausgemustert",
    "verschrottet",
)


class Changes:
    """The change sets of one review."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self._space = review.space

    @cached_property
    def _frame(self) -> StoredRegister:
        return self._space.registers.open(self._review.loaded.frame.register)

    def plan(self, live: StoredRegister | None = None) -> ChangeSet:
        """The change set against the current register, or another one."""
        return change_set(self._review.ledger, self._review.standings(), self._registers(live))

    def plan_against(self, live: LiveRecords) -> ChangeSet:
        """The change set against records that are read where they live."""
        return change_set(self._review.ledger, self._review.standings(), replace(self._registers(None), live=live))

    def frame_records(self) -> LiveRecords:
        """The records that the audit began with."""
        return self._registers(None).frame

    def applied_lines(self, name: str, source: str) -> tuple[str, list[Mapping[str, Any]]]:
        """The whole hash of an applied change set, and its lines of one source."""
        return self._mine(name, source)

    def unanswered(self, did: str) -> set[tuple[str, str, str]]:
        """(record, field, value) of everything that was being sent and of which nothing was noted after."""
        found: set[tuple[str, str, str]] = set()
        for event in self._review.ledger.changes():
            lines = {(str(one["record"]), str(one["field"]), str(one["after"])) for one in event.d.get("lines", ())}
            found = found | lines if event.d.get("did") == f"sending {did}" else found - lines
        return found

    def _registers(self, live: StoredRegister | None) -> Registers:
        from assetaudit.store.review_records import Records

        now = live or self._space.register()
        sources = self._frame.sources()
        lead = self._space.registers.index().order or tuple(one.source for one in sources)
        return Registers(Records(self._frame), Records(now), lead[0] if lead else "register", self._written_off)

    def _written_off(self, source: str) -> str:
        """A word of the register for what is gone, as near to 'written off' as it has one; else the system's own."""
        from assetaudit.registers.imports import shape_of

        gone = [word for word, meaning in self._review.loaded.frame.status_map if meaning == "gone"]
        for wanted in _GONE_WORDS:
            for word in sorted(gone):
                if wanted in word.casefold() and "stolen" not in word.casefold():
                    return word
        return shape_of(self.system(source), self.source(source)).written_off

    def source(self, name: str) -> Source:
        """A source with its columns, as they were imported last."""
        from assetaudit.registers.imports import Source

        return Source(name, self._space.registers.mapping(name), self._is_rack)

    def _is_rack(self, place: Place) -> bool:
        info = self._frame.place(place.node)
        if info is not None and info.kind:
            return info.kind.casefold() == "rack"
        return place.position is not None or len(place.nodes) > 3

    def system(self, source: str) -> str:
        """The system that a source's columns come from; empty where nobody's."""
        from assetaudit.registers.fields import folded
        from assetaudit.registers.mapping import systems

        headers = frozenset(map(folded, self._space.registers.mapping(source)))
        fitting = [one.name for one in systems().values() if one.recognises(headers)]
        return source if source in systems() else min(fitting, default="")

    # -- export ------------------------------------------------------------------------------------------------------

    def files(self, lines: Sequence[Line]) -> list[ImportFile]:
        """Import files of lines, one for each source and kind of change."""
        from assetaudit.registers.imports import Row, shape_of

        groups: dict[tuple[str, Kind], dict[tuple[str, str], dict[str, str]]] = {}
        for line in lines:
            rows = groups.setdefault((line.source, line.kind), {})
            rows.setdefault((line.record, line.thing), {})[line.field] = line.after
        records = self._registers(None).live
        found = []
        for (name, kind), rows in sorted(groups.items()):
            source = self.source(name)
            made = [Row(record, values, records.of(record).get(record, {})) for (record, _), values in rows.items()]
            found.append(shape_of(self.system(name), source).file(source, kind.value, made))
        return found

    def export(self, folder: Path, plan: ChangeSet) -> list[ImportFile]:
        """Write a change set as JSON and as import files; what is ready goes into the files."""
        folder.mkdir(parents=True, exist_ok=True)
        frame = self._review.loaded.frame
        head = {"audit": frame.name, "frame": self._review.loaded.audit.frame_hash, "register": frame.register}
        with replacing(folder / "change-set.json") as file:
            file.write((json.dumps(head | plan.to_dict(), ensure_ascii=False, indent=1) + "\n").encode())
        files = self.files(plan.of(LineState.READY))
        for one in files:
            with replacing(folder / one.name) as file:
                file.write(one.data())
        return files

    # -- a register's file -------------------------------------------------------------------------------------------

    def plan_file(self, file: Path, source: str) -> ChangeSet:
        """The change set against a register's file as it is now; lines of other sources are left out."""
        with self._read(file, source) as live:
            return of_source(self.plan(live), source)

    def apply(self, desk: Desk, file: Path, out: Path, source: str) -> Applied:
        """Write a copy of a register's file with everything that is ready, read it again, and record each line."""
        with self._read(file, source) as live:
            plan = of_source(self.plan(live), source)
            failed = self._write(file, out, plan.of(LineState.READY), live)
        return self._told(desk, out, source, plan, failed, ("applied", ""))

    def reverse(self, desk: Desk, file: Path, out: Path, source: str, name: str) -> Applied:
        """Write a copy of a register's file with a change set taken back, line by line where it still stands."""
        from assetaudit.store.review_records import Records

        name, mine = self._mine(name, source)
        with self._read(file, source) as live:
            plan = self.taken_back(mine, Records(live))
            failed = self._write(file, out, plan.of(LineState.READY), live)
        return self._told(desk, out, source, plan, failed, ("reversed", name))

    def plan_reverse(self, file: Path, source: str, name: str) -> ChangeSet:
        """The reverse of an applied change set against a register's file as it is now."""
        from assetaudit.store.review_records import Records

        with self._read(file, source) as live:
            return self.taken_back(self._mine(name, source)[1], Records(live))

    def _mine(self, name: str, source: str) -> tuple[str, list[Mapping[str, Any]]]:
        name, lines = self.applied(name)
        return name, [line for line in lines if str(line["record"]).partition(":")[0] == source]

    def taken_back(self, lines: Sequence[Mapping[str, Any]], live: LiveRecords) -> ChangeSet:
        """What takes applied lines back, each under the name that people call its thing."""
        ledger = self._review.ledger
        back = reversed_lines(lines, live)
        return ChangeSet(tuple(replace(line, name=name_of(ledger.standing(line.thing))) for line in back))

    def verify(self, desk: Desk) -> list[Line]:
        """Read the current register again, and record what it says as decided; returns those lines."""
        plan = self.plan()
        wrong = {line.thing for line in plan.of(LineState.READY, LineState.CONFLICT)}
        good = [line for line in plan.of(LineState.ALREADY) if line.thing not in wrong]
        record(desk, "verified", plan.hash, good, "register")
        return good

    def applied(self, name: str) -> tuple[str, list[Mapping[str, Any]]]:
        """A change set that was applied, by the first digits of its hash: the whole hash and its lines.

        What was applied, taken back and applied again has one hash: each of its lines counts once, as it was last.
        """
        sets: dict[str, dict[tuple[str, str, str], Mapping[str, Any]]] = {}
        for event in self._review.ledger.changes():
            if event.d.get("did") == "applied" and str(event.d.get("set", "")).startswith(name):
                lines = sets.setdefault(str(event.d["set"]), {})
                lines.update((_identity(line), line) for line in event.d.get("lines", ()))
        if len(sets) != 1:
            known = ", ".join(sorted({str(e.d.get("set"))[:12] for e in self._review.ledger.changes()}))
            raise AuditError(f"There is no one applied change set '{name}'.", hint=f"There are: {known or 'none'}.")
        whole, lines = next(iter(sets.items()))
        return whole, list(lines.values())

    @contextmanager
    def _read(self, file: Path, source: str) -> Iterator[StoredRegister]:
        """A file as a register of its own, in a folder that goes away again."""
        with tempfile.TemporaryDirectory(prefix="assetaudit-") as folder:
            yield _imported(self._scratch(Path(folder)), self._space.registers, file, source)

    def _scratch(self, folder: Path) -> RegisterStore:
        from assetaudit.store.register_version import RegisterStore

        return RegisterStore(Home(folder).make(), self._space.clock)

    def _write(self, file: Path, out: Path, lines: Sequence[Line], live: StoredRegister) -> list[tuple[Line, str]]:
        from assetaudit.registers.csv_edit import rewrite
        from assetaudit.registers.csv_file import layout, look
        from assetaudit.registers.mapping import known_headers, systems
        from assetaudit.store.review_records import Records
        from assetaudit.wiring.cells import Sheet

        if file.resolve() == out.resolve():
            raise AuditError(f"{out} is the register's file itself.", hint="Write to another file with -o.")
        content = look(file)
        shape = layout(file, content, known_headers(systems()))
        edits, failed = self._edits(lines, Records(live), Sheet.of(file, content.encoding, shape.columns))
        with replacing(out) as target:
            rewrite(file, (content, shape), edits, target)
        return failed

    def _edits(self, lines: Sequence[Line], records: Records, sheet: Sheet) -> tuple[Edits, list[tuple[Line, str]]]:
        from assetaudit.registers.csv_edit import Edits
        from assetaudit.wiring.cells import cells_of

        edits, more = Edits(), dict[str, dict[str, str]]()
        failed: list[tuple[Line, str]] = []
        for line in lines:
            number = records.line(line.record)
            if line.kind is Kind.NEW and number is not None:
                edits.dropped.add(number)
                continue
            cells, why = cells_of(line, self.source(line.source), sheet)
            if why or (number is None and line.kind is not Kind.NEW):
                failed.append((line, why or "the file has no such row."))
            elif number is None:
                more.setdefault(line.thing, {}).update(cells)
            else:
                edits.changed.setdefault(number, {}).update(cells)
        edits.added.extend(more.values())
        return edits, failed

    def _told(
        self,
        desk: Desk,
        out: Path,
        source: str,
        plan: ChangeSet,
        failed: Sequence[tuple[Line, str]],
        did: tuple[str, str],
    ) -> Applied:
        """Read what was written, and record every line with its result."""
        from assetaudit.store.review_records import Records

        left = {(line.record, line.thing, line.field) for line, _ in failed}
        ready = [line for line in plan.of(LineState.READY) if (line.record, line.thing, line.field) not in left]
        with self._read(out, source) as written:
            again = _read_again(Records(written), ready)
        done = [line for line, now in zip(ready, again, strict=True) if now.state is LineState.ALREADY]
        unread = [
            (line, f"read again it says '{now.live}'.")
            for line, now in zip(ready, again, strict=True)
            if now.state is not LineState.ALREADY
        ]
        word, name = did
        record(desk, word, name or plan.hash, done, out.name)
        wrong = (*failed, *unread)
        record(desk, "failed", name or plan.hash, [line for line, _ in wrong], out.name, [why for _, why in wrong])
        return Applied(plan, tuple(done), tuple(wrong))


def _imported(store: RegisterStore, known: RegisterStore, file: Path, source: str) -> StoredRegister:
    from assetaudit.registers.importing import Wishes, import_file

    mapping = known.mapping(source)
    if not mapping:
        raise RegisterError(f"The register has no source '{source}'.", hint="See: assetaudit register sources")
    for word, meaning in known.status_map().items():
        store.set_status(word, meaning)
    import_file(store, file, Wishes(source=source, mapping=mapping))
    register = store.current()
    if register is None:
        raise RegisterError(f"{file} holds no records.")
    return register


def _identity(line: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(line["thing"]), str(line["record"]), str(line["field"])


def of_source(plan: ChangeSet, source: str) -> ChangeSet:
    """A change set without the lines of other sources."""
    return replace(plan, lines=tuple(line for line in plan.lines if line.source == source))


def _read_again(records: Records, lines: Sequence[Line]) -> list[Line]:
    """The lines as the written file has them."""
    made = {line.thing: line.after for line in lines if line.kind is Kind.NEW and line.field in ("asset_tag", "serial")}
    found = []
    for line in lines:
        record = line.record
        if record.endswith(":"):
            record = records.key(made.get(line.thing, "")) or record
        found.append(judged(line, records.of(record).get(record, {}).get(line.field, "")))
    return found


def record(desk: Desk, did: str, name: str, lines: Sequence[Line], to: str, results: Sequence[str] = ()) -> None:
    """Note what was done with lines of a change set, and the result of each."""
    told = [*results, *[""] * (len(lines) - len(results))]
    for start in range(0, len(lines), BATCH):
        part = [line.payload(why) for line, why in zip(lines[start : start + BATCH], told[start:], strict=False)]
        desk.changed({"did": did, "lines": part, "set": name, "to": to})
