"""From what truly happened to what must be found: the rules once more, plainly, for the sample walk alone.

This knows devices and not codes, and nothing of events: it shares no line with the engine whose findings it checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from assetaudit.model.asset import StatusClass
from assetaudit.model.finding import PRECEDENCE, Outcome
from assetaudit.model.place import Place
from assetaudit.sample.expected import Expected
from assetaudit.sample.ledger import Ledger
from assetaudit.sample.records import CUSTOMER, Record, Spot

_UNREADABLE = "unreadable"


class Judge:
    """Works out the finding of every record and of every unknown thing."""

    def __init__(
        self, records: Iterable[Record], spots: Iterable[Spot], scope: tuple[str, ...], ledger: Ledger
    ) -> None:
        self._records = {record.number: record for record in records}
        self._of_tag = {record.tag: record for record in self._records.values()}
        self._foreign = [spot.place for spot in spots if spot.owner]
        self._disposal = [spot.place for spot in spots if spot.disposal]
        self._racks = [spot.place for spot in spots if spot.kind == "rack"]
        self._scope = [Place.parse(text) for text in scope]
        self._ledger = ledger
        self._children = {record.parent for record in self._records.values() if record.parent}

    def findings(self) -> tuple[Expected, ...]:
        """All of them, in the order in which findings are listed."""
        found = [each for record in self._records.values() if (each := self._finding(record)) is not None]
        found = _paired(found)
        found += self._strangers()
        return tuple(sorted(found, key=lambda each: each.sort_key))

    def home(self, record: Record) -> Place | None:
        """Where a record's device belongs: in its chassis, wherever that stands."""
        place = record.place
        parent = self._of_tag.get(record.parent)
        if parent is None or place is None or parent.place is None:
            return place
        seen = self._ledger.seen.get(parent.number, [])
        if len(seen) != 1 or _agree(seen[0], parent.place, parent):
            return place
        slot = place.position.slot if place.position is not None else None
        where = seen[0].position
        return seen[0] if where is None or slot is None else Place.parse(f"{seen[0]}#{slot}")

    def _finding(self, record: Record) -> Expected | None:
        ledger = self._ledger
        home = self.home(record)
        if record.number in ledger.crossed:
            return self._of(record, Outcome.WRONG_DEVICE, home, ledger.crossed[record.number])
        places = list(dict.fromkeys(ledger.seen.get(record.number, [])))
        if not places and record.number in ledger.shared:
            return self._shared(record, home)
        if not places:
            return self._unseen(record, home)
        if any(not _agree(one, other, record) for one in places for other in places):
            texts = tuple(sorted(str(place) for place in places))
            return self._of(record, Outcome.CONTESTED, home, None, places=texts)
        return self._seen(record, home, max(places, key=lambda place: len(str(place))))

    def _shared(self, record: Record, home: Place | None) -> Expected:
        numbers, place = self._ledger.shared[record.number]
        keys = tuple(sorted(self._records[number].key for number in numbers))
        return self._of(record, Outcome.AMBIGUOUS, home, place, candidates=keys)

    def _unseen(self, record: Record, home: Place | None) -> Expected | None:
        if record.standing in (StatusClass.GONE, StatusClass.PLANNED):
            return None
        away = record.standing is StatusClass.OFF_SITE
        if home is None:
            return self._of(record, Outcome.UNPLACED, None, None, also=(Outcome.OFF_SITE,) if away else ())
        if not self._in_scope(home) or _within(home, self._foreign):
            return None
        if away:
            return self._of(record, Outcome.OFF_SITE, home, None)
        reason = self._not_swept(record, home)
        if reason:
            return self._of(record, Outcome.NOT_SWEPT, home, None, reason=reason)
        return self._of(record, Outcome.MISSING, home, None, maybe=self._maybe(home.node))

    def _not_swept(self, record: Record, home: Place) -> str:
        ledger, node = self._ledger, home.node
        if node in ledger.closed:
            open_below = [rack for rack in self._racks if node.holds(rack) and rack not in ledger.closed]
            if open_below:
                return "open"
            parent = self._of_tag.get(record.parent)
            slot = home.position is not None and home.position.slot is not None
            return "inside an unopened chassis" if parent and slot and not self._opened(parent) else ""
        if node in ledger.blocked:
            return "blocked"
        return "open" if node in ledger.visited else "not visited"

    def _opened(self, chassis: Record) -> bool:
        inside = [record.number for record in self._records.values() if record.parent == chassis.tag]
        return any(self._ledger.seen.get(number) for number in inside)

    def _maybe(self, node: Place) -> tuple[str, ...]:
        unknown = [text for text, place, foreign in self._ledger.strange if place.node == node and not foreign]
        unreadable = [_UNREADABLE for place in self._ledger.unreadable if place.node == node][:1]
        return tuple(sorted(unknown + unreadable))

    def _seen(self, record: Record, home: Place | None, found: Place) -> Expected:
        held = list(self._predicates(record, home, found))
        held.sort(key=PRECEDENCE.index)
        reason = {Outcome.MISMATCH: "status", Outcome.FOREIGN: CUSTOMER}.get(held[0])
        reason = "stolen" if record.stolen else reason
        return self._of(record, held[0], home, found, also=tuple(held[1:]), reason=reason)

    def _predicates(self, record: Record, home: Place | None, found: Place) -> Iterator[Outcome]:
        if record.standing is StatusClass.GONE and _within(found, self._disposal):
            yield Outcome.FOUND
            return
        if record.standing is StatusClass.GONE:
            yield Outcome.RETIRED_PRESENT
        if home is None:
            yield Outcome.UNPLACED
            return
        if _within(home, self._foreign):
            yield Outcome.FOREIGN
        if not self._in_scope(home):
            yield Outcome.OUT_OF_SCOPE
        where = self._where(record, home, found)
        yield where
        if where is Outcome.FOUND and record.standing in (StatusClass.PLANNED, StatusClass.OFF_SITE):
            yield Outcome.MISMATCH

    def _where(self, record: Record, home: Place, found: Place) -> Outcome:
        if found.node == home.node:
            return Outcome.FOUND if _agree(found, home, record) else Outcome.WRONG_POSITION
        if home.node.holds(found.node):
            return Outcome.FOUND
        wider = found.node.holds(home.node)
        return Outcome.FOUND if wider and home.node not in self._ledger.closed else Outcome.MISPLACED

    def _in_scope(self, place: Place) -> bool:
        return _within(place, self._scope)

    def _of(
        self,
        record: Record,
        outcome: Outcome,
        home: Place | None,
        found: Place | None,
        **more: object,
    ) -> Expected:
        return Expected(
            outcome,
            record.key,
            record.tag,
            expected=None if home is None else str(home),
            found=None if found is None else str(found),
            **more,  # type: ignore[arg-type]
        )

    def _strangers(self) -> list[Expected]:
        found = []
        for identifier, place, foreign in self._ledger.strange:
            outcome = Outcome.FOREIGN if foreign or _within(place, self._foreign) else Outcome.UNKNOWN
            owner = CUSTOMER if outcome is Outcome.FOREIGN else None
            found.append(Expected(outcome, identifier=identifier, found=str(place), reason=owner))
        found += [Expected(Outcome.UNREADABLE, found=str(place)) for place in self._ledger.unreadable]
        return found


def _within(place: Place, tops: Iterable[Place]) -> bool:
    return any(top.holds(place) for top in tops)


def _agree(one: Place, other: Place, record: Record) -> bool:
    if one.node != other.node:
        return one.node.holds(other.node) or other.node.holds(one.node)
    if one.position is None or other.position is None:
        return True
    height = record.model.half_units
    return one.position.within(other.position, height) or other.position.within(one.position, height)


def _paired(found: list[Expected]) -> list[Expected]:
    exchanged = {(each.expected, each.found): each for each in found if each.outcome is Outcome.WRONG_POSITION}
    paired = []
    for each in found:
        other = exchanged.get((each.found, each.expected)) if each.outcome is Outcome.WRONG_POSITION else None
        paired.append(each if other is None else replace(each, pair=other.asset))
    return paired
