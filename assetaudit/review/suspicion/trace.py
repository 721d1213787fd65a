"""What the signs look at: the scans of each log in their order, with what they were taken as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Protocol

from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.model.place import Place
from assetaudit.reconcile.batches import batches
from assetaudit.reconcile.grounds import natural
from assetaudit.reconcile.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask a person about, with the events that raise it."""

    sign: str
    ask: str
    user: str
    evidence: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As ``decide questions --json`` prints it."""
        return {"sign": self.sign, "ask": self.ask, "user": self.user, "evidence": list(self.evidence)}


@dataclass(frozen=True, slots=True)
class Step:
    """One live scan that names one asset."""

    event: Event
    asset: Asset
    place: Place


class Engine(Protocol):
    """What is asked of an audit's engine about events."""

    def bring(self, events: Sequence[Event]) -> None:
        """These events will be asked for."""

    def live(self, event_hash: str) -> bool:
        """Whether an event counts."""

    def taken(self, event_hash: str) -> Meaning:
        """What it was taken as."""


class Trace:
    """The events of one log as signs ask for them."""

    def __init__(self, events: Iterable[Event], engine: Engine, asset_of: Callable[[str], Asset | None]) -> None:
        """``events`` in the order in which they were made."""
        self._events = events
        self._engine = engine
        self._asset_of = asset_of
        self.pictured: list[tuple[str, Event, str]] = []
        """(photograph, event that names it, what that is about), of the events that were gone through."""

    def at_places(self) -> Iterator[list[Step]]:
        """Stretches of scans in one place, in the order in which they were made, one held at a time."""
        for _, stretch in groupby(self._steps(), lambda step: step.place.node_key):
            yield list(stretch)

    def _steps(self) -> Iterator[Step]:
        for some in batches(self._events):
            self._engine.bring(some)
            for event in some:
                if self._engine.live(event.hash) and (step := self._learn(event)):
                    yield step

    def _learn(self, event: Event) -> Step | None:
        photo = event.d.get("photo")
        if isinstance(photo, str) and photo:
            self.pictured.append((photo, event, self._thing(event)))
        return self._step(event) if event.k == "scan" else None

    def _step(self, event: Event) -> Step | None:
        meaning = self._engine.taken(event.hash)
        asset = self._asset_of(meaning.assets[0]) if len(meaning.assets) == 1 else None
        return Step(event, asset, meaning.places[0]) if asset is not None and len(meaning.places) == 1 else None

    def _thing(self, event: Event) -> str:
        """What an event is about: its asset, or that of the scan that it is a remark on."""
        of = event.d.get("of")
        assets = self._engine.taken(of).assets if isinstance(of, str) else ()
        return str(event.d.get("asset") or (assets[0] if assets else of or event.hash))


def once(steps: Sequence[Step]) -> list[Step]:
    """The steps, those that name the asset of the one before left out: tag and serial number of one device."""
    return [
        step
        for step, before in zip(steps, [None, *steps], strict=False)
        if before is None or step.asset != before.asset
    ]


def listed(steps: Sequence[Step]) -> float:
    """The part of the steps that go down a list, be it by the records' keys or by their tags."""
    by_key, by_tag = (
        [natural(name) for name in names]
        for names in ([step.asset.key for step in steps], [step.asset.asset_tag or "" for step in steps])
    )
    return max(rising(by_key), rising(by_tag))


def rising(numbers: Sequence[Any]) -> float:
    """The part of neighbours that rise."""
    pairs = list(pairwise(numbers))
    return sum(1 for a, b in pairs if b > a) / len(pairs) if pairs else 0.0
