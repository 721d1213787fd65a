"""Acts: what one person did at once in the review, which undo takes back at once, however many events it came to.

A decision about a thousand findings is several events, and so is what was proposed for each of them; a case may also
be settled by what is said of a place or of a scan. Whoever takes the last step back means all of it, and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise

from assetaudit.model.event import REVIEW_KINDS, Event

_ASIDE = frozenset({"signature", "void"})
_DECIDED = frozenset({"decision", "alias", "resolve"})
"""Kinds that one decision about many comes to."""


def is_act(event: Event) -> bool:
    """Whether a person did this at a desk: said something of findings, or of what a name or a scan means."""
    if event.k == "resolve":
        return event.d.get("how") == "is"
    return event.k == "alias" or event.k in REVIEW_KINDS


class Acts:
    """The events that people wrote at desks, by log."""

    def __init__(self) -> None:
        self._known: dict[str, Event] = {}
        self._logs: dict[str, dict[int, Event]] = defaultdict(dict)

    def add(self, event: Event) -> None:
        """Take in one event of any kind."""
        if is_act(event):
            self._known[event.hash] = event
            self._logs[event.log][event.seq] = event

    def get(self, event_hash: str) -> Event | None:
        """An event by its hash; None where it is none of the review, or not here."""
        return self._known.get(event_hash)

    def of(self, mine: Callable[[Event], bool]) -> Iterator[Event]:
        """One person's events that can be taken back."""
        return (event for event in self._known.values() if event.k not in _ASIDE and mine(event))

    def last(self, mine: Callable[[Event], bool]) -> list[Event]:
        """What was done at once when the last of one person's events was written; nothing where there is none."""
        last = max(self.of(mine), key=lambda event: (event.wall, event.log, event.seq), default=None)
        if last is None:
            return []
        found = [last]
        for later, event in pairwise(self._back(last)):
            if not _together(event, later):
                break
            found.append(event)
        return [event for event in reversed(found) if mine(event)]

    def _back(self, last: Event) -> Iterator[Event]:
        """The events of a log from one backwards, without signatures, as far as nothing else lies between."""
        log, seq = self._logs[last.log], last.seq
        while (event := log.get(seq)) is not None:
            if event.k not in _ASIDE:
                yield event
            seq -= 1


def _together(event: Event, later: Event) -> bool:
    kinds = {event.k, later.k}
    return (len(kinds) == 1 or kinds <= _DECIDED) and _said(event) == _said(later) and event.user == later.user


def _said(event: Event) -> object:
    """What events of one act have in common: the reason that was given."""
    return event.d.get("why") or event.d.get("note")
