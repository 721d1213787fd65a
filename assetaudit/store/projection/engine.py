"""An engine over a stored projection: it says what one says that holds all events, and holds what was asked last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from assetaudit.model.event import Event
from assetaudit.model.finding import Finding, Measure, Outcome
from assetaudit.model.frame import Frame
from assetaudit.model.needs import Register
from assetaudit.model.place import Place
from assetaudit.reconcile.answering import Answering, Covered, Witness
from assetaudit.reconcile.claims import Sighting
from assetaudit.reconcile.progress import Progress
from assetaudit.reconcile.state import Need, State
from assetaudit.reconcile.sums import PlaceSums
from assetaudit.reconcile.sweeps import SweepState
from assetaudit.store.projection.lens import Lens
from assetaudit.store.projection.log import MarkedLog
from assetaudit.store.projection.reading import Reading, progress_of
from assetaudit.store.projection.window import Window

HELD = 50_000
"""Events and things after which a part that was brought in is let go."""


class StoredEngine(Answering):
    """The reading half of ``reconcile.Reconciliation`` over what a hub keeps; its memory does not grow with the log."""

    def __init__(self, reading: Reading, lens: Lens, log: MarkedLog) -> None:
        self.reading = reading
        """What is kept, as it was at one moment."""
        self._lens = lens
        self._log = log
        self._let_go()
        self.changed = False
        """Whether anything but the review went on at the last turn."""

    def turn_to(self, reading: Reading, lens: Lens) -> None:
        """Answer from a later moment."""
        self.changed = _findings_of(reading) != _findings_of(self.reading)
        self.reading, self._lens = reading, lens
        self._let_go()
        self.__dict__.pop("_sums", None)

    def close(self) -> None:
        """Let go of the moment that was looked at."""
        self.reading.close()

    @property
    def frame(self) -> Frame:
        """The frame that counts."""
        return self.reading.frame

    @property
    def register(self) -> Register:
        """The register version of that frame."""
        return self.reading.register

    def _holding(self, events: Iterable[str] = (), thing: str = "") -> State:
        if self._window.held > self._most:
            self._let_go()
        self._window.need_events(events)
        if thing:
            self._window.need_named(thing)
        return self._window.state

    def _let_go(self) -> None:
        self._window = Window(self._lens, self.reading.rows, self._log, self.reading.totals.users)
        self._most = HELD

    def bring(self, events: Sequence[Event] = (), things: Iterable[str] = ()) -> None:
        """These events, or the sightings of these assets, will be asked for: what else is needed is looked up once."""
        self._let_go()
        window, keys = self._window, list(things)
        window.take_in(events)
        window.need_things(keys)
        window.need_events(name for key in keys for claim in window.state.book.of(key) for name in claim.events)
        self._most = max(HELD, 2 * window.held)

    def sightings(self, asset_key: str) -> tuple[Sighting, ...]:
        """Every live sighting of an asset, the strongest evidence first."""
        claims = self._holding(thing=asset_key).book.of(asset_key)
        self._window.need_events(name for claim in claims for name in claim.events)
        return self._window.state.sightings(asset_key)

    def sighted(self) -> Iterator[tuple[str, Finding, bool]]:
        """Every finding in the fixed order with its thing's key, and whether a live sighting of the thing is here."""
        return ((key, finding, bool(witnesses)) for key, finding, witnesses in self.reading.witnessed())

    def witnessed(self) -> Iterator[tuple[Finding, frozenset[Witness]]]:
        """Every finding in the fixed order, with who saw the thing where, by live sightings."""
        for _key, finding, witnesses in self.reading.witnessed():
            yield finding, frozenset(witnesses if finding.asset is not None else ())

    def lines(self) -> Iterator[tuple[Outcome, str, str]]:
        """Every finding in the fixed order in short: outcome, expected or else found place, and the thing's key."""
        return ((finding.outcome, finding.expected or finding.found or "", key) for key, finding in self.keyed())

    def counts(self) -> dict[Outcome, int]:
        """How many findings each outcome has, every outcome named."""
        return self.reading.counts()

    def measures(self) -> dict[str, Measure]:
        """Every measure, in its fixed order."""
        return self.reading.measures()

    def measures_by_basis(self) -> dict[str, dict[str, Measure]]:
        """The measures of what was seen, split by how it was seen."""
        return self.reading.measures_by_basis()

    def troubles(self) -> list[str]:
        """Why the audit is not complete, a sentence each."""
        return self.reading.troubles()

    def covered(self) -> Iterator[Covered]:
        """How far every place to visit is, in walking order."""
        for place in self.reading.planned:
            yield Covered(place.text, place.sides, place.reason, progress_of(place))

    def sweep_state(self, place: Place, side: str | None = None) -> SweepState:
        """How far a place was covered, on one side or on all that it needs."""
        known = self.reading.states.get(place.key)
        state = None if known is None else known.state if side is None else known.sides.get(side)
        return super().sweep_state(place, side) if state is None else SweepState(state)

    def blocked_reason(self, place: Place) -> str:
        """Why a place could not be examined, in the technician's words; empty where nobody said so."""
        known = self.reading.states.get(place.node_key)
        return super().blocked_reason(place) if known is None else known.reason

    def progress(self, place: Place) -> Progress:
        """Counts over a place and everything in it."""
        return self._sums.within(place.node_key)

    def at(self, place: Place) -> Progress:
        """Counts over one node alone, without what lies in it."""
        return self.reading.at(place.node_key)

    @cached_property
    def _sums(self) -> PlaceSums:
        return self.reading.progress()

    def labels_needed(self) -> list[Need]:
        """Assets that were seen and need a new label, where they stand, and why; in walking order."""
        return self.reading.labels()


def _findings_of(reading: Reading) -> tuple[int, object]:
    """Another one where findings may be others: how many events speak of things, and the frame."""
    totals = reading.totals
    return reading.chronicle.events - totals.reviewed, totals.frame
