"""What the screen asks of the rest of the program, as Protocols: the workspace is handed in, never imported.

Any one thread at a time may call these; what belongs to an open audit is called from its walk thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from assetaudit.audit.tags import Heard
from assetaudit.model.asset import Asset
from assetaudit.model.finding import Finding
from assetaudit.model.frame import Frame
from assetaudit.model.needs import Clock, Register
from assetaudit.model.place import Place, Position
from assetaudit.model.read import Read
from assetaudit.model.verdict import Verdict
from assetaudit.reports.wish import ReportWish
from assetaudit.ui.erasing import Erasing
from assetaudit.ui.notes import (
    Attendance,
    AuditNote,
    Ending,
    ImportResult,
    LabelNote,
    ReaderNote,
    RegisterNote,
    Settings,
    Sighting,
    StockNote,
    Sweep,
    ViewfinderNote,
)
from assetaudit.ui.opening import Opening
from assetaudit.ui.review import Reviewing
from assetaudit.ui.syncing import Syncing


class Progress(Protocol):
    """How far a place has come."""

    @property
    def expected(self) -> int:
        """Assets to account for that are expected here."""

    @property
    def seen(self) -> int:
        """Those of them that were seen, wherever it was."""

    @property
    def left(self) -> int:
        """Those of them that were not."""

    @property
    def wrong(self) -> int:
        """Things standing here whose finding is neither ``found`` nor unknown."""

    @property
    def unknown(self) -> int:
        """Unknown and unreadable things here."""

    @property
    def planned(self) -> int:
        """Places to visit."""

    @property
    def closed(self) -> int:
        """Those of them that were closed."""


class Reconciliation(Protocol):
    """The part of ``reconcile.Reconciliation`` that the screen reads."""

    @property
    def frame(self) -> Frame:
        """The terms that count now."""

    def brief(self, asset_key: str) -> Finding | None:
        """What the audit says of one thing, without the evidence."""

    def finding(self, asset_key: str) -> Finding | None:
        """What the audit says of one asset now."""

    def findings(self) -> Iterator[Finding]:
        """All findings, in the order of the formats."""

    def keyed(self) -> Iterator[tuple[str, Finding]]:
        """The same, each with the key of its thing."""

    def troubles(self) -> list[str]:
        """Why the audit is not complete, in sentences."""

    def sweep_state(self, place: Place, side: str | None = None) -> str:
        """``not visited``, ``open``, ``closed`` or ``blocked``."""

    def standing(self, place: Place) -> Sequence[tuple[Asset, Place]]:
        """Assets that are known to stand in a node, with their places."""

    def things_at(self, place: Place) -> Sequence[str]:
        """Keys of everything of which anything was said in a node; those of what no record has begin with ? or !."""

    def left(self, place: Place) -> Sequence[Asset]:
        """Assets expected in a node and not seen anywhere, in walking order."""

    def progress(self, place: Place) -> Progress:
        """Counts over a place and everything in it."""

    def at(self, place: Place) -> Progress:
        """Counts over one node alone."""

    def things(self) -> Sequence[str]:
        """Keys of everything that has a finding, in the order of the formats."""

    def sightings(self, asset_key: str) -> Sequence[Sighting]:
        """Live sightings of an asset."""

    def sides(self, place: Place) -> Sequence[str]:
        """The sides of a planned place that have to be walked."""

    def blocked_reason(self, place: Place) -> str:
        """Why a place could not be examined."""

    def planned(self) -> Sequence[Place]:
        """Places to sweep, in walking order."""


class OpenAudit(Protocol):
    """One audit with its findings kept up to date."""

    @property
    def name(self) -> str:
        """The audit's name."""

    @property
    def frame(self) -> Frame:
        """Its frozen terms."""

    @property
    def register(self) -> Register:
        """The register version that the frame names."""

    @property
    def reconciliation(self) -> Reconciliation:
        """Findings of the events known here."""

    @property
    def attendance(self) -> Attendance:
        """Who walks where."""

    def tip(self, log: str) -> tuple[int, str]:
        """Number and hash of the last event of a log."""

    def refresh(self) -> bool:
        """Take in what other processes wrote; whether there was anything."""


