"""Measures over time: earlier audits of the same places, days to close, accuracy by room and category, ages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from assetaudit.errors import AssetAuditError
from assetaudit.language import say
from assetaudit.model.finding import MEASURES
from assetaudit.model.place import Place
from assetaudit.reconcile.batches import batches
from assetaudit.reports.theme import Amount, Cell, Mean, Share, When
from assetaudit.review.accuracy import DAY_MS, Accuracy, Age, Unseen, accuracy, days_before
from assetaudit.review.standing import State
from assetaudit.wiring.closed import as_closed

if TYPE_CHECKING:
    from assetaudit.model.needs import Register
    from assetaudit.review.standing import Standing
    from assetaudit.store.event_log import AuditInfo
    from assetaudit.wiring.loaded import Looked
    from assetaudit.wiring.review import Review

_TOGETHER = 500
"""Assets of which the sightings in earlier audits are looked up together."""
_SITE_AND_ROOM = 2
"""Nodes before those of rows and racks, where a register does not say what its places are."""


def days_to_close(review: Review) -> float | None:
    """Mean days from a decision to its closing, by the writers' clocks; None where nothing is closed."""
    return _mean([days for days in map(partial(_days, review), review.standings()) if days is not None])


def _mean(days: Sequence[float]) -> float | None:
    return sum(days) / len(days) if days else None


def _days(review: Review, standing: Standing) -> float | None:
    """Days from its decision to its closing; None where it is not closed."""
    if standing.state is not State.CLOSED or standing.decision is None:
        return None
    ends = [event.wall for event in (*standing.approvals, *review.ledger.follows(standing.thing))]
    return max(0, max(ends) - standing.decision.wall) / DAY_MS if ends else None


def closing_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """Outcome, how many of it are closed and are not, mean and most days from decision to closing; then all of them."""
    told: dict[str, list[float | None]] = {}
    for standing in review.standings():
        name = say(standing.finding.outcome.printed) if standing.finding is not None else say("settled")
        told.setdefault(name, []).append(_days(review, standing))
    every = [days for some in told.values() for days in some]
    if any(days is not None for days in every):
        yield from (_closing(name, some) for name, some in told.items())
        yield _closing(say("all"), every)


def _closing(name: str, every: Sequence[float | None]) -> tuple[Cell, ...]:
    days = [one for one in every if one is not None]
    return (name, len(days), len(every) - len(days), Mean(_mean(days)), Mean(max(days, default=None)))


def categories(review: Review) -> list[Accuracy]:
    """How well the register described each category."""
    pairs = ((review.ledger.asset_of(one.asset), one) for one in review.loaded.reconciliation.findings() if one.asset)
    return accuracy((asset.category, finding) for asset, finding in pairs if asset is not None)


def rooms(review: Review) -> list[Accuracy]:
    """How well the register described each room; what was seen elsewhere counts where it was expected."""
    room = cache(partial(_room, review.loaded.register))
    pairs = ((one.expected or one.found, one) for one in review.loaded.reconciliation.findings() if one.asset)
    return accuracy((room(place), finding) for place, finding in pairs if place)


def _room(register: Register, text: str) -> str:
    """The room of a place by the register; where it names none, the second of three nodes or more, or what holds it."""
    nodes = Place.parse(text).nodes
    above = [Place(nodes[:depth]) for depth in range(1, len(nodes) + 1)]
    infos = (register.place(place) for place in above)
    named = next((info.place for info in infos if info is not None and info.kind == "room"), None)
    return str(named or (above[1] if len(nodes) > _SITE_AND_ROOM else above[max(0, len(nodes) - 2)]))


def accuracy_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """Category, expected, at its place, elsewhere, not located, share at its place."""
    return (_told(one, "no category") for one in categories(review))


def room_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """Room, expected, at its place, elsewhere, not located, share at its place."""
    return (_told(one, "without a place") for one in rooms(review))


def _told(one: Accuracy, nameless: str) -> tuple[Cell, ...]:
    name = one.name or say(nameless)
    return (name, one.whole, one.here, one.elsewhere, one.missing, Share(one.here, one.whole))


def earlier(review: Review) -> Iterator[tuple[AuditInfo, Looked]]:
    """Audits of this workspace that share places with this one and were opened before it, the oldest first."""
    scope = review.loaded.frame.scope
    mine = review.space.find(review.loaded.id)
    for info in review.space.events.audits():
        if info.id == mine.id or info.opened > mine.opened:
            continue
        try:
            shares = any(a.holds(b) or b.holds(a) for a in info.frame.scope for b in scope)
            loaded = review.space.look_at(info.id) if shares else None
        except AssetAuditError:  # its register version is not here any more
            continue
        if loaded is not None:
            yield info, loaded


def trend_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """Audit, when it was opened, and its figures; this audit is the last one."""
    before = list(earlier(review))
    if not before:
        return
    fixed = [(info, as_closed(review.space, loaded)) for info, loaded in before]
    for info, loaded in (*fixed, (review.space.find(review.loaded.id), review.loaded)):
        measures = loaded.reconciliation.measures()
        opened = datetime.fromtimestamp(info.opened / 1000, UTC).date().isoformat()
        shares = (Share(*measures[name]) for name in MEASURES[:6])
        days = days_to_close(type(review).open(review.space, info.id))
        yield (info.name, When(opened), *shares, Amount(measures["value_missing"].num), Mean(days))


def ages(review: Review) -> dict[Age, int]:
    """How many assets in scope were last seen how long before this audit's opening."""
    counted = Counter(one.age for one in unseen(review))
    reconciliation = review.loaded.reconciliation
    counted[Age.NOW] = sum(1 for _key, one, sighted in reconciliation.sighted() if one.asset is not None and sighted)
    return {age: counted[age] for age in Age if counted[age]}


def age_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """How long ago the assets in scope were last seen, counted from this audit's opening."""
    counted = ages(review)
    whole = sum(counted.values())
    return ((say(age.value), number, Share(number, whole)) for age, number in counted.items())


def unseen(review: Review) -> Iterator[Unseen]:
    """Assets in scope that this audit has not seen, with the days since their last sighting."""
    opened = review.space.find(review.loaded.id).opened
    others = [loaded.reconciliation for _, loaded in earlier(review)]
    asked = ((key, one) for key, one, sighted in review.loaded.reconciliation.sighted() if one.asset and not sighted)
    for some in batches(asked, _TOGETHER):
        for other in others:
            other.bring(things=[key for key, _one in some])
        for key, one in some:
            walls = [sighting.wall for other in others for sighting in other.sightings(key)]
            name = one.asset_tag or one.serial or one.asset or key
            yield Unseen(name, one.expected or "", days_before(opened, walls), max(walls, default=None))


def longest_unseen(review: Review) -> list[Unseen]:
    """Assets in scope that this audit has not seen, those that nobody ever saw first, then the longest unseen."""
    return sorted(unseen(review), key=lambda one: (one.days is not None, -(one.days or 0), one.name))


def unseen_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """Asset, where it is expected, the day on which it was last seen, and how many days that was before the opening."""
    for one in longest_unseen(review):
        day = "" if one.last is None else datetime.fromtimestamp(one.last / 1000, UTC).date().isoformat()
        days: Cell = "" if one.days is None else one.days
        yield (one.name, one.place or say("without a place"), When(day) if day else say("never"), days)
