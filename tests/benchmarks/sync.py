"""Sync: sealing, admitting and resending, in SQLite and on PostgreSQL, beside the barest insert of the same rows.

Run: ``python tests/benchmarks/sync.py [EVENTS]`` (100,000 by default). Ratios count, not figures of one machine.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg

from assetaudit.paths import Home
from assetaudit.store.event_log import EventStore
from assetaudit.sync.hub_home import HubHome
from assetaudit.sync.piece import Piece, unseal
from assetaudit.sync.segment import stretch_of
from assetaudit.sync.station import Station
from assetaudit.sync.trust import TRUSTED, Peer
from tests.store.event_sample import HandClock, frame, scan
from tests.sync.postgres import Server, binaries


def written(folder: Path, count: int) -> Station:
    """A laptop with so many scans."""
    events = EventStore(Home.of(folder), HandClock())
    writer = events.writer(events.create_audit(frame("Q4"), "u1"))
    for start in range(0, count, 10_000):
        writer.append_many([scan(f"IT-{number:08}") for number in range(start, min(start + 10_000, count))], user="u1")
    writer.close()
    return Station(Home.of(folder), HandClock(), events)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def rows(pieces: list[Piece]) -> Iterator[tuple[int, bytes, bytes]]:
    for piece in pieces:
        stretch = stretch_of(piece)
        for seq, (digest, body) in enumerate(stretch.events, stretch.first):
            yield seq, digest, body


def bare_sqlite(file: Path, lines: list[tuple[int, bytes, bytes]]) -> float:
    """The same rows by ``executemany``, a commit a segment."""
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("CREATE TABLE events (mark INTEGER PRIMARY KEY, log, seq, hash, body, UNIQUE (log, seq))")

        def work() -> None:
            for start in range(0, len(lines), 5_000):
                with db:
                    db.executemany(
                        "INSERT INTO events (log, seq, hash, body) VALUES (1, ?, ?, ?)", lines[start : start + 5_000]
                    )

        return timed(work)


def bare_postgres(database: str, lines: list[tuple[int, bytes, bytes]]) -> float:
    """The same rows by ``COPY``, a commit a segment."""
    with psycopg.connect(database) as db:
        db.execute(
            "CREATE TABLE events (mark bigserial PRIMARY KEY, log int, seq bigint, hash bytea, body bytea, "
            "UNIQUE (log, seq))"
        )
        db.commit()

        def work() -> None:
            for start in range(0, len(lines), 5_000):
                with db.cursor().copy("COPY events (log, seq, hash, body) FROM STDIN") as copy:
                    for line in lines[start : start + 5_000]:
                        copy.write_row((1, *line))
                db.commit()

        return timed(work)


def told(what: str, count: int, ours: float, bare: float | None = None) -> None:
    ratio = "" if bare is None else f"  x{ours / bare:.2f} of the bare insert ({count / bare:,.0f}/s)"
    print(f"{what:34} {count / ours:10,.0f} events/s{ratio}")


def hub(folder: Path, key: str, database: str = "") -> Station:
    home = Home.of(folder).make()
    HubHome(home.root).begin("http://hub.test", database)
    station = Station(home, HandClock())
    station.trust.set(Peer(key, TRUSTED))
    return station


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        laptop = written(folder / "laptop", count)
        told("seal (sign, pack)", count, timed(laptop.seal))
        datas = [laptop.segments.data(sha) or b"" for sha in laptop.shas()]
        size = sum(map(len, datas))
        print(f"{'size':34} {size / count:10.1f} bytes an event, {hashlib.sha256(b''.join(datas)).hexdigest()[:8]}")
        pieces: list[Piece] = []
        told("check the signatures", count, timed(lambda: pieces.extend(map(unseal, datas))))
        lines = list(rows(pieces))
        measure(
            "SQLite", hub(folder / "hub", laptop.key.public), pieces, count, bare_sqlite(folder / "bare.sqlite", lines)
        )
        if (programs := binaries()) is None:
            print("PostgreSQL is not installed here.")
            return
        server = Server(programs)
        try:
            bare = bare_postgres(server.database(), lines)
            measure("PostgreSQL", hub(folder / "hub2", laptop.key.public, server.database()), pieces, count, bare)
        finally:
            server.end()


def measure(what: str, station: Station, pieces: list[Piece], count: int, bare: float) -> None:
    told(f"{what}: admit", count, timed(lambda: [station.take(piece) for piece in pieces]), bare)
    told(f"{what}: the same again", count, timed(lambda: [station.take(piece) for piece in pieces]), bare)
    station.events.close()


if __name__ == "__main__":
    main()
