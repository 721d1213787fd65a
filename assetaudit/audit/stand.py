"""Where a person stands and what they write there: one event at a time, committed before anything is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assetaudit.audit.engine import Engine
from assetaudit.audit.trail import Trail, place_of
from assetaudit.audit.verdicts import Judge, nothing_done
from assetaudit.model.asset import Asset
from assetaudit.model.event import Draft, Event
from assetaudit.model.needs import EventWriter, Register
from assetaudit.model.payload import read_to_payload, utf8
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.model.verdict import Verdict


class Stand:
    """The latch (place, side and the event that set it) and the only way from here into the log."""

    def __init__(self, engine: Engine, writer: EventWriter, register: Register, user: str) -> None:
        self.engine = engine
        self.register = register
        self.user = user
        self.trail = Trail(engine.live)
        self.judge = Judge(engine, register)
        self.place: Place | None = None
        self.side: str | None = None
        self.at: str | None = None
        """Hash of the place event."""
        self._writer = writer

    def write(self, k: str, d: dict[str, Any], *, sup: Sequence[str] = (), read: Read | None = None) -> Event:
        """Commit an event, take it into the findings, and remember it for an undo."""
        event = self._commit(k, d, sup, read)
        self.trail.note(event)
        return event

    def keep(self, read: Read) -> Event:
        """Commit a read that is no doing of a person's: nothing to undo."""
        return self._commit("scan", self.standing(), (), read)

    def _commit(self, k: str, d: dict[str, Any], sup: Sequence[str], read: Read | None) -> Event:
        payload = d if read is None else d | {"read": read_to_payload(read)}
        event = self._writer.append(Draft(k, payload, tuple(sup)), user=self.user)
        self.engine.take(event)
        return event

    def standing(self) -> dict[str, Any]:
        """``at`` for a payload, if one stands anywhere."""
        return {} if self.at is None else {"at": self.at}

    def latch(self, event: Event | None) -> None:
        """Stand where a place event says; None for nowhere."""
        self.place = place_of(event)
        self.side = None if event is None else event.d.get("side")
        self.at = None if event is None else event.hash

    def idle(self, name: str, read: Read | None, sentence: str) -> Verdict:
        """The answer to a command that can do nothing here; a read that gave it is kept all the same."""
        event = None if read is None else self.keep(read)
        return nothing_done(text_of(read, name), sentence, self.place, event)

    def last_asset(self) -> Asset | None:
        """The one asset that the last scan or pick was about."""
        last = self.trail.last_seen()
        keys = () if last is None else self.engine.meaning(last.hash).assets
        return self.register.asset(keys[0]) if len(keys) == 1 else None


def text_of(read: Read | None, name: str) -> str:
    """The read as it came, or the command's name where it came from a key."""
    return f"CMD:{name}" if read is None else utf8(read.raw)
