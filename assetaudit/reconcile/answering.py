"""What is asked of an engine about single things, places and events, whatever part of an audit it holds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.model.finding import Finding, Measure, Outcome
from assetaudit.model.frame import Frame
from assetaudit.model.needs import Register
from assetaudit.model.place import Place
from assetaudit.reconcile.claims import Says, Sighting
from assetaudit.reconcile.meaning import Meaning
from assetaudit.reconcile.part import Line
from assetaudit.reconcile.progress import Progress
from assetaudit.reconcile.state import Need, State
from assetaudit.reconcile.sweeps import SweepState
from assetaudit.reconcile.told import taken

Witness = tuple[str, str]
"""A user, and the key of a node where they saw a thing."""


@dataclass(frozen=True, slots=True)
class Covered:
    """How far a place to visit is."""

    place: str
    sides: Mapping[str, str]
    """By side, of those that have to be walked: ``not visited``, ``open``, ``closed`` or ``blocked``."""
    reason: str
    """Why it could not be examined; empty where nobody said so."""
    progress: Progress
    """Of the node alone."""


class Answering(ABC):
    """Answers from a state that holds what is asked for, and from what was counted of all things."""

    @abstractmethod
    def _holding(self, events: Iterable[str] = (), thing: str = "") -> State:
        """The state, with some events by hash and with a thing, and all that bears on them."""

    @property
    @abstractmethod
    def frame(self) -> Frame:
        """The frame that counts now: the one the audit was opened with, or that of the last rebase."""

    @property
    @abstractmethod
    def register(self) -> Register:
        """The register version of the frame that counts now."""

    @abstractmethod
    def sighted(self) -> Iterator[tuple[str, Finding, bool]]:
        """Every finding in the fixed order with its thing's key, and whether a live sighting of the thing is here."""

    @abstractmethod
    def witnessed(self) -> Iterator[tuple[Finding, frozenset[Witness]]]:
        """Every finding in the fixed order, with who saw the thing where, by live sightings."""

    @abstractmethod
    def lines(self) -> Iterator[Line]:
        """Every finding in the fixed order in short: outcome, expected or else found place, and the thing's key.

        Far cheaper than the findings themselves, which ``finding`` gives one by one.
        """

    @abstractmethod
    def counts(self) -> dict[Outcome, int]:
        """How many findings each outcome has, every outcome named."""

    @abstractmethod
    def measures(self) -> dict[str, Measure]:
        """Every measure, in its fixed order."""

    @abstractmethod
    def measures_by_basis(self) -> dict[str, dict[str, Measure]]:
        """The measures of what was seen, split by how it was seen."""

    @abstractmethod
    def troubles(self) -> list[str]:
        """Why the audit is not complete, a sentence each."""

    @abstractmethod
    def progress(self, place: Place) -> Progress:
        """Counts over a place and everything in it."""

    @abstractmethod
    def at(self, place: Place) -> Progress:
        """Counts over one node alone, without what lies in it."""

    @abstractmethod
    def labels_needed(self) -> list[Need]:
        """Assets that were seen and need a new label, where they stand, and why; in walking order."""

    def covered(self) -> Iterator[Covered]:
        """How far every place to visit is, in walking order."""
        for place in self.planned():
            sides = {side: self.sweep_state(place, side).value for side in self.sides(place)}
            yield Covered(str(place), sides, self.blocked_reason(place), self.at(place))

    @abstractmethod
    def bring(self, events: Sequence[Event] = (), things: Iterable[str] = ()) -> None:
        """These events, or the sightings of these assets, will be asked for: what else is needed is looked up once."""

    def keyed(self) -> Iterator[tuple[str, Finding]]:
        """Every finding in the fixed order, with the key by which ``finding`` knows its thing."""
        return ((key, finding) for key, finding, _sighted in self.sighted())

    def findings(self) -> Iterator[Finding]:
        """Every finding in the fixed order."""
        return (finding for _key, finding in self.keyed())

    def things(self) -> list[str]:
        """Keys of everything that has a finding, in the fixed order, as ``finding`` takes them; quick to list."""
        return [key for _outcome, _place, key in self.lines()]

    def complete(self) -> bool:
        """Whether nothing stands in the way of closing the audit."""
        return not self.troubles()

    def finding(self, asset_key: str) -> Finding | None:
        """The finding of an asset, or of an unknown thing by the key that ``add`` gave it."""
        return self._holding(thing=asset_key).judge.finding(asset_key)

    def brief(self, asset_key: str) -> Finding | None:
        """The same without its evidence: as quick for what was heard all day as for what was scanned once."""
        return self._holding(thing=asset_key).judge.brief(asset_key)

    def about(self, event_hash: str, *, brief: bool = False) -> tuple[Finding, ...]:
        """Findings that an event is evidence of, best first: what it saw before what it only may have seen.

        Of a sweep: what it made missing, or what it leaves unexamined because the place is blocked. ``brief`` ones come
        without their evidence.
        """
        state = self._holding((event_hash,))
        tell: Callable[[str], Finding | None] = state.judge.brief if brief else state.judge.finding
        alone = state.plainly(event_hash)
        if alone is not None:
            finding = tell(alone)
            return () if finding is None else (finding,)
        keys: dict[str, bool] = {}
        for claim in state.said(event_hash):
            for key in claim.keys:
                keys[key] = keys.get(key, False) or claim.says is Says.SEEN
        keys.update(dict.fromkeys(state.resting_on(event_hash), False))
        found = [(not sure, finding) for key, sure in keys.items() if (finding := tell(key)) is not None]
        return tuple(finding for _, finding in sorted(found, key=lambda item: (item[0], item[1].sort_key)))

    def taken(self, event_hash: str) -> Meaning:
        """What an event was taken as, whatever was said of the same thing before."""
        return taken(self._holding((event_hash,)), event_hash)

    def live(self, event_hash: str) -> bool:
        """Whether an event is here and was not taken back."""
        return self._holding((event_hash,)).fold.live(event_hash)

    def sightings(self, asset_key: str) -> tuple[Sighting, ...]:
        """Every live sighting of an asset, the strongest evidence first."""
        return self._holding(thing=asset_key).sightings(asset_key)

    def sweep_state(self, place: Place, side: str | None = None) -> SweepState:
        """How far a place was covered, on one side or on all that it needs."""
        return self._holding().sweep_state(place, side)

    def left(self, place: Place) -> list[Asset]:
        """What is expected in a node and was not seen anywhere, from the top of the rack down."""
        return self._holding().left(place)

    def standing(self, place: Place) -> list[tuple[Asset, Place]]:
        """Assets that are known to stand in a node, with their places, from the top of the rack down."""
        return self._holding().standing(place)

    def planned(self) -> list[Place]:
        """Places that have to be visited, in walking order."""
        return list(self._holding().grounds.planned)

    def below(self, place: Place) -> tuple[Place, ...]:
        """Places strictly below a node that have to be visited; of a rack with nothing below it, at once."""
        return () if place.position is not None else self._holding().grounds.below(place)

    def sides(self, place: Place) -> tuple[str, ...]:
        """The sides of a planned place that have to be walked."""
        return self._holding().grounds.sides(place)

    def sweeps_of(self, place: Place) -> tuple[str, ...]:
        """Hashes of the live events that closed or blocked a place, sorted: what reopening it takes back."""
        sweeps = self._holding().sweeps
        covers = [*sweeps.covers(place.node_key, "closed"), *sweeps.covers(place.node_key, "blocked")]
        return tuple(sorted({cover.event for cover in covers}))

    def blocked_reason(self, place: Place) -> str:
        """Why a place could not be examined, in the technician's words; empty where nobody said so."""
        return self._holding().sweeps.blocked_reason(place.node_key)

    def things_at(self, place: Place) -> list[str]:
        """Keys of everything of which anything was said in a node, sorted, as ``finding`` takes them.

        Among them is what no record has (``?...``), what nobody could read (``!...``), and what was seen here although
        other evidence puts it elsewhere.
        """
        return self._holding().book.at_node(place.node_key)
