"""The next event of a log: numbered, stamped, put into bytes and hashed onto the one before."""

from __future__ import annotations

from typing import NamedTuple

from assetaudit.model.event import VERSION, Draft, Event
from assetaudit.model.needs import Clock
from assetaudit.store.event_bytes import CHAIN_START, canonical, chain
from assetaudit.store.event_ids import wall_ms


class Row(NamedTuple):
    """One line of the events table, without the mark that the file gives it."""

    log: int
    seq: int
    hash: bytes
    body: bytes


class Chain(NamedTuple):
    """Where a log stands."""

    number: int
    """The log's number in this file."""
    log: str
    audit: str
    seq: int = 0
    tip: bytes = CHAIN_START

    def link(self, draft: Draft, *, user: str, clock: Clock) -> tuple[Chain, Event, Row]:
        """The log after one more event, that event, and its line for the table."""
        seq, wall, mono, boot = self.seq + 1, wall_ms(clock), clock.mono_ms(), clock.boot()
        body = canonical(
            {
                "audit": self.audit,
                "boot": boot,
                "d": draft.d,
                "k": draft.k,
                "log": self.log,
                "mono": mono,
                "seq": seq,
                "sup": draft.sup,
                "user": user,
                "v": VERSION,
                "wall": wall,
            }
        )
        tip = chain(self.tip, body)
        event = Event(
            draft.k, self.log, seq, self.audit, tip.hex(), draft.d, tuple(draft.sup), user, wall, mono, boot, VERSION
        )
        return Chain(self.number, self.log, self.audit, seq, tip), event, Row(self.number, seq, tip, body)
