"""What the signs look at: the scans of each log in their order, with what they were taken as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.model.place import Place
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


class Trace:
    """The events of an audit as signs ask for them."""

    def __init__(
        self,
        events: Iterable[Event],
        meaning: Callable[[str], Meaning],
        asset_of: Callable[[str], Asset | None],
        live: Callable[[str], bool],
        *,
        pace: bool = False,
    ) -> None:
        self.pace = pace
        """Whether pace may be looked at: off unless the audit's terms switch it on."""
        self.events = [event for event in events if live(event.hash)]
        self._meaning = meaning
        self._asset_of = asset_of

    def steps(self) -> list[list[Step]]:
        """The scans of each log, in the order in which they were made."""
        ordered = sorted((one for one in self.events if one.k == "scan"), key=lambda one: (one.log, one.seq))
        logs = [[step for event in group if (step := self._step(event))] for _, group in groupby(ordered, _log)]
        return [steps for steps in logs if steps]

    def _step(self, event: Event) -> Step | None:
        meaning = self._meaning(event.hash)
        asset = self._asset_of(meaning.assets[0]) if len(meaning.assets) == 1 else None
        return Step(event, asset, meaning.places[0]) if asset is not None and len(meaning.places) == 1 else None

    def thing(self, event: Event) -> str:
        """What an event is about: its asset, or that of the scan that it is a remark on."""
        of = event.d.get("of")
        assets = self._meaning(of).assets if isinstance(of, str) else ()
        return str(event.d.get("asset") or (assets[0] if assets else of or event.hash))

    def at_places(self) -> Iterator[list[Step]]:
        """Stretches of scans of one log in one place."""
        for steps in self.steps():
            for _, stretch in groupby(steps, lambda step: step.place.node_key):
                yield list(stretch)


def _log(event: Event) -> str:
    return event.log


def rising(numbers: Sequence[Any]) -> float:
    """The part of neighbours that rise."""
    pairs = list(pairwise(numbers))
    return sum(1 for a, b in pairs if b > a) / len(pairs) if pairs else 0.0
