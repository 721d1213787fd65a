"""What the screen is told, line by line; loaded once there is something to tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AuditNote:
    """One line of the list of audits."""

    name: str
    scope: tuple[str, ...]
    opened: str
    closed: str | None
    events: int
    last_place: str | None
    last_event: str | None


@dataclass(frozen=True, slots=True)
class Ending:
    """What a person is told before an audit is closed."""

    scans: int
    people: int
    questions: int
    missing: int
    not_swept: int
    troubles: tuple[str, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterNote:
    """What home shows of the current register."""

    version: str
    records: int
    imported: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StockNote:
    """A sheet of labels, in one line."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ReaderNote:
    """The light of one reader."""

    address: str
    state: str
    message: str = ""
