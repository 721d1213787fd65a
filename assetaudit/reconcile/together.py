"""Very many events taken in: plain scans made under one place go in together, all others one by one between them.

What comes of it is what comes of one after the other, in the same order of arrival; most events of a replay are plain
scans, and going through every question for each of them takes twice as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from assetaudit.model.event import VERSION, Event
from assetaudit.model.finding import Basis
from assetaudit.reconcile.claims import BASIS_ORDER
from assetaudit.reconcile.reading import Alone, basis_of, plain_text
from assetaudit.reconcile.sights import Seen
from assetaudit.reconcile.state import State

_KEYS = frozenset({"at", "read"})
_TYPED_KEYS = frozenset({"at", "read", "typed"})
_TYPED = BASIS_ORDER[Basis.TYPED]


class _Ranks(dict[str, int]):
    """The rank of the basis by the kind of a name, worked out once for each."""

    def __missing__(self, kind: str) -> int:
        rank = self[kind] = BASIS_ORDER[basis_of(kind)]
        return rank


_RANKS = _Ranks()
_Pair: TypeAlias = tuple[Event, Alone | None]
"""An event, and what its read points at by itself."""


def together(state: State, events: Sequence[Event]) -> Iterator[Event | Sequence[str]]:
    """Takes in plain scans and answers the keys of the assets seen; hands out every other event when its turn comes.

    Whoever asks takes in what is handed out before asking on.
    """
    start = 0
    while start < len(events):
        reads, left = state.interpreter.reads, events[start:]
        texts = [_text(event) for event in left]
        alone = reads.alone([text for text in texts if text is not None])
        found = [None if text is None else alone.get(text) for text in texts]
        state.read_ahead([event for event, one in zip(left, found, strict=True) if one is None])
        under = [None if one is None else event.d["at"] for event, one in zip(left, found, strict=True)]
        for at, group in groupby(zip(under, left, found, strict=True), key=itemgetter(0)):
            run = [(event, one) for _, event, one in group]
            start += len(run)
            yield from (event for event, _ in run) if at is None else _seen(state, at, run)
            if state.interpreter.reads is not reads:
                break  # under another frame reads mean other things


def _text(event: Event) -> str | None:
    """The text of a scan that refers to no event but its place."""
    if event.k != "scan" or event.v > VERSION or event.sup:
        return None
    d = event.d
    if d.keys() == _KEYS or (d.keys() == _TYPED_KEYS and d["typed"] is True):
        return plain_text(d["read"]) if type(d["at"]) is str else None
    return None


def _seen(state: State, at: str, run: Sequence[_Pair]) -> Iterator[Event | Sequence[str]]:
    """Take in a run of plain scans, those together that are the first to see their assets."""
    place = state.interpreter.node_under(at)
    rooms = [None] * len(run) if place is None else state.book.rooms([one[0] for _, one in run if one is not None])
    start = 0
    for free, group in groupby(rooms, key=_is_free):
        some = list(group)
        part = run[start : start + len(some)]
        start += len(some)
        seen = _columns(part, some) if free else None
        if place is not None and seen is not None and state.add_seen(at, place, seen):
            yield seen.keys
        else:
            events = [event for event, _ in part]
            state.read_ahead(events)
            yield from events


def _is_free(room: int | None) -> bool:
    return room is not None


def _columns(part: Sequence[_Pair], rooms: Sequence[int | None]) -> Seen:
    events = [event for event, _ in part]
    alone = [one for _, one in part if one is not None]
    return Seen(
        events,
        [event.hash for event in events],
        [key for key, _ in alone],
        [_TYPED if "typed" in event.d else _RANKS[kind] for event, (_, kind) in zip(events, alone, strict=True)],
        [room for room in rooms if room is not None],
    )
