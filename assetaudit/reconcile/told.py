"""Words one event's meaning as things stand: what it points at, where it counts, whether it repeats another."""

from __future__ import annotations

from collections.abc import Iterator

from assetaudit.model.place import Place
from assetaudit.reconcile.agree import agree
from assetaudit.reconcile.claims import BASES, Claim, Says
from assetaudit.reconcile.meaning import Meaning
from assetaudit.reconcile.state import State


def plain_meaning(state: State, known: str) -> Meaning | None:
    """What a scan was taken as that is all that is said of its asset, and no other event refers to; None for others."""
    event = state.fold.events.get(known)
    plain = state.book.plainly(known) if event is not None and state.fold.apart(event) else None
    if event is None or plain is None or known in state.fold.strange:
        return None
    key, sight = plain
    text, basis = state.interpreter.reading(event).text, BASES[sight.rank]
    return Meaning(known, live=True, text=text, assets=(key,), basis=basis, places=(sight.place,))


def meaning(state: State, known: str) -> Meaning:
    """What any other event was taken as; an empty meaning for one that is not here."""
    understood = taken(state, known)
    here = known in state.fold.events and known not in state.fold.strange
    return understood._replace(repeat_of=_repeat(state, known)) if here else understood


def taken(state: State, known: str) -> Meaning:
    """The same without what it repeats: to find that costs as much as was ever said of the thing."""
    event = state.fold.events.get(known)
    if event is None or known in state.fold.strange:
        return Meaning(known)
    claims = state.said(known)
    places = state.interpreter.places(event)
    live = state.fold.live(known)
    if event.k != "scan":
        assets = tuple(sorted({key for claim in claims for key in claim.assets}))
        basis = claims[0].basis if claims else None
        return Meaning(known, live=live, assets=assets, basis=basis, places=tuple(places))
    reading, joined = state.interpreter.reading(event), state.interpreter.joined(event)
    unknown = next((claim for claim in claims if claim.says is Says.UNKNOWN), None)
    lone = reading.is_device and not reading.assets and not joined.assets
    return Meaning(
        known,
        live=live,
        text=reading.text,
        assets=tuple(sorted({key for claim in claims for key in claim.assets})) or joined.assets,
        identifier=unknown.identifier if unknown else (reading.text if lone else None),
        no_device=reading.no_device if not joined.assets else None,
        basis=claims[0].basis if claims else (joined.basis or reading.basis),
        places=tuple(places),
        conflict=joined.conflict,
        beside=state.interpreter.beside(event),
        proposed=reading.text if reading.is_device and not reading.assets and joined.assets else None,
    )


def _repeat(state: State, known: str) -> str | None:
    """The latest event that arrived earlier and saw the same thing at the same place by evidence as strong."""
    own = state.said(known)
    event = state.fold.events[known]
    beside = set(state.interpreter.beside(event)) if event.k == "scan" else set()
    arrived = state.fold.events.arrived
    before = arrived(known)
    earlier = [
        name
        for claim in own
        for other in _same(state, claim)
        for name in other.events
        if arrived(name) < before and name not in beside
    ]
    return max(earlier, key=arrived, default=None)


def _same(state: State, claim: Claim) -> Iterator[Claim]:
    if claim.says not in (Says.SEEN, Says.UNKNOWN, Says.AMBIGUOUS):
        return
    for key in claim.keys[:1]:
        for other in state.book.of(key):
            same_words = other.says is claim.says and other.strength <= claim.strength
            if same_words and _same_place(state, key, claim.place, other.place):
                yield other


def _same_place(state: State, key: str, first: Place | None, second: Place | None) -> bool:
    if first is None or second is None:
        return False
    asset = state.grounds.register.asset(key)
    expected, height = (state.judge.expected(asset), asset.height_half_units) if asset is not None else (None, 1)
    return agree(first, second, expected, height)
