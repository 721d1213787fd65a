"""What a report is made from: one audit's facts, gathered by the caller and passed in whole.

Nothing here reads a clock, a file or a database, so the same facts make the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from assetaudit.model.asset import Asset
from assetaudit.model.finding import Finding, Measure, Outcome
from assetaudit.model.frame import Frame
from assetaudit.model.log_tip import LogTip
from assetaudit.reconcile.bridge import Bridge
from assetaudit.reports.theme import Audience, Theme

_SETTLED = frozenset({Outcome.FOUND, Outcome.NOT_SWEPT, Outcome.OFF_SITE})
Findings = Callable[[], Iterator[Finding]]
"""All findings in their fixed order, from the start at every call."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who took part, under the name that was declared."""

    user: str
    """The opaque id that events carry."""
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One planned place, and one side of it where it has two."""

    place: str
    state: str
    """``not visited``, ``open``, ``closed`` or ``blocked``."""
    side: str = ""
    reason: str = ""
    """Why it could not be examined, in the technician's words."""
    expected: int = 0
    seen: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph that the log names."""

    sha256: str
    about: str
    """What it was taken of."""
    taken: str
    """UTC time, RFC 3339."""
    state: str
    """``kept``, ``erased``, or ``not here``: it lies in the workspace where it was taken."""
    file: Path | None = None
    """Where it is kept."""


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Everything that a report says, for every format alike."""

    audit: str
    """The audit's id."""
    frame: Frame
    frame_hash: str
    """SHA-256 of the frame as its event carries it, in hex."""
    opened: str
    """UTC time, RFC 3339."""
    closed: str | None
    """UTC time, RFC 3339; None while it is open."""
    generated: datetime
    """From the clock that was passed in; UTC."""
    program: str
    """Name and version of the program."""
    findings: Findings
    counts: Mapping[Outcome, int]
    measures: Mapping[str, Measure]
    by_basis: Mapping[str, Mapping[str, Measure]] = field(default_factory=dict)
    """Basis to measure to figures."""
    asset_of: Callable[[str], Asset | None] = lambda _key: None
    """The register's facts about an asset, by key."""
    bridge: Callable[[], Bridge] | None = None
    """How the register's assets come to the population; it goes through all of the scope, so only who tells it asks."""
    closing: str = ""
    """Who closed it by which event, and whether that is signed, in one sentence; empty while it is open."""
    later: int = 0
    """Events that arrived or were written after the closing, decisions apart."""
    people: tuple[Person, ...] = ()
    logs: tuple[LogTip, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    """Planned places in walking order."""
    rooms: tuple[str, ...] = ()
    """Places that the register calls rooms; where it names none, the two uppermost nodes of a place are its room."""
    complete: bool = False
    troubles: tuple[str, ...] = ()
    """Why it is not complete, a sentence each."""
    pictures: tuple[Picture, ...] = ()
    """The oldest first."""
    keeping: tuple[str, ...] = ()
    """What became of pictures and how long names are kept, a sentence each."""
    chains: tuple[str, ...] = ()
    """Whether the logs still are as they were written, a sentence each; none where that was not checked."""
    decisions: str = ""
    """How far the decisions about the findings are, in one sentence; empty where that was not asked."""
    themes: tuple[Theme, ...] = ()
    """Tables beside the findings, those of its audience only."""
    audience: Audience = Audience.AUDITOR
    language: str = "en"
    """In which it is written; CSV and JSON are for programs and always English."""
    currency: str = ""
    """Currency of book values; empty where the register names none."""

    @property
    def name(self) -> str:
        """The audit's name."""
        return self.frame.name

    @property
    def open_count(self) -> int:
        """Findings that somebody has to decide: all but what is right, not examined or known to be away."""
        return sum(number for outcome, number in self.counts.items() if outcome not in _SETTLED)
