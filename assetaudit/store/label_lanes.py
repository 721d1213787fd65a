"""Who has which lane of label numbers, as far as it is known here: by this laptop's own book, and by what others told.

A lane belongs to one laptop alone as long as one laptop of the team gives them all. Two that give them would give one
twice and never notice; so laptops tell each other when they meet, and what may stand on two labels is worked out.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

import msgspec

from assetaudit.model.lane import is_own_lane, own_lane
from assetaudit.store.label_book import LabelBook
from assetaudit.store.register_codes import check_character

DIGITS = "123456789"
"""Lanes that one laptop of a team gives."""
_HEARD = "heard"
_MOST = 200
"""Lines that are handed on; a team has nine lanes."""
_MOST_TEXT = 100


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the numbers of a series went."""

    count: int
    """The highest counter."""
    first: str
    last: str
    """The numbers themselves."""


@dataclass(frozen=True, slots=True, order=True)
class LaneUse:
    """A laptop that has a lane."""

    lane: str
    holder: str
    """The laptop's own lane (``model.lane.own_lane``), which names it."""
    giver: str = ""
    """Own lane of the laptop that gave it; empty where the giver has not told."""
    name: str = ""
    """What the laptop calls itself; empty where it has not told."""
    used: Mapping[str, Reach] = field(default_factory=dict, compare=False)
    """By series."""


def known_uses(book: LabelBook) -> list[LaneUse]:
    """Every use of a lane that is known here: by this laptop's own book, and by hearsay."""
    return _joined([*_own_uses(book), *_heard_uses(book)]) if book.begun else []


def learn(book: LabelBook, uses: Iterable[LaneUse]) -> list[str]:
    """Remember what another laptop told; returns what is to be told of it here, and was not before."""
    known = known_uses(book)
    new = [use for use in _joined([*known, *uses]) if use not in known or _reach(use) != _reach_in(known, use)]
    for use in new:
        book.add(_HEARD, "", dict(msgspec.to_builtins(use)))
    before = set(warnings(known))
    return [text for text in warnings(known_uses(book)) if text not in before] if new else []


def warnings(uses: Iterable[LaneUse]) -> list[str]:
    """What people have to know of lanes that were given twice, a sentence each."""
    every = sorted(uses)
    givers = sorted({use.giver for use in every} - {""})
    texts = [text for _lane, some in groupby(every, lambda use: use.lane) if (text := _twice(list(some)))]
    if len(givers) > 1:
        names = {use.holder: use.name for use in every}
        told = _listed([_called(giver, names.get(giver, "")) for giver in givers])
        texts.append(f"Lanes of label numbers are given out by {told}: let only one of them do so.")
    return texts


def taken_twice(uses: Iterable[LaneUse], lane: str) -> str:
    """Why no more numbers of a lane should be made; empty where it belongs to one laptop alone."""
    return _twice(sorted(use for use in uses if use.lane == lane))


def packed(uses: Iterable[LaneUse]) -> bytes:
    """As they are told to others."""
    return msgspec.json.encode(list(uses)[:_MOST])


def unpacked(data: bytes) -> list[LaneUse]:
    """What another laptop told; whatever is not understood is left out, for a newer one may tell more."""
    try:
        lines = msgspec.json.decode(data, type=list[msgspec.Raw])[:_MOST]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    return [use for line in lines if (use := _understood(line)) is not None]


def _understood(line: msgspec.Raw) -> LaneUse | None:
    try:
        use = msgspec.json.decode(line, type=LaneUse)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    texts = [use.name, *use.used, *(text for reach in use.used.values() for text in (reach.first, reach.last))]
    plain = all(len(text) <= _MOST_TEXT and (text.isprintable() or not text) for text in texts)
    named = is_own_lane(use.holder) and (not use.giver or is_own_lane(use.giver))
    return use if plain and named and len(use.lane) == 1 and use.lane in DIGITS else None


def _own_uses(book: LabelBook) -> Iterator[LaneUse]:
    reaches = _reaches(book)
    for fact in book.facts(kind="lane"):
        lane, holder = str(fact.detail["lane"]), own_lane(fact.detail["device"], fact.detail["machine"])
        used = {series: reach for series, reach in reaches.items() if series.split("|")[1:2] == [lane]}
        ours = holder == own_lane(book.device.id, book.device.machine)
        yield LaneUse(lane, holder, name=platform.node()[:_MOST_TEXT] if ours else "", used=used)
    for fact in book.facts(kind="given"):
        giver = own_lane(fact.detail["device"], fact.detail["machine"])
        yield LaneUse(str(fact.detail["lane"]), str(fact.detail["to"]), giver)


def _reaches(book: LabelBook) -> dict[str, Reach]:
    found: dict[str, Reach] = {}
    for fact in book.facts(kind="reserve"):
        if numbers := fact.detail["numbers"]:
            before = found.get(fact.code)
            first = numbers[0] if before is None else before.first
            found[fact.code] = Reach(int(fact.detail["last"]), first, numbers[-1])
    return found


def _heard_uses(book: LabelBook) -> Iterator[LaneUse]:
    for fact in book.facts(kind=_HEARD):
        yield msgspec.convert(fact.detail, LaneUse)


def _joined(uses: Iterable[LaneUse]) -> list[LaneUse]:
    """One line for each laptop and lane, with all that is known of it."""
    found: dict[tuple[str, str], LaneUse] = {}
    for use in uses:
        old = found.get((use.lane, use.holder), use)
        used = dict(old.used)
        for series, reach in use.used.items():
            used[series] = max(used.get(series, reach), reach, key=lambda one: one.count)
        giver, name = old.giver or use.giver, old.name or use.name
        found[use.lane, use.holder] = replace(old, giver=giver, name=name, used=used)
    return sorted(found.values())


def _reach(use: LaneUse) -> dict[str, int]:
    return {series: reach.count for series, reach in use.used.items()}


def _reach_in(known: Iterable[LaneUse], wanted: LaneUse) -> dict[str, int]:
    return next((_reach(use) for use in known if (use.lane, use.holder) == (wanted.lane, wanted.holder)), {})


def _twice(holders: list[LaneUse]) -> str:
    if len(holders) < 2:
        return ""
    told = _listed([_called(use.holder, use.name) for use in holders])
    ranges = _listed([f"{reach.first} to {reach.last}" for reach in _doubled(holders)])
    may = f"each of {ranges} may stand on two labels" if ranges else "no number is known to stand on two labels yet"
    return f"Lane {holders[0].lane} of label numbers belongs to {told}: {may}."


def _doubled(holders: list[LaneUse]) -> Iterator[Reach]:
    """Of each series that several laptops used, as far as the second of them went."""
    for series in sorted({series for use in holders for series in use.used}):
        reached = sorted((use.used[series] for use in holders if series in use.used), key=lambda one: -one.count)
        if len(reached) > 1:
            yield reached[1]


def _called(holder: str, name: str) -> str:
    code = holder + check_character(holder)
    return f"{name} (code {code})" if name else f"the laptop with code {code}"


def _listed(texts: list[str]) -> str:
    return " and ".join(texts)
