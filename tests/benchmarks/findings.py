"""Budget 7: findings of a million assets and as many sightings, counted and listed, beside DuckDB and pandas.

Run with ``python -m tests.benchmarks.findings [assets] [rounds]`` (default 1,000,000 and 3). Peers
(``pip install duckdb pandas``) hold the same columns and answer the same two questions: how many findings each outcome
has, and all of them in order as rows in Python. It is what sets may settle: assets seen once where they belong, or not
at all, in places closed or not. Rounds are interleaved and medians taken; loading is told beside it.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from assetaudit.identify.identifier import identifier
from assetaudit.model.asset import Asset, Outline, StatusClass
from assetaudit.model.event import Event
from assetaudit.model.frame import Frame, Patterns
from assetaudit.model.place import Place, Position
from assetaudit.model.register import MemoryRegister
from assetaudit.reconcile import Reconciliation
from assetaudit.reconcile.sights import Seen

IN_RACK = 20
TOGETHER = 4000
"""Sightings of one batch, as a log's come in."""
UNSEEN_EVERY = 20
GOALS = {"duckdb": 0.8, "pandas": 0.3}
GOAL_MIB = 200


def rack(number: int) -> str:
    """The rack of an asset."""
    place = number // IN_RACK
    return f"DC1/R{place // 400}/{place // 20 % 20:02}/{place % 20:02}"


def unit(number: int) -> str:
    """The unit of an asset."""
    return f"U{number % IN_RACK * 2 + 1}"


def key(number: int) -> str:
    """The key of an asset."""
    return f"cmdb:IT-{number:07}"


def seen(number: int) -> bool:
    """Whether it was scanned."""
    return number % UNSEEN_EVERY != 0


def closed(place: int) -> bool:
    """Whether a rack was closed."""
    return place % 2 == 0


class Columns(MemoryRegister):
    """A register of which only outlines are asked, and an asset now and then."""

    def __init__(self, size: int) -> None:
        super().__init__([])
        self._size = size
        self._positions = [Position.parse(unit(number)) for number in range(IN_RACK)]

    def outlines(self) -> Iterator[Outline]:
        """Every asset, by key."""
        for number in range(self._size):
            if number % IN_RACK == 0:
                node = Place.parse(rack(number))
            yield Outline(key(number), node, self._positions[number % IN_RACK], StatusClass.EXPECTED, 52_000, None)

    def asset(self, name: str) -> Asset | None:
        """One asset in full."""
        number = int(name[-7:])
        return Asset(name, name[5:], place=Place.parse(f"{rack(number)}:{unit(number)}"), cost_cents=52_000)


