"""What became of labels: numbers reserved, labels printed, paired, voided and seen again; facts that are only added to.

Labels outlive audits, so their book is a file of the workspace beside the log of events. The state of a number or of a
label is worked out from its facts; a reservation is one transaction, so that no two processes get the same number.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import URL, Connection, Engine, Row, create_engine, event, text

from assetaudit.errors import StoreError
from assetaudit.model.needs import Clock
from assetaudit.paths import Home
from assetaudit.store.event_database import begin_turn, prepare_durable, reading, told, writing
from assetaudit.store.event_device import Device, this_device
from assetaudit.store.event_ids import IdMaker, wall_ms

_TABLES = (
    "CREATE TABLE IF NOT EXISTS facts (mark INTEGER PRIMARY KEY, at INTEGER NOT NULL, user TEXT NOT NULL, "
    "kind TEXT NOT NULL, batch INTEGER, code TEXT NOT NULL, detail TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS facts_by_code ON facts (code, mark)",
    "CREATE INDEX IF NOT EXISTS facts_by_batch ON facts (batch, mark) WHERE batch IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS facts_by_kind ON facts (kind, mark)",
)
_ADD = text(
    "INSERT INTO facts (at, user, kind, batch, code, detail) VALUES (:at, :user, :kind, :batch, :code, :detail)"
)
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the book."""

    at: int
    """Milliseconds since 1970 UTC."""
    user: str
    kind: str
    """``given lane heard reserve batch print reprint pair void seen``; ``heard`` is what others told of lanes."""
    batch: int | None
    code: str
    """What the label carries; of a reservation its series, of a batch nothing."""
    detail: dict[str, Any]


