"""What is asked of an engine about single things, places and events, whatever part of an audit it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assetaudit.model.asset import Asset
from assetaudit.model.finding import Finding
from assetaudit.model.place import Place
from assetaudit.reconcile.claims import Says, Sighting
from assetaudit.reconcile.meaning import Meaning
from assetaudit.reconcile.state import State
from assetaudit.reconcile.sweeps import SweepState
from assetaudit.reconcile.told import taken


class Answering:
    """Answers from a state that holds what is asked for."""

    def _holding(self, events: Iterable[str] = (), thing: str = "") -> State:
        """The state, with some events by hash and with a thing, and all that bears on them."""
        raise NotImplementedError

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
