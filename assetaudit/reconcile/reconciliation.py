"""Findings as a function of the frame and the set of events, kept up to date event by event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.model.finding import Finding, Measure, Outcome
from assetaudit.model.frame import Frame
from assetaudit.model.needs import Identify, Register
from assetaudit.model.place import Place
from assetaudit.reconcile.answering import Answering, Witness
from assetaudit.reconcile.batches import batches, uncollected
from assetaudit.reconcile.listing import keyed
from assetaudit.reconcile.meaning import Meaning
from assetaudit.reconcile.progress import Progress
from assetaudit.reconcile.state import State
from assetaudit.reconcile.tally import Tally
from assetaudit.reconcile.together import together
from assetaudit.reconcile.told import meaning, plain_meaning
from assetaudit.reconcile.touch import Touch

Reopen = Callable[[Frame], tuple[Register, Identify] | None]
"""Brings the register version and the identification of another frame, or None where it is not here."""
_KEPT = 1024
"""Meanings kept at hand of plain scans."""


class Reconciliation(Answering):
    """One audit's findings; any order and any duplication of the same events gives the same answers."""

    def __init__(self, frame: Frame, register: Register, identify: Identify, *, reopen: Reopen | None = None) -> None:
        self._state = State(frame, register, identify, reopen)
        self._tally = Tally(self._state)
        self._meanings: dict[str, Meaning] = {}
        """Worked out since the last event came in: a verdict asks for the same ones several times."""
        self._plain_meanings: dict[str, Meaning] = {}
        """Those of scans that were all that was said of their assets: what was plainly scanned since leaves them be."""

    @property
    def frame(self) -> Frame:
        """The frame that counts now: the one the audit was opened with, or that of the last rebase."""
        return self._state.grounds.frame

    @property
    def register(self) -> Register:
        """The register version of the frame that counts now."""
        return self._state.grounds.register

    def _holding(self, events: Iterable[str] = (), thing: str = "") -> State:  # noqa: ARG002 - all of it
        return self._state

    def add(self, event: Event) -> frozenset[str]:
        """Take in one event. Returns keys of things whose finding may have changed.

        Asset keys; ``?identifier@node`` and ``!hash`` for unknown and unreadable things; ``@node`` where everything
        unseen that is expected in a node may have changed.
        """
        return self._state.told(self._take(event))

    def add_all(self, events: Iterable[Event]) -> bool:
        """Take in many events without asking what each of them touches; whether any finding may have changed."""
        changed = False
        for batch in batches(events):
            with uncollected():
                changed |= self._take_all(batch)
        return changed

    def take(self, event: Event) -> None:
        """Take in one event without asking what it touches, as a walk does with each that it has written."""
        key = self._state.add_plain(event)
        if key is None:
            self._take(event)
            return
        self._tally.seen((key,))
        self._meanings.clear()

    def _take_all(self, events: Sequence[Event]) -> bool:
        seen: list[str] = []
        changed = False
        self._state.book.plain.expect(len(events))
        for each in events if len(events) == 1 else together(self._state, events):
            if not isinstance(each, Event):
                seen += each
            elif (key := self._state.add_plain(each)) is None:
                changed |= bool(self._take(each))
            else:
                seen.append(key)
        self._tally.seen(seen)
        self._meanings.clear()
        return changed or bool(seen)

    def _take(self, event: Event) -> Touch:
        touch = self._state.add(event)
        self._tally.touch(touch)
        self._meanings.clear()
        self._plain_meanings.clear()
        return touch

    def about(self, event_hash: str, *, brief: bool = False) -> tuple[Finding, ...]:
        """Findings that an event is evidence of, best first; of a scan that was understood already, at once."""
        meant = self._plain_meanings.get(event_hash)
        if meant is None:
            return super().about(event_hash, brief=brief)
        judge, key = self._state.judge, meant.assets[0]
        finding = judge.brief(key) if brief else judge.finding(key)
        return () if finding is None else (finding,)

    def meaning(self, event_hash: str) -> Meaning:
        """What an event was taken as."""
        known = self._plain_meanings.get(event_hash) or self._meanings.get(event_hash)
        if known is None:
            known = plain_meaning(self._state, event_hash)
            if known is None:
                known = self._meanings[event_hash] = meaning(self._state, event_hash)
            else:
                self._keep_plain(known)
        return known

    def _keep_plain(self, known: Meaning) -> None:
        if len(self._plain_meanings) >= _KEPT:
            self._plain_meanings.clear()
        self._plain_meanings[known.event] = known

    def lines(self) -> Iterator[tuple[Outcome, str, str]]:
        """Every finding in the fixed order in short: outcome, expected or else found place, and the thing's key.

        Far cheaper than the findings themselves, which ``finding`` gives one by one.
        """
        return self._tally.lines()

    def keyed(self) -> Iterator[tuple[str, Finding]]:
        """Every finding in the fixed order, with the key by which ``finding`` knows its thing."""
        return keyed(self._state, self._tally)

    def sighted(self) -> Iterator[tuple[str, Finding, bool]]:
        """Every finding in the fixed order with its thing's key, and whether a live sighting of the thing is here."""
        return ((key, finding, self._state.sighted(key)) for key, finding in self.keyed())

    def bring(self, events: Sequence[Event] = (), things: Iterable[str] = ()) -> None:
        """Nothing: everything is here."""

    def witnessed(self) -> Iterator[tuple[Finding, frozenset[Witness]]]:
        """Every finding in the fixed order, with who saw the thing where, by live sightings."""
        for key, finding in self.keyed():
            sightings = self._state.sightings(key) if finding.asset is not None else ()
            yield finding, frozenset((each.user, each.place.node_key) for each in sightings)

    def counts(self) -> dict[Outcome, int]:
        """How many findings each outcome has, every outcome named."""
        return self._tally.counts()

    def measures(self) -> dict[str, Measure]:
        """Every measure, in its fixed order."""
        return self._tally.measures()

    def measures_by_basis(self) -> dict[str, dict[str, Measure]]:
        """The measures of what was seen, split by how it was seen."""
        return self._tally.measures_by_basis()

    def troubles(self) -> list[str]:
        """Why the audit is not complete, a sentence each."""
        return self._state.troubles()

    def progress(self, place: Place) -> Progress:
        """Counts over a place and everything in it."""
        return self._tally.progress(place)

    def at(self, place: Place) -> Progress:
        """Counts over one node alone, without what lies in it."""
        return self._tally.at(place)

    def labels_needed(self) -> list[tuple[Asset, Place, str]]:
        """Assets that were seen and need a new label, where they stand, and why; in walking order."""
        return self._state.labels_needed()