class LabelBook:
    """The labels of a workspace."""

    def __init__(self, home: Home, clock: Clock) -> None:
        self._home = home
        self._clock = clock
        self._file = home.root / "labels.sqlite"

    @property
    def begun(self) -> bool:
        """Whether anything was ever put down here."""
        return self._file.exists()

    @cached_property
    def device(self) -> Device:
        """This laptop."""
        return this_device(self._home.make(), IdMaker(self._clock))

    @cached_property
    def _engine(self) -> Engine:
        self._home.make()
        engine = create_engine(
            URL.create("sqlite", database=str(self._file)),
            connect_args={"timeout": 60, "check_same_thread": False, "isolation_level": None},
        )
        event.listen(engine, "connect", prepare_durable)
        event.listen(engine, "begin", begin_turn)
        with told(self._file):
            with closing(engine.raw_connection()) as raw:
                raw.cursor().execute("PRAGMA journal_mode=WAL")
            with writing(engine) as connection:
                for statement in _TABLES:
                    connection.exec_driver_sql(statement)
        return engine

    def lane(self) -> str:
        """The lane that the team gave this laptop, or nothing; StoreError where the workspace is a copy."""
        for fact in self.facts(kind="lane", newest=True):
            if fact.detail["machine"] != self.device.machine or fact.detail["device"] != self.device.id:
                msg = "This workspace was copied from another computer, whose lane of numbers it must not use."
                raise StoreError(msg, hint="Ask for one of its own where lanes are given: assetaudit labels lane")
            return str(fact.detail["lane"])
        return ""

    def take_lane(self, lane: str, user: str = "") -> None:
        """Remember the lane that was given to this laptop, here or elsewhere."""
        here = any(fact.detail["lane"] == lane for fact in self.facts(kind="given"))
        detail = {"lane": lane, "machine": self.device.machine, "device": self.device.id}
        self.add("lane", "", detail | {"by": "here" if here else "ticket"}, user=user)

    def give_lane(self, lane: str, digits: str, user: str = "") -> str:
        """Give the laptop with a lane of its own one of the digits, always the same; empty where all are given.

        StoreError where this laptop is not the one to give them: each is given once only if one laptop gives all.
        """
        with told(self._file), writing(self._engine) as connection:
            rows = connection.execute(
                text("SELECT kind, detail FROM facts WHERE kind IN ('given', 'lane', 'heard')")
            ).all()
            facts = [(row.kind, json.loads(row.detail)) for row in rows]
            self._check_giver(facts)
            given = {fact["to"]: str(fact["lane"]) for kind, fact in facts if kind == "given"}
            taken = {str(fact["lane"]) for _, fact in facts}
            digit = given.get(lane) or next((each for each in digits if each not in taken), "")
            if digit and lane not in given:
                detail = {"to": lane, "lane": digit, "machine": self.device.machine, "device": self.device.id}
                connection.execute(_ADD, self._row("given", "", detail, user=user))
        return digit

    def _check_giver(self, facts: Iterable[tuple[str, dict[str, Any]]]) -> None:
        for kind, fact in facts:
            if kind == "heard":
                continue
            if fact["machine"] != self.device.machine or fact["device"] != self.device.id:
                msg = "This workspace was copied from another computer, which gives lanes or has one."
                raise StoreError(msg, hint="Give lanes there; two that give them would give one twice.")
            if kind == "lane" and fact.get("by") == "ticket":
                msg = "This laptop got its own lane from another one, which gives all lanes of the team."
                raise StoreError(msg, hint="Ask for the lane there.")

    def reserve(
        self, series: str, count: int, number: Callable[[int], str], taken: Callable[[str], bool], user: str = ""
    ) -> list[str]:
        """The next free numbers of a series, reserved before anybody sees them; none is taken, or of another series."""
        with told(self._file), writing(self._engine) as connection:
            last = connection.execute(
                text("SELECT detail FROM facts WHERE kind = 'reserve' AND code = :series ORDER BY mark DESC LIMIT 1"),
                {"series": series},
            ).scalar()
            others = connection.execute(
                text("SELECT detail FROM facts WHERE kind = 'reserve' AND code <> :series"), {"series": series}
            ).scalars()
            used = {each for detail in others for each in json.loads(detail)["numbers"]}
            at = json.loads(last)["last"] if last else 0
            first, numbers = at + 1, list[str]()
            while len(numbers) < count:
                at += 1
                if (code := number(at)) not in used and not taken(code):
                    numbers.append(code)
            detail = {"first": first, "last": at, "numbers": numbers}
            connection.execute(_ADD, self._row("reserve", series, detail, user=user))
        return numbers

    def reserved(self) -> Iterator[str]:
        """Every number that was reserved here, oldest first."""
        for fact in self.facts(kind="reserve"):
            yield from fact.detail["numbers"]

    def open_batch(self, detail: dict[str, Any], user: str = "") -> int:
        """Begin a batch of printed labels; its number."""
        with told(self._file), writing(self._engine) as connection:
            found = connection.execute(text("SELECT coalesce(max(batch), 0) + 1 FROM facts")).scalar_one()
            connection.execute(_ADD, self._row("batch", "", detail, batch=int(found), user=user))
        return int(found)

    def printed(self, batch: int, labels: Iterable[tuple[str, dict[str, Any]]], user: str = "") -> int:
        """Put the labels of a batch down, a label that was printed before as a reprint; how many were reprints."""
        reprints = 0
        rows: list[dict[str, Any]] = []
        for code, detail in labels:
            rows.append(self._row("print", code, detail, batch=batch, user=user))
            if len(rows) >= _CHUNK:
                reprints += self._print(rows)
                rows = []
        return reprints + self._print(rows)

    def _print(self, rows: list[dict[str, Any]]) -> int:
        if not rows:
            return 0
        with told(self._file), writing(self._engine) as connection:
            before = [row for row in rows if _was_printed(connection, row["code"])]
            for row in before:
                row["kind"] = "reprint"
            connection.execute(_ADD, rows)
        return len(before)

    def add(self, kind: str, code: str, detail: dict[str, Any], *, batch: int | None = None, user: str = "") -> None:
        """Add one fact."""
        with told(self._file), writing(self._engine) as connection:
            connection.execute(_ADD, self._row(kind, code, detail, batch=batch, user=user))

    def facts(
        self, *, kind: str = "", code: str = "", batch: int | None = None, newest: bool = False
    ) -> Iterator[Fact]:
        """Facts in the order they came, or the newest first; all of them, or of a kind, a code or a batch."""
        wanted = {"kind": kind or None, "code": code or None, "batch": batch}
        chosen = {name: value for name, value in wanted.items() if value is not None}
        where = " AND ".join(f"{name} = :{name}" for name in chosen) or "1"
        order = "DESC" if newest else "ASC"
        query = f"SELECT at, user, kind, batch, code, detail FROM facts WHERE {where} ORDER BY mark {order}"  # noqa: S608 - names are our own
        with told(self._file), reading(self._engine) as connection:
            rows = connection.execute(text(query), chosen)
            for rows_of_chunk in rows.partitions(_CHUNK):
                yield from map(_fact, rows_of_chunk)

    def _row(
        self, kind: str, code: str, detail: dict[str, Any], *, batch: int | None = None, user: str = ""
    ) -> dict[str, Any]:
        written = json.dumps(detail, ensure_ascii=False, sort_keys=True)
        return {
            "at": wall_ms(self._clock), "user": user, "kind": kind, "batch": batch, "code": code, "detail": written,
        }  # fmt: skip


def _was_printed(connection: Connection, code: str) -> bool:
    query = text("SELECT 1 FROM facts WHERE code = :code AND kind IN ('print', 'reprint') LIMIT 1")
    return connection.execute(query, {"code": code}).first() is not None


def _fact(row: Row[Any]) -> Fact:
    return Fact(row.at, row.user, row.kind, row.batch, row.code, json.loads(row.detail))
