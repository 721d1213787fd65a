"""Where a change set goes, and what became of it there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assetaudit.review.changes import ChangeSet, Line


@dataclass(frozen=True, slots=True)
class Where:
    """One source of the register, where it takes changes: a file that is written anew, or the system itself."""

    source: str
    system: str = ""
    """The system whose interface is called; empty for a file."""
    url: str = ""
    """Its address."""
    file: Path = Path()
    """The register's file as it is now."""
    out: Path = Path()
    """Where the corrected copy goes."""
    ready: int = 0
    """Lines that wait for it."""

    @property
    def name(self) -> str:
        """Where the change goes, as people name it."""
        return self.url if self.system else str(self.out)


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a change set's lines."""

    set: ChangeSet
    done: tuple[Line, ...] = ()
    failed: tuple[tuple[Line, str], ...] = ()
    """(line, why it was not written)."""


@dataclass(frozen=True, slots=True)
class AppliedSet:
    """A change set that was applied before, and can be taken back."""

    set: str
    """Its hash."""
    lines: int
    to: str
    """Where it went."""
    by: str
    day: str
    """ISO date."""
    sources: tuple[str, ...] = ()
    taken_back: int = 0
    """Lines that were taken back since."""
