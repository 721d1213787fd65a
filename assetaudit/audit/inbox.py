"""Reads that came while no audit was open: kept in a log of the workspace until somebody takes them into an audit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assetaudit.model.event import Draft, Event
from assetaudit.model.needs import EventSource, EventWriter
from assetaudit.model.payload import read_from_payload, read_to_payload
from assetaudit.model.read import Read, ReadError


class Inbox:
    """Nothing leaves it by itself: what was taken into an audit, or thrown away by a person, stays in its log."""

    def __init__(self, source: EventSource, writer: Callable[[], EventWriter]) -> None:
        self._source = source
        self._new_writer = writer
        self._writer: EventWriter | None = None

    def keep(self, read: Read, user: str) -> Event:
        """Save one read; on disk when this returns."""
        return self._open().append(Draft("scan", {"read": read_to_payload(read)}), user=user)

    def waiting(self) -> tuple[Event, ...]:
        """The reads that nobody has dealt with, in the order in which each device made them."""
        events = list(self._source.events())
        gone = {known for event in events if event.k == "void" for known in event.sup}
        return tuple(
            sorted(
                (event for event in events if event.k == "scan" and event.hash not in gone),
                key=lambda event: (event.wall, event.log, event.seq),
            )
        )

    def settle(self, events: Sequence[Event], reason: str, user: str) -> None:
        """Note what became of some reads: taken into an audit, or not wanted."""
        if events:
            sup = tuple(sorted(event.hash for event in events))
            self._open().append(Draft("void", {"reason": reason}, sup), user=user)

    def close(self) -> None:
        """Let go of the log."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _open(self) -> EventWriter:
        if self._writer is None:
            self._writer = self._new_writer()
        return self._writer


def reads_of(events: Sequence[Event]) -> list[Read]:
    """The reads that events of the inbox hold."""
    found = []
    for event in events:
        try:
            found.append(read_from_payload(event.d["read"]))
        except (KeyError, ReadError):
            continue
    return found
