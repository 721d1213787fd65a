"""The findings of one audit kept in a hub's database: brought up to date with what arrived, anew only where it must be.

First all events are filed (``intake``), then the shards that they touch are judged (``judging``), some at a time. Each
step is one transaction, so that it can be cut off at any moment and goes on where it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from sqlalchemy import Engine, insert, select, update

from assetaudit import __version__
from assetaudit.audit.attendance import Walks
from assetaudit.audit.chronicle import Chronicle
from assetaudit.audit.closing import closing_of
from assetaudit.audit.open_audit import frame_hash
from assetaudit.model.event import Event
from assetaudit.reconcile.batches import uncollected
from assetaudit.reconcile.rule import rule_versions
from assetaudit.store.event_database import writing
from assetaudit.store.projection.balance import settle
from assetaudit.store.projection.cache_file import DamagedError, renew, understood
from assetaudit.store.projection.engine import StoredEngine
from assetaudit.store.projection.intake import Intake
from assetaudit.store.projection.judging import PlaceState, judged
from assetaudit.store.projection.keys import CLOSING, key_of
from assetaudit.store.projection.lens import OWN, Lens, Terms
from assetaudit.store.projection.log import REFRAMING, Marked, MarkedLog
from assetaudit.store.projection.reading import Reading
from assetaudit.store.projection.rows import Rows
from assetaudit.store.projection.stale import first_shards, stale_shards
from assetaudit.store.projection.tables import PLACES, PROJECTIONS, make_room
from assetaudit.store.projection.totals import Totals, totals_in
from assetaudit.store.projection.window import Window

SHAPE = 5
"""Raised when what is stored, or how it is worked out, changes."""
EVENTS_AT_ONCE = 20_000
SHARDS_AT_ONCE = 250
Told = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and how much there is."""


class OvertakenError(Exception):
    """Another process changed the projection meanwhile."""


