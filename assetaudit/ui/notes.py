"""What the screen is told of audits, imports, labels, readers and settings, as Protocols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from assetaudit.audit.bulk_sweep import SweepPicture
    from assetaudit.audit.tags import Stood
    from assetaudit.model.place import Place


class AuditNote(Protocol):
    """One line of the list of audits; cheap to make."""

    @property
    def name(self) -> str:
        """The audit's name."""

    @property
    def scope(self) -> Sequence[str]:
        """Places that are audited."""

    @property
    def opened(self) -> str:
        """UTC time, RFC 3339."""

    @property
    def closed(self) -> str | None:
        """UTC time, or None while it is open."""

    @property
    def events(self) -> int:
        """Events written so far."""

    @property
    def last_place(self) -> str | None:
        """The place where somebody stood last, on this machine."""

    @property
    def last_event(self) -> str | None:
        """UTC time of the last event."""


class Ending(Protocol):
    """What a person is told before an audit is closed."""

    @property
    def scans(self) -> int:
        """Scans, picks and bundles of tags."""

    @property
    def people(self) -> int:
        """How many people walked."""

    @property
    def questions(self) -> int:
        """Findings that nobody can be sure of: conflicting, ambiguous, unreadable, unrecorded, wrong devices."""

    @property
    def missing(self) -> int:
        """Assets that were not located."""

    @property
    def not_swept(self) -> int:
        """Assets that were not examined."""

    @property
    def troubles(self) -> Sequence[str]:
        """Why the audit is not complete, in sentences; empty where it is."""

    @property
    def remarks(self) -> Sequence[str]:
        """What happened to its logs that a reader should know, in sentences; nothing is lacking by it."""


class RegisterNote(Protocol):
    """What home shows of the current register."""

    @property
    def version(self) -> str:
        """SHA-256 in hex."""

    @property
    def records(self) -> int:
        """Assets in it."""

    @property
    def imported(self) -> str:
        """UTC time of the last import, RFC 3339."""

    @property
    def sources(self) -> Sequence[str]:
        """Names of the sources."""


class ImportProblem(Protocol):
    """One row that is not as it should be."""

    @property
    def line(self) -> int:
        """Line in the file, from 1."""

    @property
    def reason(self) -> str:
        """What is wrong, in one sentence."""


class ImportResult(Protocol):
    """What an import did, or would do."""

    @property
    def source(self) -> str:
        """Name of the source."""

    @property
    def columns(self) -> Sequence[str]:
        """Columns of the file."""

    @property
    def mapping(self) -> Mapping[str, str]:
        """Column to field (``asset_tag serial place ...``); columns that are kept as they are do not stand in it."""

    @property
    def rows(self) -> int:
        """Rows read."""

    @property
    def added(self) -> int:
        """Records that are new."""

    @property
    def changed(self) -> int:
        """Records that change."""

    @property
    def gone(self) -> int:
        """Records that the file no longer has."""

    @property
    def rejected(self) -> int:
        """Rows that cannot be taken."""

    @property
    def problems(self) -> Sequence[ImportProblem]:
        """Every rejected or doubtful row, by line."""


class ScopeCount(Protocol):
    """What an audit over some places would hold."""

    @property
    def assets(self) -> int:
        """Expected assets."""

    @property
    def places(self) -> int:
        """Places to sweep."""


class Settings(Protocol):
    """The user's own settings."""

    @property
    def person(self) -> str:
        """Name of who walks; kept outside the log."""

    @property
    def sound(self) -> str:
        """``all``, ``wrong`` (attention and wrong only) or ``off``."""

    @property
    def theme(self) -> str:
        """Name of a theme."""

    @property
    def signs(self) -> str:
        """``auto``, ``unicode`` or ``ascii``."""

    @property
    def density(self) -> str:
        """``compact``, ``normal`` or ``large``."""

    @property
    def order(self) -> str:
        """``down`` from the top of a rack, or ``up`` from its bottom."""

    @property
    def language(self) -> str:
        """``auto``, or a language that is shipped."""

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """(command, key): the user's own keys."""

    @property
    def readers(self) -> Sequence[str]:
        """Addresses of readers that a walk opens."""


