"""How well the register described what stands where, group by group, and how long ago each asset was last seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assetaudit.model.finding import Finding, Measure, Outcome

DAY_MS = 86_400_000


class Part(StrEnum):
    """What became of an asset that was expected in a closed place, or was seen."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    MISSING = "missing"


_PARTS = {
    **dict.fromkeys((Outcome.FOUND, Outcome.MISMATCH), Part.HERE),
    **dict.fromkeys(
        (Outcome.WRONG_POSITION, Outcome.MISPLACED, Outcome.RETIRED_PRESENT, Outcome.OUT_OF_SCOPE), Part.ELSEWHERE
    ),
    Outcome.MISSING: Part.MISSING,
}


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One group: a room, or a category."""

    name: str
    """Empty for what belongs to none."""
    here: int
    elsewhere: int
    missing: int

    @property
    def whole(self) -> int:
        """All of the group that say something of the register."""
        return self.here + self.elsewhere + self.missing


def accuracy(findings: Iterable[tuple[str, Finding]]) -> list[Accuracy]:
    """Groups by name, from (group, finding); findings that say nothing of the register's truth are left out."""
    counts: dict[str, Counter[Part]] = defaultdict(Counter)
    for group, finding in findings:
        part = _PARTS.get(finding.outcome)
        if part is not None:
            counts[group][part] += 1
    return [
        Accuracy(name, parts[Part.HERE], parts[Part.ELSEWHERE], parts[Part.MISSING])
        for name, parts in sorted(counts.items())
    ]


class Age(StrEnum):
    """How long before an audit's opening an asset was last seen."""

    NOW = "in this audit"
    QUARTER = "within 90 days before it"
    YEAR = "within a year before it"
    LONGER = "longer ago"
    NEVER = "never"


_LIMITS = ((90, Age.QUARTER), (365, Age.YEAR))


@dataclass(frozen=True, slots=True)
class Unseen:
    """An asset that this audit has not seen."""

    name: str
    place: str
    days: int | None
    """Days from its last sighting to the audit's opening; None where no audit ever saw it."""
    last: int | None = None
    """Its last sighting in milliseconds since 1970, by the clock of who saw it."""

    @property
    def age(self) -> Age:
        """The class of that age."""
        if self.days is None:
            return Age.NEVER
        return next((age for limit, age in _LIMITS if self.days <= limit), Age.LONGER)


def days_before(opened: int, walls: Sequence[int]) -> int | None:
    """Whole days from the last of some sightings to an audit's opening (milliseconds); None without a sighting."""
    return max(0, opened - max(walls)) // DAY_MS if walls else None


@dataclass(frozen=True, slots=True)
class Measures:
    """What the audits of some places say, the last of them in detail."""

    rooms: Sequence[Accuracy]
    categories: Sequence[Accuracy]
    ages: dict[Age, int]
    unseen: Sequence[Unseen]
    trend: dict[str, tuple[Measure, ...]]
    """Each share by its name, in this audit and those before it, the oldest first."""
    audits: Sequence[str]
    days_to_close: float | None
    closed: int
