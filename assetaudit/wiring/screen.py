"""A workspace as the screen asks for it: the same parts as the command line's, in the screen's words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetaudit import config
from assetaudit.errors import AssetAuditError

if TYPE_CHECKING:
    from assetaudit.audit.inbox import Inbox
    from assetaudit.audit.walk import Walk
    from assetaudit.model.asset import Asset
    from assetaudit.model.finding import Finding
    from assetaudit.model.needs import Clock
    from assetaudit.model.place import Place
    from assetaudit.model.read import Read
    from assetaudit.readers.camera.viewfinder import Viewfinder
    from assetaudit.readers.contract import Reader
    from assetaudit.registers.importing import ImportReport
    from assetaudit.reports.wish import ReportWish
    from assetaudit.review.accuracy import Measures
    from assetaudit.review.terms_sheet import Draft
    from assetaudit.store.register_read import StoredRegister
    from assetaudit.store.review_keys import Keys
    from assetaudit.wiring.labels import NeededLabel
    from assetaudit.wiring.loaded import LoadedAudit
    from assetaudit.wiring.scope import ScopeCount
    from assetaudit.wiring.screen_erasing import ScreenErasing
    from assetaudit.wiring.screen_notes import AuditNote, Ending, ReaderNote, RegisterNote, StockNote
    from assetaudit.wiring.screen_review import ScreenReview
    from assetaudit.wiring.screen_sync import ScreenSync
    from assetaudit.wiring.searches import Searches
    from assetaudit.wiring.stored_audit import StoredAudit
    from assetaudit.wiring.workspace import Workspace

_QUESTIONS = ("contested", "ambiguous", "wrong_device", "unknown", "unreadable")
"""Findings that leave a question open."""


class ScreenWorkspace:
    """Answers the screen; every method may be called from a worker thread."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._settings = space.settings
        self._running: dict[str, Reader] = {}

    @property
    def clock(self) -> Clock:
        """Where time comes from."""
        return self._space.clock

    def settings(self) -> config.Settings:
        """The user's settings."""
        return self._settings

    def save_settings(self, **changes: str | int | tuple[object, ...]) -> None:
        """Keep these settings; the others stay as they are."""
        self._settings = replace(self._settings, **changes)  # type: ignore[arg-type]
        config.save(self._space.home.settings, self._settings)
        self._space.settings = self._settings

    @cached_property
    def _searches(self) -> Searches:
        from assetaudit.wiring.searches import Searches

        return Searches(self._space.registers)

    @cached_property
    def _inbox(self) -> Inbox:
        from assetaudit.audit.inbox import Inbox

        return Inbox(self._space.events.inbox_source(), self._space.events.inbox_writer)

    def keep_read(self, read: Read) -> int:
        """Save a read that came while no audit was open; returns how many wait now."""
        self._inbox.keep(read, self._space.user(None))
        return len(self._inbox.waiting())

    def kept_reads(self) -> Sequence[Read]:
        """Reads that came while no audit was open, and that nobody has dealt with."""
        from assetaudit.audit.inbox import reads_of

        return reads_of(self._inbox.waiting())

    def settle_reads(self, reason: str) -> None:
        """Note what became of the kept reads."""
        self._inbox.settle(self._inbox.waiting(), reason, self._space.user(None))

    def offer_photo(self, file: Path) -> str:
        """Copy a photograph for the walk to keep, or not; returns the SHA-256 of the file, in hex."""
        from assetaudit.store.photos import offer

        return offer(self._space.home, file)

    def user(self, person: str) -> str:
        """The opaque id of a person."""
        return self._space.people.id_of(person)

    def person(self, user: str) -> str:
        """The name behind an id."""
        from assetaudit.store.people import called

        return called(self._space.people.names(), user)

    def register(self) -> StoredRegister | None:
        """The current register."""
        return self._space.registers.current()

    def register_note(self) -> RegisterNote | None:
        """What home shows of it."""
        from assetaudit.wiring.screen_notes import RegisterNote

        current = next((info for info in self._space.registers.versions() if info.current), None)
        return (
            None if current is None else RegisterNote(current.version, current.records, current.made, current.sources)
        )

    def plan_import(self, file: Path, *, source: str = "", mapping: Mapping[str, str] | None = None) -> ImportReport:
        """What an import would do."""
        return self._space.import_register(file, source=source, mapping=mapping, dry_run=True)

    def import_fields(self) -> Sequence[str]:
        """Fields that a column may mean."""
        from assetaudit.registers.fields import FIELDS

        return tuple(FIELDS)

    def import_register(
        self,
        file: Path,
        *,
        source: str = "",
        mapping: Mapping[str, str] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> ImportReport:
        """Import; all or nothing."""
        report = self._space.import_register(
            file, source=source, mapping=mapping, accept_empty=False, progress=progress
        )
        self._searches.prepare(self._space.register().version)
        return report

    def disagreements(self) -> Sequence[str]:
        """Where two sources say different things of one asset."""
        return [str(one) for one in self._space.registers.disagreements()]

    def audits(self) -> Sequence[AuditNote]:
        """Audits, the one last worked on first."""
        notes = [self._note(info) for info in self._space.events.audits()]
        return sorted(notes, key=lambda note: note.last_event or note.opened, reverse=True)

    def _note(self, info: Any) -> AuditNote:  # noqa: ANN401 - store.event_log.AuditInfo, loaded on first use
        from assetaudit.wiring.screen_notes import AuditNote

        activity = self._space.events.activity(info.id)
        last_place = activity.last_place.d.get("place") if activity.last_place is not None else None
        return AuditNote(
            info.name,
            tuple(str(place) for place in info.frame.scope),
            _time(info.opened),
            None if info.closed is None else _time(info.closed),
            activity.events,
            last_place,
            None if activity.last is None else _time(activity.last.wall),
        )

    def count_scope(self, scope: Sequence[Place], where: str = "") -> ScopeCount:
        """What an audit over these places would hold."""
        from assetaudit.wiring.scope import count_scope

        return count_scope(self._space.register(), scope, where)

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
        """Open a new audit and freeze its frame, with the terms and people of a draft."""
        from assetaudit.wiring.terms import review_start

        review = None if draft is None else review_start(self._space, draft)
        self._space.create_audit(name, scope, where=where, blind=blind, user=user, review=review)

    def check_filter(self, where: str) -> None:
        """WhereError for a filter that the current register cannot answer."""
        from assetaudit.reconcile.where import check_fields

        check_fields(where, self._space.register().columns)

    @cached_property
    def _keys(self) -> Keys:
        from assetaudit.store.review_keys import Keys

        return Keys(self._space.home)

    def signing(self, names: Collection[str]) -> Collection[str]:
        """Those of these people who have a personal key here."""
        known = self._space.people.ids_of(names)
        return {name for name, user in known.items() if self._keys.has(user)}

    def personal_key(self) -> str:
        """The public key of whoever the settings name."""
        user = self._space.user(self._settings.person)
        return self._keys.public(user) if self._keys.has(user) else ""

    def make_key(self) -> str:
        """Make a personal key for whoever the settings name."""
        return self._keys.make(self._space.user(self._settings.person))

    def close_audit(self, name: str, *, reason: str = "", user: str = "") -> None:
        """Close an audit."""
        self._space.close_audit(name, reason=reason, user=user)

    def ending(self, name: str) -> Ending:
        """What a person is told before an audit is closed."""
        from assetaudit.wiring.screen_notes import Ending

        loaded = self._space.open_audit(name)
        counts = {outcome.value: number for outcome, number in loaded.reconciliation.counts().items()}
        walks = loaded.attendance.walks()
        ends = self._space.events.ends(loaded.id)
        return Ending(
            scans=sum(walk.scans for walk in walks),
            people=len({walk.user for walk in walks if walk.scans}),
            questions=sum(counts.get(outcome, 0) for outcome in _QUESTIONS),
            missing=counts["missing"],
            not_swept=counts["not_swept"],
            troubles=(*loaded.reconciliation.troubles(), *ends.lacking),
            remarks=ends.remarks,
        )

    def open_audit(self, name: str) -> LoadedAudit:
        """Load an audit; its register becomes searchable meanwhile."""
        loaded = self._space.open_audit(name)
        self._searches.prepare(loaded.frame.register)
        return loaded

    def look_at(self, name: str) -> LoadedAudit | StoredAudit:
        """An audit to look on at; a hub reads no event again for that."""
        return self._space.look_at(name)

    def findings(self, name: str) -> tuple[tuple[Finding, ...], bool]:
        """Every finding of an audit, and whether it is complete; a hub reads no event again for that."""
        engine = self._space.look_at(name).reconciliation
        return tuple(engine.findings()), engine.complete()

    def review(self, name: str) -> ScreenReview:
        """The review of an audit, for whoever the settings name."""
        from assetaudit.wiring.screen_review import ScreenReview

        return ScreenReview(self._space, name, self._settings.person)

    def measures(self, name: str) -> Measures:
        """What an audit and those before it say over time."""
        from assetaudit.wiring.screen_measures import measures

        return measures(self._space, name)

    def code_lines(self, text: str) -> Sequence[str]:
        """A text as a QR code."""
        from assetaudit.wiring.terminal_code import qr_lines

        return qr_lines(text)

    def syncing(self) -> ScreenSync:
        """How this workspace comes together with others."""
        from assetaudit.wiring.screen_sync import ScreenSync

        return ScreenSync(self._space)

    def search(self, audit: str, text: str, limit: int = 50) -> Sequence[Asset]:
        """Assets of an audit's register under some words, best first."""
        return self._registered(audit).search(text, limit)

    def near(self, audit: str, text: str, limit: int = 8) -> Sequence[Asset]:
        """Assets that a text with one slip in it may mean."""
        return self._registered(audit).near(text, limit)

    def searchable(self, audit: str) -> bool:
        """Whether all of an audit's register can be searched already."""
        return self._registered(audit).searchable

    def _registered(self, audit: str) -> StoredRegister:
        return self._space.registers.open(self._space.find(audit).frame.register)

    def walk(self, audit: Any, user: str, *, by_hand: bool = True) -> Walk:  # noqa: ANN401 - what open_audit answered
        """Start a walk, in a log of its own."""
        walk = self._space.walk_of(audit, user)
        walk.latching.one_device_a_unit = by_hand
        return walk

    def start_readers(
        self, addresses: Sequence[str], take: Callable[[Read], None], tell: Callable[[ReaderNote], None]
    ) -> Callable[[], None]:
        """Open readers, each in a thread of its own; one that cannot be opened is told, and the others work."""
        from assetaudit.wiring.screen_notes import ReaderNote

        started: list[Reader] = []
        for address in addresses:
            try:
                reader = self._space.open_reader(address)
            except AssetAuditError as error:
                tell(ReaderNote(address, "lost", str(error)))
                continue
            reader.start(take, _teller(address, tell))
            started.append(reader)
            self._running[address] = reader

        def stop() -> None:
            for reader in started:
                self._running.pop(reader.address, None)
                reader.stop()

        return stop

    def viewfinder(self, address: str) -> Viewfinder | None:
        """What a running camera sees."""
        found: Viewfinder | None = getattr(self._running.get(address), "viewfinder", None)
        return found

    def write_report(self, name: str, wish: ReportWish, progress: Callable[[str], None] | None = None) -> Sequence[str]:
        """Write a report; what was done, a sentence each."""
        from assetaudit.wiring.report_written import write

        return write(self._space, name, wish, progress or (lambda _text: None))

    @cached_property
    def erasing(self) -> ScreenErasing:
        """Names and pictures that can be erased."""
        from assetaudit.wiring.screen_erasing import ScreenErasing

        return ScreenErasing(self._space, self.save_settings)

    def needed_labels(self, name: str) -> Sequence[NeededLabel]:
        """Labels that an audit found to be needed."""
        from assetaudit.wiring.labels import needed_labels

        return needed_labels(self._space, name)

    def label_stocks(self) -> Sequence[StockNote]:
        """Sheets that can be printed on."""
        from assetaudit.wiring.label_desk import stock_notes
        from assetaudit.wiring.screen_notes import StockNote

        return [StockNote(*note) for note in stock_notes(self._space)]

    def label_templates(self) -> Sequence[StockNote]:
        """What labels of assets can look like."""
        from assetaudit.wiring.label_desk import template_notes
        from assetaudit.wiring.screen_notes import StockNote

        return [StockNote(*note) for note in template_notes(self._space)]

    def label_picture(self, name: str, *, stock: str, template: str, room: tuple[int, int]) -> Sequence[str]:
        """The first label that waits, drawn in so many columns and rows, and what its codes are like."""
        from assetaudit.wiring.label_desk import picture

        return picture(self._space, name, stock, template, room)

    def sheet_picture(self, name: str, *, stock: str, template: str, room: tuple[int, int], used: str) -> Sequence[str]:
        """The first sheet, drawn in so many columns and rows."""
        from assetaudit.wiring.label_desk import sheet_drawn

        return sheet_drawn(self._space, name, stock, template, room, used=used)

    def print_labels(
        self, name: str, *, stock: str, template: str, used: str, where: str, progress: Callable[[int, int], None]
    ) -> Sequence[str]:
        """Print the labels that wait into a file or on a printer; what came of it, in lines."""
        from assetaudit.wiring.label_desk import print_waiting

        return print_waiting(self._space, name, stock, template, used=used, where=where, progress=progress)


def _teller(address: str, tell: Callable[[ReaderNote], None]) -> Callable[[Any], None]:
    from assetaudit.wiring.screen_notes import ReaderNote

    def told(state: Any) -> None:  # noqa: ANN401 - readers.ReaderState
        word = "lost" if state.failed else "waiting" if state.state == "connecting" else str(state.state)
        tell(ReaderNote(address, word, state.reason))

    return told


def _time(wall: int) -> str:
    return datetime.fromtimestamp(wall / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
