"""The board: where everything stands and which cases there are, worked out anew only for what an event touches.

A person who decides about one finding of ten thousand waits for that one, not for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assetaudit.model.event import Event
from assetaudit.model.finding import Finding
from assetaudit.model.needs import Register
from assetaudit.model.place import Place, PlaceError
from assetaudit.review.cases import Case, Clues, cases
from assetaudit.review.ledger import Ledger
from assetaudit.review.standing import Standing


class Board:
    """Standings and cases of one audit, kept from one question to the next."""

    def __init__(self, ledger: Ledger, register: Register) -> None:
        self._ledger = ledger
        self._register = register
        self._kept: dict[str, Standing] | None = None
        self._list: Sequence[Standing] | None = None
        self._cases: list[Case] | None = None
        self._went: dict[str, str] = {}
        self._touched: set[str] = set()

    def learn(self, events: Iterable[Event]) -> None:
        """Take in what the ledger has learnt already."""
        for event in events:
            touched = self._ledger.touches(event)
            if touched is None:
                self.forget()
            else:
                self._touched |= touched

    def forget(self) -> None:
        """Work everything out anew: findings, people or the day have changed."""
        self._kept = self._list = self._cases = None
        self._touched.clear()

    def standings(self) -> Sequence[Standing]:
        """Everything that waits or was decided, findings first in their fixed order."""
        if self._kept is None:
            self._start()
        elif self._touched:
            self._mend(self._kept)
        if self._list is None:
            self._list = tuple((self._kept or {}).values())
        return self._list

    def cases(self) -> list[Case]:
        """Findings with one cause, without those that somebody has decided about; none that nothing is left of."""
        waiting = {one.thing for one in self.standings() if one.waiting}
        return [left for case in self._cases or () if (left := case.left(waiting)) is not None]

    def went(self, finding: Finding) -> str:
        """Where most of what a thing's place held was seen, where that is elsewhere; empty where it is not."""
        if self._kept is None:
            self._start()
        if not self._went or not finding.expected:
            return ""
        try:
            return self._went.get(Place.parse(finding.expected).node_key, "")
        except PlaceError:
            return ""

    def _start(self) -> None:
        kept: dict[str, Standing] = {}
        clues = Clues(self._seen(kept), self._register)
        kept.update((one.thing, one) for one in self._ledger.rest(kept))
        self._touched.clear()
        self._went = {start.node_key: str(end) for start, end, _ in clues.moves}
        self._kept, self._list, self._cases = kept, None, list(cases(clues))

    def _seen(self, kept: dict[str, Standing]) -> Iterator[tuple[str, Finding]]:
        for thing, finding in self._ledger.engine.keyed():
            standing = self._ledger.standing(thing, finding)
            if standing.counts:
                kept[thing] = standing
            yield thing, finding

    def _mend(self, kept: dict[str, Standing]) -> None:
        new = {}
        for thing in self._touched:
            standing = self._ledger.standing(thing)
            if not standing.counts:
                kept.pop(thing, None)
            elif thing in kept:
                kept[thing] = standing
            else:
                new[thing] = standing
        self._touched.clear()
        self._list = None
        if new:
            self._kept = self._ordered(kept | new)

    def _ordered(self, kept: dict[str, Standing]) -> dict[str, Standing]:
        order = {thing: at for at, thing in enumerate(self._ledger.engine.things())}
        last = len(order)
        return dict(sorted(kept.items(), key=lambda each: (order.get(each[0], last), each[0])))
