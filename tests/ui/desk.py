"""A workspace for the screen's tests: the real log, identification, reconciliation and walk, a register in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from assetaudit.audit.inbox import Inbox, reads_of
from assetaudit.audit.open_audit import OpenAudit
from assetaudit.audit.walk import Walk
from assetaudit.errors import AssetAuditError, PrintError, RegisterError
from assetaudit.identify.identifier import identifier
from assetaudit.model.asset import Asset
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.frame import Frame
from assetaudit.model.kept import KeptThing
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.model.register import MemoryRegister
from assetaudit.paths import Home
from assetaudit.reconcile import Reconciliation
from assetaudit.reconcile.where import compile_where
from assetaudit.reports.wish import ReportWish
from assetaudit.review.accuracy import Measures
from assetaudit.review.terms_sheet import Draft
from assetaudit.store.event_log import EventStore
from assetaudit.store.photo_album import PhotoAlbum
from assetaudit.store.photos import offer
from assetaudit.store.register_near import slips
from assetaudit.ui.notes import ReaderNote, ViewfinderNote
from assetaudit.ui.review import Review
from assetaudit.wiring.screen_notes import Ending
from assetaudit.wiring.screen_sync import ScreenSync
from assetaudit.wiring.terminal_code import qr_lines
from assetaudit.wiring.workspace import Workspace
from tests.ui.desk_notes import Count, DeskSettings, Label, Note, Plan, Problem, RegisterFacts, Stock
from tests.ui.hall import StillClock, hall


@dataclass
class Desk:
    """What the screen is given in tests."""

    home: Path
    holding: MemoryRegister | None = field(default_factory=hall)
    clock: StillClock = field(default_factory=StillClock)
    chosen: DeskSettings = field(default_factory=DeskSettings)
    written: list[Path] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    keeping: list[KeptThing] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = EventStore(Home(self.home).make(), self.clock)
        self.inbox = Inbox(self.store.inbox_source(), self.store.inbox_writer)
        self.open_walks: list[Walk] = []
        self.readers: dict[str, Callable[[Read], None]] = {}
        self.cameras: dict[str, ViewfinderNote] = {}
        self.tell: Callable[[ReaderNote], None] = lambda note: None

    def settings(self) -> DeskSettings:
        return self.chosen

    def save_settings(self, **changes: Any) -> None:
        self.chosen = replace(self.chosen, **changes)

    def keep_read(self, read: Read) -> int:
        self.inbox.keep(read, "user-ana")
        return len(self.inbox.waiting())

    def kept_reads(self) -> Sequence[Read]:
        return reads_of(self.inbox.waiting())

    def settle_reads(self, reason: str) -> None:
        self.inbox.settle(self.inbox.waiting(), reason, "user-ana")

    def offer_photo(self, file: Path) -> str:
        return offer(Home(self.home), file)

    def user(self, person: str) -> str:
        return f"user-{person}"

    def person(self, user: str) -> str:
        return user.removeprefix("user-")

    def register(self) -> MemoryRegister | None:
        return self.holding

    def register_note(self) -> RegisterFacts | None:
        if self.holding is None:
            return None
        return RegisterFacts(self.holding.version, sum(1 for _ in self.holding.assets()))

    def import_fields(self) -> Sequence[str]:
        return ("asset_tag", "serial", "place", "status", "model", "name")

    def plan_import(self, file: Path, *, source: str = "", mapping: Mapping[str, str] | None = None) -> Plan:
        if not file.exists():
            msg = f"There is no file {file}."
            raise RegisterError(msg, hint="Check the path.")
        header, *rows = file.read_text("utf-8").splitlines()
        columns = tuple(header.split(","))
        guessed = {"Tag": "asset_tag", "Serial": "serial", "Place": "place"}
        known = {column: guessed[column] for column in columns if column in guessed} if mapping is None else mapping
        problems = tuple(
            Problem(n, "The row has no tag and no serial.") for n, row in enumerate(rows, 2) if row[:1] == ","
        )
        return Plan(
            source or file.stem, columns, known, len(rows), len(rows) - len(problems), 0, 0, len(problems), problems
        )

    def import_register(
        self,
        file: Path,
        *,
        source: str = "",
        mapping: Mapping[str, str] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Plan:
        plan = self.plan_import(file, source=source, mapping=mapping)
        if progress is not None:
            progress(plan.rows)
        self.holding = hall()
        return plan

    def disagreements(self) -> Sequence[str]:
        return self.differing

    def audits(self) -> Sequence[Note]:
        notes = []
        for info in self.store.audits():
            activity = self.store.activity(info.id)
            scope = tuple(str(place) for place in info.frame.scope)
            when = datetime.fromtimestamp(activity.last.wall / 1000, UTC).isoformat() if activity.last else None
            place = activity.last_place.d["place"] if activity.last_place else None
            closed = datetime.fromtimestamp(info.closed / 1000, UTC).isoformat() if info.closed else None
            notes.append(Note(info.name, scope, "2026-11-24T08:00:00Z", closed, activity.events, place, when))
        return notes

    def _register(self) -> MemoryRegister:
        if self.holding is None:
            msg = "There is no register yet."
            raise RegisterError(msg)
        return self.holding

    def count_scope(self, scope: Sequence[Place], where: str = "") -> Count:
        if where and "=" not in where:
            msg = f"'{where}' is no filter."
            raise AssetAuditError(msg, hint="Write for example: category = server")
        register, wanted = self._register(), compile_where(where)
        return Count(
            sum(wanted(one) for place in scope for one in register.assets_in(place)),
            len({info.place for top in scope for info in register.places_in(top) if info.kind == "rack"}),
        )

    def create_audit(
        self,
        name: str,
        scope: Sequence[Place],
        *,
        where: str = "",
        blind: bool = False,
        user: str = "",
        draft: Draft | None = None,
    ) -> None:
        frame = Frame(
            name, tuple(scope), self._register().version, where=where, blind=blind, created="2026-11-24T08:00:00Z"
        )
        if draft is not None:
            frame = replace(
                frame, review=draft.terms, people=tuple((f"user-{one}", role) for one, role in draft.people)
            )
        self.store.create_audit(frame, user)

    def check_filter(self, where: str) -> None:
        compile_where(where)

    def signing(self, names: Collection[str]) -> Collection[str]:
        return {name for name in names if name in self.keys}

    def personal_key(self) -> str:
        return self.keys.get(self.chosen.person, "")

    def make_key(self) -> str:
        return self.keys.setdefault(self.chosen.person, "5f3a91c077de0142" * 4)

    def close_audit(self, name: str, *, reason: str = "", user: str = "") -> None:
        audit = self.open_audit(name)
        writer = self.store.writer(self.store.find_audit(name).id)
        audit.close(writer, reason, user=user)
        writer.close()

    def ending(self, name: str) -> Ending:
        audit = self.open_audit(name)
        counts, walks = audit.reconciliation.counts(), audit.attendance.walks()
        return Ending(
            scans=sum(walk.scans for walk in walks),
            people=len({walk.user for walk in walks if walk.scans}),
            questions=counts[Outcome.UNKNOWN],
            missing=counts[Outcome.MISSING],
            not_swept=counts[Outcome.NOT_SWEPT],
            troubles=tuple(audit.reconciliation.troubles()),
        )

    def open_audit(self, name: str) -> OpenAudit[Reconciliation]:
        info = self.store.find_audit(name)
        register = self._register()
        engine = Reconciliation(info.frame, register, identifier(info.frame.patterns))
        audit = OpenAudit(info.name, engine, self.store.source(info.id), register)
        audit.refresh()
        return audit

    def look_at(self, name: str) -> OpenAudit[Reconciliation]:
        return self.open_audit(name)

    def findings(self, name: str) -> tuple[tuple[Finding, ...], bool]:
        engine = self.open_audit(name).reconciliation
        return tuple(engine.findings()), engine.complete()

    def review(self, name: str) -> Review:
        msg = f"'{name}' is reviewed over a workspace on disk: see test_review."
        raise AssetAuditError(msg)

    def measures(self, name: str) -> Measures:
        msg = f"'{name}' is measured over a workspace on disk: see test_measures."
        raise AssetAuditError(msg)

    def code_lines(self, text: str) -> Sequence[str]:
        return qr_lines(text)

    def syncing(self) -> ScreenSync:
        space = SimpleNamespace(home=Home(self.home), clock=self.clock, events=self.store)
        return ScreenSync(cast(Workspace, space))

    def search(self, audit: str, text: str, limit: int = 50) -> Sequence[Asset]:
        words = text.casefold().split()
        found = [
            one
            for one in self._register().assets()
            if all(word in f"{one.asset_tag} {one.serial} {one.name} {one.model}".casefold() for word in words)
        ]
        return found[:limit]

    def near(self, audit: str, text: str, limit: int = 8) -> Sequence[Asset]:
        return [one for one in self._register().assets() if one.asset_tag in set(slips(text.upper()))][:limit]

    def searchable(self, audit: str) -> bool:
        return True

    def walk(self, audit: Any, user: str, *, by_hand: bool = True) -> Walk:
        info = self.store.find_audit(audit.name)
        writer = self.store.writer(info.id)
        walk = Walk(audit.reconciliation, writer, audit.register, identifier(audit.frame.patterns), self.clock, user)
        walk.latching.one_device_a_unit = by_hand
        walk.remember(audit.last_place(user))
        walk.keep_photos(PhotoAlbum(Home(self.home)))
        self.open_walks.append(walk)
        return walk

    def start_readers(
        self, addresses: Sequence[str], take: Callable[[Read], None], tell: Callable[[ReaderNote], None]
    ) -> Callable[[], None]:
        self.readers = dict.fromkeys(addresses, take)
        self.tell = tell
        return self.readers.clear

    def viewfinder(self, address: str) -> ViewfinderNote | None:
        return self.cameras.get(address)

    def write_report(self, name: str, wish: ReportWish, progress: Callable[[str], None] | None = None) -> Sequence[str]:
        file = wish.file
        if file.suffix not in (".pdf", ".csv", ".json", ".xlsx"):
            msg = f"{file.name} has no suffix of a report."
            raise AssetAuditError(msg, hint="Use pdf, xlsx, csv or json.")
        file.write_text(name, "utf-8")
        self.written.append(file)
        return [f"{file} written."]

    @property
    def erasing(self) -> Desk:
        return self

    def rule(self, audit: str = "") -> str:
        return (
            "Retention: names are kept without limit, pictures for 90 days after the closing; the log itself is kept."
        )

    def kept(self, audit: str) -> Sequence[KeptThing]:
        return self.keeping

    def days(self, audit: str = "") -> str:
        return "0 90"

    def keep_for(self, days: str, audit: str = "") -> str:
        return self.rule(audit)

    def due(self) -> Sequence[KeptThing]:
        return [one for one in self.keeping if one.is_picture and one.state == "kept"]

    def erase(self, thing: KeptThing) -> str:
        return self.erase_due([thing])

    def erase_due(self, things: Sequence[KeptThing]) -> str:
        self.keeping = [replace(one, state="erased") if one in things else one for one in self.keeping]
        return "1 name and 0 pictures erased. The log keeps opaque ids and hashes."

    def needed_labels(self, name: str) -> Sequence[Label]:
        return self.labels

    def label_stocks(self) -> Sequence[Stock]:
        return (
            Stock("avery-l7160", "Avery L7160, 63.5 x 38.1 mm, 21 a sheet"),
            Stock("avery-5160", "Avery 5160, 30 a sheet"),
        )

    def label_templates(self) -> Sequence[Stock]:
        return (
            Stock("asset", "Asset: QR code, Code 128 and two lines"),
            Stock("asset-small", "Asset, small: QR code and two lines"),
        )

    def label_picture(self, name: str, *, stock: str, template: str, room: tuple[int, int]) -> Sequence[str]:
        return [*["█" * min(room[0], 20)] * min(room[1], 4), f"{template} on {stock}"]

    def sheet_picture(self, name: str, *, stock: str, template: str, room: tuple[int, int], used: str) -> Sequence[str]:
        return [*["█ " * min(room[0] // 2, 10)] * min(room[1], 4), "1 of 21 cells"]

    def print_labels(
        self, name: str, *, stock: str, template: str, used: str, where: str, progress: Callable[[int, int], None]
    ) -> Sequence[str]:
        if used == "21":
            msg = f"A sheet of {stock} has 21 cells; {used} cannot be skipped."
            raise PrintError(msg)
        file = Path(where)
        file.write_text(stock, "utf-8")
        self.written.append(file)
        return [f"{len(self.labels)} labels: {file}"]

    def events(self, name: str) -> list[str]:
        """Texts of all scans that are on disk, in order."""
        source = self.store.source(self.store.find_audit(name).id)
        return [
            event.d["read"].get("text", event.d["read"].get("hex")) for event in source.events() if event.k == "scan"
        ]
