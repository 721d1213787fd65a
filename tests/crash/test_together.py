"""Several people scan in one workspace while a register is being imported: nobody is refused."""

from __future__ import annotations

import sqlite3
import subprocess
import threading
from contextlib import closing
from pathlib import Path

from tests.crash.test_kill import start
from tests.store.event_sample import frame, store

PEOPLE = 3
SCANS = 150


def scan(scanner: subprocess.Popen[bytes], person: int, into: list[str]) -> None:
    """One code after the other, each once the one before was acknowledged."""
    assert scanner.stdin is not None
    assert scanner.stdout is not None
    for number in range(SCANS):
        scanner.stdin.write(f"P{person}-{number}\n".encode())
        scanner.stdin.flush()
        into.append(scanner.stdout.readline().decode().strip())
    scanner.stdin.close()
    scanner.wait(30)


def test_nobody_is_refused_while_others_write(tmp_path: Path) -> None:
    events = store(tmp_path)
    audit = events.create_audit(frame(), "boss")
    with closing(sqlite3.connect(tmp_path / "registers" / "import.sqlite", isolation_level=None)) as register:
        register.execute("CREATE TABLE rows (text TEXT)")
        register.execute("BEGIN IMMEDIATE")
        register.executemany("INSERT INTO rows VALUES (?)", [("x" * 100,)] * 10_000)
        scanners = [start(tmp_path, audit) for _ in range(PEOPLE)]
        answers: list[list[str]] = [[] for _ in scanners]
        people = [
            threading.Thread(target=scan, args=(scanner, person, answers[person]))
            for person, scanner in enumerate(scanners)
        ]
        for each in people:
            each.start()
        for each in people:
            each.join(120)
        register.execute("COMMIT")
    assert [scanner.returncode for scanner in scanners] == [0] * PEOPLE
    hashes = {event.hash: event for event in events.source(audit).events()}
    for person, acknowledged in enumerate(answers):
        mine = [hashes[known] for known in acknowledged]
        assert [event.d["read"]["text"] for event in mine] == [f"P{person}-{number}" for number in range(SCANS)]
        assert len({event.log for event in mine}) == 1
    assert len({hashes[acknowledged[0]].log for acknowledged in answers}) == PEOPLE
    assert events.verify(audit) == []