class Walk(Protocol):
    """The part of ``audit.walk.Walk`` that the screen uses: one person's stretch of scanning; save, then judge."""

    user: str

    @property
    def place(self) -> Place | None:
        """Where one stands."""

    @property
    def side(self) -> str | None:
        """The side of the rack one walks."""

    def take(self, read: Read, *, typed: bool = False) -> Verdict:
        """Save one read and judge it; place labels and control codes act."""

    def go(self, place: Place, *, side: str | None = None, by: str = "typed") -> Verdict:
        """Stand in another place."""

    def close(self, places: Sequence[Place] | None = None, side: str | None = None) -> Verdict:
        """Confirm that the place one stands in was swept."""

    def block(self, reason: str) -> Verdict:
        """Say that the place one stands in cannot be swept, and why."""

    def undo(self) -> Verdict:
        """Take this walk's last live hand event back."""

    def next(self) -> Verdict:
        """Go to the next planned place that is not closed."""

    def mark_unreadable(self, position: Position | None = None, note: str = "") -> Verdict:
        """A device without a readable label stands here."""

    def pick(self, asset_key: str, proof: str, unreadable: str | None = None, photo: str = "") -> Verdict:
        """This asset was seen here without a scan; ``proof`` is ``photo`` (its hash), ``last4`` or ``sight``."""

    def moved(self) -> Verdict:
        """The last scanned thing was moved here just now."""

    def wrong(self) -> Verdict:
        """The last scan was a mis-scan."""

    def two(self) -> Verdict:
        """The last scan is another device with the same code."""

    def condition(self, word: str) -> Verdict:
        """The condition of the last thing seen."""

    def note(self, text: str) -> Verdict:
        """A note on the last thing seen, or on the place."""

    @property
    def sweep(self) -> Sweep:
        """What RFID readers heard."""

    def take_heard(self, batch: Heard, *, quiet: bool = False) -> Verdict:
        """Save what one RFID reader heard within a second at most."""

    def pair(self) -> Verdict:
        """The next code and the last belong to one device."""

    def same(self) -> Verdict:
        """The last two codes, which were recognised as such, are on one device."""

    def carry(self, to: Place, last: int | None = None) -> Verdict:
        """The place label was wrong: its scans, or the last so many, belong to another place."""

    def keep(self, read: Read) -> Verdict:
        """Save a read that asks for nothing yet."""

    def at_unit(self, unit: Position | None) -> None:
        """The next scan stands in these units of the rack."""

    def empty(self, units: Sequence[Position] | None = None) -> Verdict:
        """Confirm that units of this rack hold nothing."""

    def empty_units(self) -> Sequence[Position]:
        """Units that should be empty and that nobody has looked at yet."""

    def photo(self, sha256: str) -> Verdict:
        """A photograph of the last thing seen."""

    def adopt(self) -> Verdict:
        """Scans that were made before any place belong to the one that one stands in."""

    def reopen(self) -> Verdict:
        """Take back every close and block of the place one stands in."""

    def hand_over(self, to: str) -> Verdict:
        """Sign that the walk goes on with another person."""

    def take_over(self, given: str, by: str) -> Verdict:
        """Sign that one goes on with the walk of another person."""

    def would_be_missing(self, side: str | None = None) -> Sequence[Asset]:
        """What a close would make missing."""

    def resume_hint(self) -> Place | None:
        """Where this person stood last."""

    def end(self) -> str:
        """Finish the walk and let go of its log."""


