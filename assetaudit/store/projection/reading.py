"""A stored projection as reports ask it: totals at once, findings one by one, all of one moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby

import msgspec
from sqlalchemy import Engine, select

from assetaudit.audit.chronicle import Chronicle
from assetaudit.model.event import COUNTING_KINDS, Event
from assetaudit.model.finding import LIST_ORDER, Finding, Measure, Outcome
from assetaudit.model.frame import Frame
from assetaudit.model.needs import Register
from assetaudit.model.place import Place
from assetaudit.reconcile.answering import Witness
from assetaudit.reconcile.progress import Progress
from assetaudit.reconcile.state import Need, in_walking_order
from assetaudit.reconcile.sums import PlaceSums
from assetaudit.reconcile.troubles import NAMED, lacking
from assetaudit.store.event_database import SNAPSHOT
from assetaudit.store.projection.cache_file import understood
from assetaudit.store.projection.judging import LONGEST, PlaceState, ShardBody, decoded, restored
from assetaudit.store.projection.keys import EVENT, PICTURE, REVIEW, key_of
from assetaudit.store.projection.lens import Terms
from assetaudit.store.projection.log import MarkedLog
from assetaudit.store.projection.rows import Rows
from assetaudit.store.projection.tables import PROJECTIONS
from assetaudit.store.projection.totals import FEW, totals_in

_AT_ONCE = 2_000


class Reading:
    """One look at a projection; nothing that arrives later is seen."""

    def __init__(self, engine: Engine, number: int, terms: Terms, log: MarkedLog) -> None:
        options = SNAPSHOT.get(engine.dialect.name, {})
        self._engine = engine
        self._connection = engine.connect().execution_options(**options)
        self.rows = Rows(self._connection, number)
        """What is looked up at this moment."""
        row = self._connection.execute(select(PROJECTIONS).where(PROJECTIONS.c.number == number)).one()
        self.totals = totals_in(row.body)
        self.frame = Frame.from_dict(self.totals.frame)
        """The frame that counts."""
        self.chronicle = Chronicle.from_dict(self.totals.chronicle)
        """Who took part, and how the logs end."""
        opened = terms.reopen(self.frame) if terms.reopen is not None and self.frame != terms.frame else None
        self.register: Register = terms.register if opened is None else opened[0]
        """The register version of that frame."""
        found = log.at([self.totals.closing]) if self.totals.closing else ()
        self._log = log
        self.closing = next((event for _mark, event in found), None)
        """The event that closed the audit and still counts."""
        self._score = restored(self.totals.score)

    def close(self) -> None:
        """Let go of the moment."""
        self._connection.close()

    def counts(self) -> dict[Outcome, int]:
        """How many findings each outcome has."""
        return {outcome: self._score.outcomes[outcome] for outcome in LIST_ORDER}

    def measures(self) -> dict[str, Measure]:
        """Every measure."""
        return self._score.measures(Measure(self.totals.closed, self.totals.planned))

    def measures_by_basis(self) -> dict[str, dict[str, Measure]]:
        """The measures of what was seen, by basis."""
        return self._score.by_basis()

    @cached_property
    def planned(self) -> tuple[PlaceState, ...]:
        """Places that have to be visited, in walking order, and how far each is."""
        return tuple(PlaceState.of(body) for _node, body in self.rows.planned())

    @cached_property
    def states(self) -> dict[str, PlaceState]:
        """The same by the key of the node."""
        return {Place.parse(state.text).key: state for state in self.planned}

    def troubles(self) -> list[str]:
        """Why the audit is not complete, a sentence each."""
        left = [Place.parse(place.text) for place in self.planned if not place.closed]
        totals = self.totals
        return list(lacking(left[:NAMED], len(left), totals.unsettled, totals.strange, self.frame))

    def at(self, node_key: str) -> Progress:
        """Counts over one node alone."""
        _turn, body = self.rows.turns((node_key,)).get(node_key, (None, None))
        return Progress() if body is None else progress_of(PlaceState.of(body))

    def signatures(self) -> tuple[Event, ...]:
        """What signs the closing, as far as it is remembered."""
        known = self.totals.signatures
        marks = {mark for some in self.rows.marks([key_of(EVENT, each) for each in known]).values() for mark in some}
        return tuple(event for _mark, event in self._log.at(marks) if event.hash in known)

    def reviewed(self, mark: int) -> tuple[int, Sequence[Event]]:
        """Some events more that the review has to know, from after a mark, and the mark to go on from."""
        marks = self.rows.marks_after(key_of(REVIEW, ""), mark, _AT_ONCE)
        return (marks[-1] if marks else mark), [event for _mark, event in self._log.at(marks)]

    def pictured(self) -> Iterator[Event]:
        """Every event that names a photograph."""
        mark = 0
        while marks := self.rows.marks_after(key_of(PICTURE, ""), mark, _AT_ONCE):
            yield from (event for _mark, event in self._log.at(marks))
            mark = marks[-1]

    def author(self, event_hash: str) -> str:
        """Who wrote an event; empty where it is not here."""
        marks = {mark for some in self.rows.marks([key_of(EVENT, event_hash)]).values() for mark in some}
        return next((event.user for _mark, event in self._log.at(marks) if event.hash == event_hash), "")

    def counting(self) -> Mapping[str, Iterator[str]]:
        """By user, hashes of the events by which they counted: the first ones, then those of the whole log."""
        return {user: self._counting(user, marks) for user, marks in self.totals.counted.items()}

    def _counting(self, user: str, marks: Sequence[int]) -> Iterator[str]:
        yield from (event.hash for _mark, event in self._log.at(marks))
        mark = marks[-1]
        while len(marks) == FEW and (some := self._log.after(mark, _AT_ONCE)):
            yield from (event.hash for _mark, event in some if event.user == user and event.k in COUNTING_KINDS)
            mark = some[-1][0]

    def findings(self) -> Iterator[Finding]:
        """Every finding in the fixed order."""
        return (finding for _key, finding, _witnesses in self.witnessed())

    def witnessed(self) -> Iterator[tuple[str, Finding, list[Witness]]]:
        """Every finding in the fixed order with its thing's key, and who saw that where; read when asked for."""
        for head, some in groupby(self._lines(), key=_head):
            found = self._understood(some)
            yield from found if head is None else sorted(found, key=lambda one: (one[1].sort_key, one[0]))

    def _understood(self, lines: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[str, Finding, list[Witness]]]:
        with understood(self._engine):
            for _line, body in lines:
                yield decoded(body)

    def labels(self) -> list[Need]:
        """Labels that are needed, in walking order."""
        found = (line for body in self.rows.shards() for line in msgspec.json.decode(body, type=ShardBody).labels)
        needs = ((self.register.asset(key), Place.parse(place), reason) for key, place, reason in found)
        return in_walking_order((asset, place, reason) for asset, place, reason in needs if asset is not None)

    def progress(self) -> PlaceSums:
        """What is counted by place."""
        sums = PlaceSums()
        for node, body in self.rows.places():
            place = PlaceState.of(body)
            planned = {"planned": 1, "closed": int(place.closed)} if place.sides else {}
            sums.take(node, place.sums | planned)
        return sums

    def _lines(self) -> Iterator[tuple[bytes, bytes]]:
        last = b""
        while some := self.rows.lines(last, _AT_ONCE):
            yield from some
            last = some[-1][0]


def progress_of(place: PlaceState) -> Progress:
    """What is counted at one node."""
    sums = {name: place.sums.get(name, 0) for name in ("expected", "seen", "wrong", "unknown")}
    return Progress(**sums, left=sums["expected"] - sums["seen"], planned=int(bool(place.sides)), closed=place.closed)


def _head(line: tuple[bytes, bytes]) -> bytes | None:
    """What lines have in common that were cut because they are too long to compare; None of all others."""
    return line[0][:LONGEST] if len(line[0]) > LONGEST else None