class LabelNote(Protocol):
    """One label that an audit needs."""

    @property
    def code(self) -> str:
        """What the label carries."""

    @property
    def lines(self) -> Sequence[str]:
        """Text under the code."""

    @property
    def place(self) -> str:
        """Where the device stands."""

    @property
    def reason(self) -> str:
        """Why it needs one."""

    @property
    def state(self) -> str:
        """``waiting`` or ``printed``."""


class StockNote(Protocol):
    """A sheet of labels that can be bought, or a template that fits labels of a kind."""

    @property
    def name(self) -> str:
        """Such as ``avery-l7160``."""

    @property
    def text(self) -> str:
        """Maker, code, size and number on a sheet, in one line."""


class ReaderNote(Protocol):
    """The light of one reader."""

    @property
    def address(self) -> str:
        """Such as ``serial:///dev/ttyACM0``."""

    @property
    def state(self) -> str:
        """``ready``, ``lost`` or ``waiting``."""

    @property
    def message(self) -> str:
        """Why it is lost, and what to do; empty otherwise."""


class Sighting(Protocol):
    """A live sighting."""

    @property
    def place(self) -> Place:
        """Where it was."""

    @property
    def event(self) -> str:
        """Hash of its event."""

    @property
    def user(self) -> str:
        """Opaque id of who saw it."""

    @property
    def wall(self) -> int:
        """Milliseconds since 1970 UTC; advisory."""


class WalkNote(Protocol):
    """One walk, as its log tells it."""

    @property
    def user(self) -> str:
        """Opaque id of who walks."""

    @property
    def last(self) -> int:
        """Milliseconds since 1970 UTC of its last event."""

    @property
    def scans(self) -> int:
        """Scans, picks and bundles of tags."""

    @property
    def place(self) -> str | None:
        """Where it stood last."""

    @property
    def ended(self) -> bool:
        """Whether it was left."""


class Visit(Protocol):
    """Who was at a place last."""

    @property
    def user(self) -> str:
        """Opaque id."""

    @property
    def wall(self) -> int:
        """Milliseconds since 1970 UTC."""


class Attendance(Protocol):
    """Who walks where."""

    def walks(self) -> Sequence[WalkNote]:
        """Every walk, the one that was busy last first."""

    def last_at(self, place: Place) -> Visit | None:
        """Who was at a place last."""


class Sweep(Protocol):
    """An RFID sweep."""

    @property
    def alarms(self) -> Sequence[str]:
        """What is wrong with tags themselves, a sentence each."""

    @property
    def stood(self) -> Stood:
        """Where one stands now."""

    def picture(self) -> SweepPicture:
        """The sweep of the place one stands in."""

    def records(self, epc: str) -> Sequence[str]:
        """Keys of the records that a tag points at."""


class BoxNote(Protocol):
    """A code that a camera read."""

    @property
    def text(self) -> str:
        """What it says; data, never shown raw."""

    @property
    def corners(self) -> Sequence[tuple[float, float]]:
        """Where, as parts (0 to 1) of the picture's width and height."""


class SightNote(Protocol):
    """One small picture of a camera."""

    @property
    def number(self) -> int:
        """Grows with every picture."""

    @property
    def width(self) -> int:
        """Pixels across."""

    @property
    def height(self) -> int:
        """Pixels down."""

    @property
    def rgb(self) -> bytes:
        """Three bytes a pixel, row by row."""

    @property
    def boxes(self) -> Sequence[BoxNote]:
        """Codes that were read."""

    @property
    def hint(self) -> str:
        """What to do where nothing is read."""

    @property
    def frames_a_second(self) -> float:
        """How fast the camera is looked through."""


class ViewfinderNote(Protocol):
    """What a camera sees, for as long as somebody looks."""

    def watch(self, width: int, height: int) -> None:
        """Somebody looks, at so many pixels."""

    def leave(self) -> None:
        """Nobody looks any more."""

    @property
    def sight(self) -> SightNote | None:
        """The newest picture."""
