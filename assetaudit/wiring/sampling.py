"""Samples of an audit: populations from its frame, plans as events, items judged by the findings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assetaudit.errors import AuditError, UsageError
from assetaudit.model.asset import StatusClass
from assetaudit.model.place import Place, PlaceError, Position
from assetaudit.reconcile.where import compile_where
from assetaudit.review.sampling.asked import Asked, planned
from assetaudit.review.sampling.book import Drawn, Result, Sample, SampleBook, exists
from assetaudit.review.sampling.draw import Item
from assetaudit.review.sampling.evaluate import Unseen
from assetaudit.review.sampling.extend import extension
from assetaudit.review.sampling.plan import Direction, Plan, Strata, stratum
from assetaudit.review.tasks import walking_key

if TYPE_CHECKING:
    from assetaudit.model.asset import Asset, PlaceInfo
    from assetaudit.model.event import Event
    from assetaudit.review.desk import Desk
    from assetaudit.wiring.review import Review

_TOLERABLE = 500
"""Tolerable rate, in hundredths of a percent, where neither the terms nor anybody says one."""
_UNITS = 42
"""Height that a rack is taken to have where the register does not say."""
_WHY = {
    Result.VOID: "Say why it was none of the population when the frame was frozen; gone is a deviation.",
    Result.DEVIATION: "Say what deviates.",
    Result.UNEXAMINED: "Say what was in the way; it counts as a deviation.",
}


def _height(info: PlaceInfo | None, highest: int) -> int:
    """Units of a rack; 0 for what is none."""
    rack = info is not None and info.kind.casefold() == "rack"
    if not rack and not highest:
        return 0
    return max((info.height_units if info is not None else 0) or _UNITS, highest)


def _places(texts: Sequence[str]) -> list[Place]:
    try:
        return [Place.parse(text) for text in texts]
    except PlaceError as error:
        raise UsageError(str(error), hint="Write places like DC1/R2, with commas between.") from None


def _within(place: Place, scope: Sequence[Place]) -> bool:
    return not scope or any(top.holds(place) for top in scope)


@dataclass
class Samples:
    """The samples of one review."""

    review: Review
    _pool: tuple[object, list[Item]] | None = None
    """The population that was asked for last, and by what."""

    @property
    def _book(self) -> SampleBook:
        book = SampleBook(self.review.ledger.live, self.review.ledger.witnessed)
        for event in self.review.ledger.events.values():
            book.add(event)
        return book

    def population(self, plan: Plan | Asked) -> list[Item]:
        """Everything that may be drawn: records of the frame, or positions on the floor; UsageError for no place."""
        asked = (self.review.loaded.frame, plan.direction, plan.scope, plan.where, plan.strata)
        if self._pool is None or self._pool[0] != asked:
            scope = _places(plan.scope)
            floor = plan.direction is Direction.FLOOR_TO_BOOK
            found = self._positions(scope, plan.strata) if floor else self._records(scope, plan.where, plan.strata)
            self._pool = (asked, list({item.key: item for item in found}.values()))
        return self._pool[1]

    def _records(self, scope: Sequence[Place], where: str, strata: Strata) -> Iterator[Item]:
        frame, register = self.review.loaded.frame, self.review.loaded.register
        wanted, in_frame = compile_where(where), compile_where(frame.where)
        for top in frame.scope:
            for asset in register.assets_in(top):
                if asset.status_class is not StatusClass.EXPECTED or not asset.place or not _within(asset.place, scope):
                    continue
                if wanted(asset) and in_frame(asset):
                    cents = asset.cost_cents or 0
                    yield Item(asset.key, cents, stratum(strata, "/".join(asset.place.nodes[:2]), cents))

    def _positions(self, scope: Sequence[Place], strata: Strata) -> Iterator[Item]:
        """Every unit of every planned rack, and every other planned place as one position."""
        register, highest = self.review.loaded.register, self._highest()
        for place in self.review.loaded.reconciliation.planned():
            if not _within(place, scope):
                continue
            info = register.place(place)
            part = stratum(strata, "/".join(place.nodes[:2]), 0)
            height = _height(info, highest.get(place.key, 0))
            if not height:
                yield Item(str(place), 0, part)
            for unit in range(1, height + 1):
                yield Item(str(place.at(Position.parse(f"U{unit}"))), 0, part)

    def _highest(self) -> dict[str, int]:
        """The highest unit that the register names in each place: where it names one, there is a rack."""
        found: dict[str, int] = {}
        for top in self.review.loaded.frame.scope:
            for asset in self.review.loaded.register.assets_in(top):
                position = asset.place.position if asset.place else None
                if asset.place and position is not None and position.half_units is not None:
                    last = position.half_units + max(asset.height_half_units, 1) - 1
                    found[asset.place.node_key] = max(found.get(asset.place.node_key, 0), last // 2)
        return found

    def planned(self, asked: Asked) -> tuple[Plan, list[Item]]:
        """The plan of what is asked for, with what it draws from; WhereError, PlaceError or UsageError say why not."""
        self.review.check_where(asked.where)
        asked = self._by_the_terms(asked)
        pool = self.population(asked)
        if not pool and asked.direction is Direction.BOOK_TO_FLOOR:
            self._nowhere(asked.scope)
        return planned(asked, pool, self.review.loaded.audit.frame_hash), pool

    def _by_the_terms(self, asked: Asked) -> Asked:
        """What is asked for, with figures that were left empty as the terms of the audit have them."""
        terms = self.review.ledger.people.terms()
        measure = "completeness" if asked.direction is Direction.FLOOR_TO_BOOK else "existence"
        tolerable = dict(terms.tolerable).get(measure, _TOLERABLE)
        return replace(
            asked,
            confidence=asked.confidence.strip() or f"{terms.confidence / 100:g}",
            tolerable=asked.tolerable.strip() or f"{tolerable / 100:g}",
        )

    def _nowhere(self, scope: Sequence[str]) -> None:
        for place in _places(scope):
            if self.review.loaded.register.place(place) is None:
                raise UsageError(f"The register has no place {place}.", hint="Write places like DC1/R2.")

    def draw(self, desk: Desk, plan: Plan) -> Sample:
        """Record a plan, and draw by it; AuditError where the name is taken."""
        if not plan.name:
            raise UsageError("A sample needs a name.")
        if any(known.name.casefold() == plan.name.casefold() for _, known in self._book.plans()):
            raise AuditError(f"There is a sample '{plan.name}' already.", hint="Choose another name.")
        desk.sample({"plan": plan.to_dict()})
        return self.sample(plan.name)

    def sample(self, name: str) -> Sample:
        """A sample by its name; AuditError names those there are."""
        book = self._book
        for event, plan in book.plans():
            if plan.name.casefold() == name.casefold():
                return book.sample(event, plan, self.population(plan), self._judge(plan))
        known = ", ".join(f"'{plan.name}'" for _, plan in book.plans())
        raise AuditError(f"There is no sample '{name}'.", hint=f"There are: {known or 'none yet'}.")

    def all(self) -> list[Sample]:
        """Every sample of the audit."""
        return [self.sample(plan.name) for _, plan in self._book.plans()]

    def _judge(self, plan: Plan) -> Any:  # noqa: ANN401 - a function over items
        if plan.direction is Direction.FLOOR_TO_BOOK:
            return lambda _item: Result.WAITING
        finding = self.review.loaded.reconciliation.finding
        return lambda item: exists(finding(item.key))

    def result(self, desk: Desk, name: str, item: str, result: Result, note: str = "") -> None:
        """Record what one item of a sample came to; what the same person said of it before is replaced."""
        sample = self.sample(name)
        keys = [one.item.key for one in sample.items if item.casefold() in self._names(one.item.key)]
        if len(keys) != 1:
            raise AuditError(f"'{item}' is no item of the sample '{name}'.", hint="List them with: sample show")
        if result is not Result.OK and not note.strip():
            raise UsageError(f"{item} cannot be {result.printed} without a reason.", hint=_WHY[result])
        if sample.plan.recount and self.review.ledger.witnessed(keys[0], desk.user):
            raise AuditError("Not allowed: who counted an item does not recount it.", hint="Nothing was written.")
        d: dict[str, Any] = {"item": keys[0], "of": sample.event, "result": result.value}
        before = [event.hash for event in self._own(desk, sample.event) if event.d.get("item") == keys[0]]
        desk.sample(d | ({"note": note} if note else {}), sorted(before))

    def _own(self, desk: Desk, of: str) -> list[Event]:
        """A person's own results of a sample that count, in the order in which they were written."""
        mine = self.review.ledger.persons.one(desk.user)
        own = [one for one in self._book.results(of) if self.review.ledger.persons.one(one.user) == mine]
        return sorted(own, key=lambda one: (one.wall, one.log, one.seq))

    def extend(self, desk: Desk, name: str, more: str, why: str) -> str:
        """Extend a sample by the next of its seeded order, or its next steps; returns what that does, in sentences."""
        sample = self.sample(name)
        found = extension(sample, more)
        if not why.strip():
            raise UsageError("An extension needs its reason.", hint="Say why, with --why.")
        desk.sample({"extend": found.more, "of": sample.event, "why": why.strip()})
        return found.words

    def undo(self, desk: Desk, name: str) -> str:
        """Take back a person's last result of a sample; returns of which item it was."""
        own = self._own(desk, self.sample(name).event)
        if not own:
            raise AuditError("There is nothing of yours to take back.", hint="Only who wrote an event takes it back.")
        desk.undo([own[-1].hash])
        return self.label(str(own[-1].d.get("item")))

    def withdraw(self, desk: Desk, name: str) -> None:
        """Take back the draw of a sample; it is still listed, as one that was."""
        desk.undo([self.sample(name).event])

    def taken_back(self) -> list[tuple[Plan, str]]:
        """Samples whose draw was taken back, with who drew them."""
        return [(plan, self.review.person(event.user)) for event, plan in self._book.taken_back()]

    def place(self, key: str) -> str:
        """Where an item is looked for: what the register says of a record, a position itself."""
        asset = self.review.loaded.register.asset(key)
        return key if asset is None else str(asset.place or asset.place_text)

    def walking(self, sample: Sample) -> list[Drawn]:
        """The items of a sample in the order in which people walk."""
        return sorted(sample.items, key=lambda one: walking_key(self.place(one.item.key), one.item.key))

    def _names(self, key: str) -> set[str]:
        return {key.casefold(), self.label(key).casefold()}

    def label(self, key: str) -> str:
        """What people call an item: the tag of a record, the place of a position."""
        asset = self.review.loaded.register.asset(key)
        return (asset.asset_tag or asset.serial or key) if asset is not None else key

    def why(self, sample: Sample, one: Drawn) -> str:
        """What the findings say of an item; nothing of a position, nor of a recount that nobody has answered."""
        blind = sample.plan.recount and one.first is None
        finding = None if blind else self.review.loaded.reconciliation.finding(one.item.key)
        return "" if finding is None else finding.why

    def asset(self, key: str) -> Asset | None:
        """The record of an item; None for a position."""
        return self.review.loaded.register.asset(key)

    def second_count(self) -> Unseen | None:
        """What two people's counts say of what nobody saw, over the places where both have counted.

        The two who counted most; None where no place was counted twice.
        """
        engine, nodes = self.review.loaded.reconciliation, defaultdict[str, Counter[str]](Counter)
        for _finding, witnesses in engine.witnessed():
            for user, node in witnesses:
                nodes[user][node] += 1
        people = sorted(nodes, key=lambda user: (-nodes[user].total(), user))[:2]
        twice = set[str]().union(*nodes.values()).intersection(*(nodes[user] for user in people))
        if len(people) < 2 or not twice:
            return None
        counted = Counter[tuple[bool, ...]]()
        for _finding, witnesses in engine.witnessed():
            here = {user for user, node in witnesses if node in twice}
            counted[tuple(user in here for user in people)] += 1
        both = counted[True, True]
        return Unseen(counted[True, False] + both, counted[False, True] + both, both)