class Projection:
    """One audit's projection."""

    def __init__(self, engine: Engine, audit: str, log: MarkedLog, terms: Terms) -> None:
        self._engine = engine
        self._audit = audit
        self._log = log
        self._terms = terms
        self._lens: Lens | None = None
        self._intake: Intake | None = None
        self._number = self._turn = self._mark = 0
        self._totals = Totals()

    @property
    def program(self) -> str:
        """What has to be the same for a stored projection to be used: program, rules, and the audit's own terms."""
        parts = (SHAPE, __version__, rule_versions(), frame_hash(self._terms.frame), self._terms.register.version)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]

    def is_current(self) -> bool:
        """Whether it is there, made by this program, and knows every event."""
        return self._load() and self._mark == self._log.newest() and not self._left()

    def refresh(self, told: Told = lambda *_: None) -> None:
        """Bring it up to date, from the start where it has to be; whatever was done is kept if it is cut off."""
        try:
            self._bring_up(told)
        except DamagedError:
            told("what was kept is damaged and made anew", 1, 1)
            self._forget()
            self._number = self._turn = self._mark = 0
            self._lens = None
            self._bring_up(told)

    def _forget(self) -> None:
        if self._engine.dialect.name == "sqlite":
            renew(self._engine)
        else:
            with writing(self._engine) as connection:
                mine = PROJECTIONS.c.audit == self._audit
                connection.execute(update(PROJECTIONS).where(mine).values(program="", turn=PROJECTIONS.c.turn + 1))

    def _bring_up(self, told: Told) -> None:
        while True:
            try:
                with understood(self._engine):
                    if not self._load():
                        self._begin(told)
                    self._take_in(told)
                    self._judge(told)
                return
            except OvertakenError:
                self._lens = None

    def read(self) -> Reading:
        """What is stored, as it is at this moment; close it when done."""
        return Reading(self._engine, self._number, self._terms, self._log)

    def engine(self) -> StoredEngine:
        """An engine that answers from what is stored, as it is at this moment; close it when done."""
        return StoredEngine(*self._seen(), self._log)

    def turn(self, engine: StoredEngine) -> bool:
        """Let an engine answer from what is stored now; whether any finding may be another one."""
        engine.close()
        engine.turn_to(*self._seen())
        return engine.changed

    def _seen(self) -> tuple[Reading, Lens]:
        while True:
            lens, framing = self._looking(), self._totals.framing
            reading = self.read()
            if reading.totals.framing == framing:
                return reading, lens
            reading.close()  # another process has taken in another frame since
            self._load()

    def remember(self, later: int, signatures: Sequence[str]) -> None:
        """Keep what came after the closing and what signs it until an event more arrives: it takes long to find out."""
        totals = totals_in(self._totals.to_bytes())
        totals.later, totals.signatures = later, list(signatures)
        with suppress(OvertakenError), self._changing(totals, self._mark):
            pass

    def _load(self) -> bool:
        """Read what is stored; False where there is nothing that can be used."""
        with self._engine.connect() as connection:
            row = connection.execute(select(PROJECTIONS).where(PROJECTIONS.c.audit == self._audit)).first()
        if row is None:
            return False
        if row.turn != self._turn or row.number != self._number:
            self._lens = None
        self._number, self._turn, self._mark = row.number, row.turn, row.mark
        if row.program != self.program:
            return False
        self._totals = totals_in(row.body)
        return self._frame_stands() and (self._mark == 0 or self._checks())

    def _frame_stands(self) -> bool:
        """Whether the frame that counts is the one that was judged by: its register may have arrived meanwhile."""
        return not self._totals.framing or self._looking().grounds.frame.to_dict() == self._totals.frame

    def _checks(self) -> bool:
        """Whether the log still is the one that was read; a hub may have been restored from a backup."""
        return [event.hash for _mark, event in self._log.at([self._mark])] == [self._totals.check]

    def _left(self) -> int:
        with self._engine.connect() as connection:
            return Rows(connection, self._number).count_todo()

    def _begin(self, told: Told) -> None:
        """Forget everything, and plan what is to be judged."""
        told("places are planned", 0, 1)
        framing = _framing(self._log.framing())
        lens = Lens(self._terms, [event for _mark, event in framing])
        planned = lens.plan()
        marks = [mark for mark, _event in framing]
        frame, unsettled = lens.grounds.frame.to_dict(), lens.state.frame_troubles()
        totals = Totals(frame, marks, unsettled, planned=len(planned), chronicle=Chronicle().to_dict())
        if not self._number:
            self._make_line()
        with self._changing(totals, 0) as rows:
            rows.clear()
            states = (PlaceState(str(place), dict.fromkeys(sides, "not visited")) for place, sides in planned)
            places = zip(planned, states, strict=True)
            rows.add(
                PLACES, ((place.key, turn, state.to_bytes()) for turn, ((place, _sides), state) in enumerate(places))
            )
            for top in lens.grounds.scope:
                rows.add_todo({info.place.key: str(info.place) for info in lens.grounds.register.places_in(top.node)})
            rows.add_todo({OWN + asset.key: "" for asset in lens.grounds.register.unplaced()})
        told("places are planned", 1, 1)
        self._lens = None

    def _make_line(self) -> None:
        values = {"audit": self._audit, "program": "", "mark": 0, "turn": 0, "body": b"{}"}
        with writing(self._engine) as connection:
            made = connection.execute(insert(PROJECTIONS).values(values)).inserted_primary_key
            self._number, self._turn = int(made[0]) if made is not None else 0, 0
            make_room(connection, self._number)

    @contextmanager
    def _changing(self, totals: Totals, mark: int) -> Iterator[Rows]:
        """One step: all of it or nothing, and only if nobody else made one meanwhile."""
        mine = (PROJECTIONS.c.number == self._number) & (PROJECTIONS.c.turn == self._turn)
        with self._engine.connect().execution_options(
            turn=_TURN.get(self._engine.dialect.name, "DEFERRED")
        ) as connection:
            with connection.begin():
                done = connection.execute(update(PROJECTIONS).where(mine).values(turn=self._turn + 1)).rowcount
                if done != 1:
                    raise OvertakenError
                yield Rows(connection, self._number)
                values = {"program": self.program, "mark": mark, "body": totals.to_bytes()}
                connection.execute(update(PROJECTIONS).where(PROJECTIONS.c.number == self._number).values(values))
            self._turn += 1
            self._totals, self._mark = totals, mark

    def _looking(self) -> Lens:
        """The lens, made once for a process."""
        if self._lens is None:
            framing = [event for _mark, event in self._log.at(self._totals.framing)]
            with self._engine.connect() as connection:
                planned = [PlaceState.of(body).planned() for _node, body in Rows(connection, self._number).planned()]
            self._lens, self._intake = Lens(self._terms, framing, planned), None
        return self._lens

    def _take_in(self, told: Told) -> None:
        chronicle, walks = Chronicle.from_dict(self._totals.chronicle), Walks.from_dict(self._totals.walks)
        started = self._mark
        newest, done = self._log.newest(), False
        while batch := self._log.after(self._mark, EVENTS_AT_ONCE):
            lens = self._looking()
            if self._totals.judging and _reframes(lens, [event for _mark, event in batch]):
                self._begin(told)
                self._take_in(told)
                return
            self._file(lens, batch, chronicle, walks)
            done = True
            told("events are read", self._mark - started, max(newest, self._mark) - started)
        if done:
            self._note_closing()

    def _file(self, lens: Lens, batch: Sequence[Marked], chronicle: Chronicle, walks: Walks) -> None:
        events = [event for _mark, event in batch]
        for event in events:
            chronicle.learn(event)
            walks.learn(event)
        totals, (mark, last) = totals_in(self._totals.to_bytes()), batch[-1]
        totals.check, totals.chronicle, totals.walks = last.hash, chronicle.to_dict(), walks.to_dict()
        totals.later, totals.signatures = -1, []
        with self._changing(totals, mark) as rows:
            intake = self._intake = self._intake or Intake(lens, rows, self._log)
            intake.use(rows, totals)
            with uncollected():
                intake.file(batch)
            totals.strange = sorted({*totals.strange, *intake.strange})
            if totals.judging:
                rows.add_todo(stale_shards(lens, rows, self._log, intake))
            else:
                rows.add_todo(first_shards(lens, intake))

    def _note_closing(self) -> None:
        totals = totals_in(self._totals.to_bytes())
        with self._changing(totals, self._mark) as rows:
            marks = [mark for some in rows.marks([key_of(CLOSING, "")]).values() for mark in some]
            window = Window(self._looking(), rows, self._log, totals.users)
            window.load(marks)
            found = {event.hash: mark for mark, event in self._log.at(marks)}
            closings = [event for _mark, event in self._log.at(marks)]
            closing = closing_of(closings, window.state.fold.live)
            totals.closing = 0 if closing is None else found[closing.hash]

    def _judge(self, told: Told) -> None:
        of, done = self._left(), 0
        while done < of:
            lens, totals = self._looking(), totals_in(self._totals.to_bytes())
            totals.judging = True
            with self._changing(totals, self._mark) as rows:
                shards = rows.todo(SHARDS_AT_ONCE)
                with uncollected():
                    settle(rows, totals, judged(lens, Window(lens, rows, self._log, totals.users), shards))
            done += len(shards)
            told("places are judged", done, of)


_TURN = {"sqlite": "IMMEDIATE"}


def _framing(found: Sequence[Marked]) -> list[Marked]:
    """Those that change the frame or the names of places, and every void that bears on them."""
    chosen = {event.hash for _mark, event in found if event.k in REFRAMING}
    more = True
    while more:
        voids = {event.hash for _mark, event in found if event.k == "void" and not chosen.isdisjoint(event.sup)}
        more = not voids <= chosen
        chosen |= voids
    return [(mark, event) for mark, event in found if event.hash in chosen]


def _reframes(lens: Lens, events: Sequence[Event]) -> bool:
    """Whether everything has to be understood anew."""
    return any(
        event.k in REFRAMING or (event.k == "void" and not lens.framed_by.isdisjoint(event.sup)) for event in events
    )