class Workspace(Opening, Reviewing, Protocol):
    """One workspace on disk, with everything the screen can do in it. Errors are AssetAuditError."""

    @property
    def clock(self) -> Clock:
        """Where time comes from."""

    def settings(self) -> Settings:
        """The user's settings, with defaults where none were made."""

    def save_settings(self, **changes: str | int | tuple[object, ...]) -> None:
        """Keep these settings; the others stay as they are."""

    def keep_read(self, read: Read) -> int:
        """Save a read that came while no audit was open; returns how many wait now."""

    def kept_reads(self) -> Sequence[Read]:
        """Reads that came while no audit was open, and that nobody has dealt with."""

    def settle_reads(self, reason: str) -> None:
        """Nobody has to deal with the kept reads any more: they were taken into an audit, or are not wanted."""

    def offer_photo(self, file: Path) -> str:
        """Copy a photograph for the walk to keep, or not; returns the SHA-256 of the file, in hex."""

    def user(self, person: str) -> str:
        """The opaque id of a person, made on first use."""

    def person(self, user: str) -> str:
        """The name behind an id, or the id itself where it is not known here."""

    def register(self) -> Register | None:
        """The current register, or None before the first import."""

    def register_note(self) -> RegisterNote | None:
        """What home shows of it."""

    def plan_import(self, file: Path, *, source: str = "", mapping: Mapping[str, str] | None = None) -> ImportResult:
        """What an import would do; the mapping is guessed or remembered where none is given."""

    def import_fields(self) -> Sequence[str]:
        """Fields that a column may mean, in the order in which they are offered."""

    def import_register(
        self,
        file: Path,
        *,
        source: str = "",
        mapping: Mapping[str, str] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> ImportResult:
        """Import; all or nothing; ``progress`` is told the number of rows read."""

    def disagreements(self) -> Sequence[str]:
        """Where two sources say different things of one asset, a sentence each."""

    def audits(self) -> Sequence[AuditNote]:
        """Audits, the one last worked on first."""

    def close_audit(self, name: str, *, reason: str = "", user: str = "") -> None:
        """Close an audit; a reason is asked where it is not complete."""

    def ending(self, name: str) -> Ending:
        """What a person is told before an audit is closed."""

    def open_audit(self, name: str) -> OpenAudit:
        """Load an audit; may take a moment for a large one."""

    def look_at(self, name: str) -> OpenAudit:
        """An audit that nobody walks here, to look on at; a hub has it worked out."""

    def findings(self, name: str) -> tuple[tuple[Finding, ...], bool]:
        """Every finding of an audit, and whether it is complete; a hub has them worked out."""

    def code_lines(self, text: str) -> Sequence[str]:
        """A text as a QR code in half blocks, full blocks being light."""

    def search(self, audit: str, text: str, limit: int = 50) -> Sequence[Asset]:
        """Assets of an audit's register whose tag, serial, name or model contains every word, best first; quick."""

    def near(self, audit: str, text: str, limit: int = 8) -> Sequence[Asset]:
        """Assets of an audit's register that a text with one slip in it may mean, best first; quick."""

    def searchable(self, audit: str) -> bool:
        """Whether all of an audit's register can be searched; until then, tags and serials by how they begin."""

    def walk(self, audit: OpenAudit, user: str, *, by_hand: bool = True) -> Walk:
        """Start a walk, in a log of its own; ``by_hand`` says that a person scans, and no recording plays."""

    def start_readers(
        self, addresses: Sequence[str], take: Callable[[Read], None], tell: Callable[[ReaderNote], None]
    ) -> Callable[[], None]:
        """Open readers, each in a thread of its own; returns what stops them. Lost ones are told and tried again."""

    def viewfinder(self, address: str) -> ViewfinderNote | None:
        """What a running camera sees; None where no such camera runs."""

    def write_report(self, name: str, wish: ReportWish, progress: Callable[[str], None] | None = None) -> Sequence[str]:
        """Write a report; the file's suffix says which (pdf, xlsx, csv, json, html). What was done, a sentence each."""

    @property
    def erasing(self) -> Erasing:
        """Names and pictures that can be erased."""

    def needed_labels(self, name: str) -> Sequence[LabelNote]:
        """Labels that an audit found to be needed, in walking order."""

    def label_stocks(self) -> Sequence[StockNote]:
        """Sheets that can be printed on."""

    def label_templates(self) -> Sequence[StockNote]:
        """What labels of assets can look like."""

    def label_picture(self, name: str, *, stock: str, template: str, room: tuple[int, int]) -> Sequence[str]:
        """The first label that waits, drawn in so many columns and rows of characters, and what its codes are like."""

    def sheet_picture(self, name: str, *, stock: str, template: str, room: tuple[int, int], used: str) -> Sequence[str]:
        """The first sheet, drawn in so many columns and rows of characters."""

    def print_labels(
        self, name: str, *, stock: str, template: str, used: str, where: str, progress: Callable[[int, int], None]
    ) -> Sequence[str]:
        """Print the labels that wait into a file or on a printer; what came of it, in lines.

        ``progress`` is told what is done and what there is in all; what it raises ends the run without a trace.
        """

    def syncing(self) -> Syncing:
        """How this workspace comes together with others."""
