"""The sample data centre of a seed: its register, its places, its walk, and what the walk must come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from assetaudit.model.frame import Patterns
from assetaudit.model.read import Read
from assetaudit.sample import layout
from assetaudit.sample.expected import Expected
from assetaudit.sample.filling import Filling
from assetaudit.sample.floor import Floor
from assetaudit.sample.judge import Judge
from assetaudit.sample.ledger import Ledger
from assetaudit.sample.oddities import Oddities
from assetaudit.sample.records import SOURCE, Record, Spot
from assetaudit.sample.route import ANA, BEN, FOREIGN_OWNER, FOREIGN_SHAPE, Route
from assetaudit.sample.walker import Step

DEFAULT_SEED = 7
_PATTERNS = Patterns(foreign=((FOREIGN_SHAPE, FOREIGN_OWNER),))


@dataclass(frozen=True, slots=True)
class SampleHall:
    """Everything that one seed makes; the same on every machine."""

    seed: int
    records: tuple[Record, ...]
    spots: tuple[Spot, ...]
    steps: tuple[Step, ...]
    expected: tuple[Expected, ...]
    """In the order in which findings are listed."""
    audit_name: str = "spring-count"
    source: str = SOURCE
    """The source name to import the register under; asset keys begin with it."""
    scope: tuple[str, ...] = layout.SCOPE
    people: tuple[tuple[str, str], ...] = ((ANA, "technician"), (BEN, "technician"))
    patterns: Patterns = _PATTERNS

    def reads(self) -> Iterator[tuple[float, str, Read]]:
        """(seconds since the walk's start, who, what was read), by time."""
        return iter(self.steps)


def make(seed: int = DEFAULT_SEED) -> SampleHall:
    """The sample data centre of a seed; pure."""
    dice = Random(seed)  # noqa: S311 - a hall to play with, not a secret
    filling = Filling(dice)
    filling.fill()
    floor = Floor(filling, dice)
    story = Oddities(floor).happen()
    ledger = Ledger()
    steps = Route(floor, story, ledger, dice).walk()
    records = tuple(floor.records.values())
    spots = tuple(layout.spots())
    expected = Judge(records, spots, layout.SCOPE, ledger).findings()
    return SampleHall(seed, records, spots, tuple(steps), expected)