class Ours:
    """The engine, with sightings that are identified already."""

    name = "assetaudit"

    def __init__(self, size: int) -> None:
        register = Columns(size)
        frame = Frame("bench", (Place.parse("DC1"),), register.version)
        self._engine = Reconciliation(frame, register, identifier(Patterns()))
        covers = [{"place": rack(place * IN_RACK)} for place in range(size // IN_RACK) if closed(place)]
        self._engine.add(Event("sweep", "log", 1, "audit", "0" * 64, {"state": "closed", "covers": covers}))
        book = self._engine._state.book
        for first in range(0, size, IN_RACK):
            if first % TOGETHER == 0:
                book.plain.expect(TOGETHER)
            place, there = Place.parse(rack(first)), [*filter(seen, range(first, min(first + IN_RACK, size)))]
            keys, names = [*map(key, there)], [f"{number:064x}" for number in there]
            rooms = [room for room in book.rooms(keys) if room is not None]
            assert book.put_all_plain(Seen([], names, keys, [1] * len(keys), rooms), place)
        assert self._engine.planned()

    def answer(self) -> tuple[dict[str, int], int]:
        """Counted and listed from nothing."""
        self._engine._tally._start()
        counts = {outcome.value: count for outcome, count in self._engine.counts().items() if count}
        return counts, sum(1 for _ in self._engine.lines())


class DuckDb:
    """The same in DuckDB, in memory, with as many threads as it likes."""

    name = "duckdb"

    def __init__(self, size: int) -> None:
        self._db: Any = import_module("duckdb").connect()
        frames = import_module("pandas")
        for name, columns in _tables(size).items():
            frame = frames.DataFrame(columns)
            self._db.register("incoming", frame)
            self._db.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
            self._db.unregister("incoming")
        self._joined = (
            "SELECT CASE WHEN s.rack = e.rack THEN 'found' WHEN s.rack IS NOT NULL THEN 'misplaced'"
            " WHEN c.rack IS NOT NULL THEN 'missing' ELSE 'not_swept' END AS outcome,"
            " e.rack || ':' || e.unit AS place, e.key FROM expected e LEFT JOIN sighting s ON s.key = e.key"
            " LEFT JOIN closed c ON c.rack = e.rack"
        )

    def answer(self) -> tuple[dict[str, int], int]:
        """Counted and listed."""
        counts = dict(self._db.execute(f"SELECT outcome, count(*) FROM ({self._joined}) GROUP BY 1").fetchall())
        return counts, len(self._db.execute(f"{self._joined} ORDER BY outcome, place, e.key").fetchall())


class Pandas:
    """The same in pandas."""

    name = "pandas"

    def __init__(self, size: int) -> None:
        self._pandas: Any = import_module("pandas")
        self._tables = {name: self._pandas.DataFrame(columns) for name, columns in _tables(size).items()}

    def answer(self) -> tuple[dict[str, int], int]:
        """Counted and listed."""
        expected, sighting, swept = (self._tables[name] for name in ("expected", "sighting", "closed"))
        joined = expected.merge(sighting, on="key", how="left", suffixes=("", "_seen"))
        covered = joined["rack"].isin(swept["rack"])
        joined["outcome"] = "not_swept"
        joined.loc[covered, "outcome"] = "missing"
        joined.loc[joined["rack_seen"].notna(), "outcome"] = "misplaced"
        joined.loc[joined["rack_seen"] == joined["rack"], "outcome"] = "found"
        joined["place"] = joined["rack"] + ":" + joined["unit"]
        counts = {str(name): int(count) for name, count in joined["outcome"].value_counts().items()}
        listed = joined.sort_values(["outcome", "place", "key"])[["outcome", "place", "key"]]
        return counts, len(list(listed.itertuples(index=False, name=None)))


def _tables(size: int) -> dict[str, dict[str, list[str]]]:
    numbers, there = range(size), [number for number in range(size) if seen(number)]
    places = [rack(place * IN_RACK) for place in range(size // IN_RACK) if closed(place)]
    return {
        "expected": {"key": [*map(key, numbers)], "rack": [*map(rack, numbers)], "unit": [*map(unit, numbers)]},
        "sighting": {"key": [*map(key, there)], "rack": [*map(rack, there)]},
        "closed": {"rack": places},
    }


@dataclass(slots=True)
class Timed:
    """One way to the answer."""

    way: Ours | DuckDb | Pandas
    wall: list[float]
    cpu: list[float]

    def run(self) -> tuple[dict[str, int], int]:
        """Once more."""
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        answer = self.way.answer()
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)
        return answer


def budget_7(size: int, rounds: int) -> None:
    """Counted and listed, in turns with the peers."""
    before = _resident()
    began = time.perf_counter()
    ours = Ours(size)
    print(f"   {ours.name:10} loaded in {time.perf_counter() - began:5.1f} s")
    first = Timed(ours, [], [])
    answer = first.run()
    print(f"7  {size:,} assets, {sum(map(seen, range(size))):,} sightings: {answer[0]}")
    grown = _resident() - before
    print(f"7  our memory: {grown} MiB, goal {GOAL_MIB} MiB: {'kept' if grown < GOAL_MIB else 'MISSED'}")
    others = [Timed(way, [], []) for way in _peers(size)]
    for _ in range(rounds):
        for timed in (first, *others):
            assert timed.run() == answer
    for timed in (first, *others):
        print(f"   {timed.way.name:10} {median(timed.wall):6.2f} s, CPU {median(timed.cpu):6.2f} s")
    for timed in others:
        ratio, goal = median(first.wall) / median(timed.wall), GOALS[timed.way.name]
        cpu = median(first.cpu) / median(timed.cpu)
        told = "kept" if ratio <= goal else "MISSED"
        print(f"7  beside {timed.way.name}: x{ratio:.2f} (of CPU x{cpu:.2f}), goal x{goal}: {told}")


def _peers(size: int) -> Iterator[DuckDb | Pandas]:
    for way in (DuckDb, Pandas):
        began = time.perf_counter()
        try:
            peer = way(size)
        except ModuleNotFoundError as error:
            print(f"   {way.name} is not installed ({error.name}); its figure is left out")
            continue
        print(f"   {way.name:10} loaded in {time.perf_counter() - began:5.1f} s")
        yield peer


def _resident() -> int:
    line = next(line for line in Path("/proc/self/status").read_text("utf-8").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def main() -> int:
    """Print every figure beside its peer or limit."""
    size, rounds = ([int(text) for text in sys.argv[1:]] + [1_000_000, 3][len(sys.argv) - 1 :])[:2]
    budget_7(size, rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
