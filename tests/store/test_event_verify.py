"""Doctoring shows: whatever single thing is changed in a log, its first broken event is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.model.event import Draft
from assetaudit.store.event_bytes import chain
from assetaudit.store.event_log import EventStore
from tests.store.event_sample import frame, scan, store


class Closed(NamedTuple):
    """A closed audit of two logs, as it stands in its file."""

    file: Path
    events: EventStore
    audit: str
    rows: tuple[tuple[int, int, int, bytes, bytes], ...]
    """mark, log, seq, hash, body"""


@pytest.fixture(scope="module")
def closed() -> Iterator[Closed]:
    with TemporaryDirectory() as folder:
        events = store(Path(folder))
        audit = events.create_audit(frame(), "u")
        first, second = events.writer(audit), events.writer(audit)
        for number in range(5):
            first.append(scan(f"A{number}"), user="u")
            second.append(scan(f"B{number}"), user="v")
        second.close()
        tips = {first.log: first.tip[1], second.log: second.tip[1]}
        first.append(Draft("audit.close", {"reason": "done", "tips": tips}), user="u")
        file = Path(folder) / "events.sqlite"
        with closing(sqlite3.connect(file)) as db:
            rows = tuple(db.execute("SELECT mark, log, seq, hash, body FROM events ORDER BY log, seq"))
        yield Closed(file, events, audit, rows)


def doctored(closed: Closed, rows: list[tuple[int, int, int, bytes, bytes]]) -> list[tuple[int, int]]:
    """(log, number) of the problems found when the file holds these rows instead of its own."""
    with closing(sqlite3.connect(closed.file, isolation_level=None)) as db:
        logs = dict(db.execute("SELECT log, number FROM logs"))
        _put(db, rows)
        try:
            problems = closed.events.verify(closed.audit)
        finally:
            _put(db, closed.rows)
    assert all(str(problem).startswith(f"log {problem.log}, event {problem.seq}: ") for problem in problems)
    return [(logs[problem.log], problem.seq) for problem in problems]


def _put(db: sqlite3.Connection, rows: object) -> None:
    db.execute("BEGIN IMMEDIATE")
    db.execute("DELETE FROM events")
    db.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)", rows)  # type: ignore[arg-type]
    db.execute("COMMIT")


def test_an_untouched_log_has_no_problem(closed: Closed) -> None:
    assert doctored(closed, list(closed.rows)) == []
    assert {row[1] for row in closed.rows} == {1, 2}


@given(st.data())
def test_any_changed_byte_is_found_where_it_is(closed: Closed, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(closed.rows) - 1))
    column = data.draw(st.sampled_from([3, 4]))
    changed = [list(row) for row in closed.rows]
    old = changed[index][column]
    assert isinstance(old, bytes)
    position = data.draw(st.integers(0, len(old) - 1))
    other = data.draw(st.integers(1, 255))
    changed[index][column] = old[:position] + bytes([old[position] ^ other]) + old[position + 1 :]
    found = doctored(closed, [tuple(row) for row in changed])  # type: ignore[misc]
    assert found == [closed.rows[index][1:3]]


@given(st.data())
def test_any_removed_event_is_found(closed: Closed, data: st.DataObject) -> None:
    """All but the closing of the audit and of a log: what nothing cites can be cut off unseen."""
    last = {row[1]: row[2] for row in closed.rows}
    candidates = [row for row in closed.rows if row[2] != last[row[1]] or row[1] == 2]
    gone = data.draw(st.sampled_from(candidates))
    found = doctored(closed, [row for row in closed.rows if row is not gone])
    following = gone[2] if gone[2] == last[gone[1]] else gone[2] + 1
    assert found == [(gone[1], following)]


@given(st.data())
def test_any_two_exchanged_events_are_found(closed: Closed, data: st.DataObject) -> None:
    first, second = data.draw(
        st.lists(st.sampled_from(range(len(closed.rows))), min_size=2, max_size=2, unique=True).map(sorted)
    )
    rows = list(closed.rows)
    one, two = rows[first], rows[second]
    rows[first], rows[second] = (*one[:3], *two[3:]), (*two[:3], *one[3:])
    found = doctored(closed, rows)
    expected = {one[1:3], two[1:3]} if one[1] != two[1] else {one[1:3]}
    assert set(found) == expected


def test_a_rewritten_tail_is_found_by_what_the_closing_cites(closed: Closed) -> None:
    rows = list(closed.rows)
    index = next(number for number, row in enumerate(rows) if b'"B3"' in row[4])
    digest = rows[index - 1][3]
    for number in range(index, len(rows)):
        if rows[number][1] == 2:
            body = rows[number][4].replace(b'"B3"', b'"BX"')
            digest = chain(digest, body)
            rows[number] = (*rows[number][:3], digest, body)
    assert doctored(closed, rows) == [(2, rows[-1][2] + 1)]


def test_a_log_that_lost_everything_is_found(closed: Closed) -> None:
    assert doctored(closed, [row for row in closed.rows if row[1] != 2]) == [(2, 1)]


def test_a_log_written_on_after_its_end_is_found(closed: Closed) -> None:
    last = [row for row in closed.rows if row[1] == 2][-1]
    body = last[4].replace(b'"seq":%d' % last[2], b'"seq":%d' % (last[2] + 1))
    extra = (100, 2, last[2] + 1, chain(last[3], body), body)
    assert doctored(closed, [*closed.rows, extra]) == [(2, last[2] + 1)]


def test_a_damaged_opening_still_lets_the_audit_be_found_and_checked(closed: Closed) -> None:
    rows = [(*row[:4], b"{}") if row[1:3] == (1, 2) else row for row in closed.rows]
    with closing(sqlite3.connect(closed.file, isolation_level=None)) as db:
        _put(db, rows)
        found = closed.events.find_audit("hall one")
        with pytest.raises(Exception, match="log verify 'Hall one'"):
            _ = found.frame
        assert [event.k for event in closed.events.source(found.id).events()].count("broken") == 1
        _put(db, closed.rows)


CHANGES = [
    ("UPDATE logs SET audit = 'x' WHERE number = 2", "has it under another"),
    ("DELETE FROM logs WHERE number = 2", "does not have it"),
    ("UPDATE audits SET name = 'hall two'", "has this opening as 'hall two'"),
    ("UPDATE audits SET opened = 7", "or with another time"),
    ("UPDATE audits SET closed = NULL, closed_by = NULL", "as still open"),
    ("UPDATE audits SET closed = closed + 1", "as closed"),
    ("UPDATE audits SET closed_by = x'00'", "as closed"),
    ("UPDATE logs SET audit = 'x'", "no log of the audit is here"),
    ("UPDATE events SET body = 'text' WHERE mark = 5", "its hash does not follow"),
    ("UPDATE events SET body = 7 WHERE mark = 5", "its hash does not follow"),
    ("UPDATE events SET hash = 'text' WHERE mark = 5", "its hash does not follow"),
    ("UPDATE events SET seq = 'text' WHERE mark = 5", "events before it are missing"),
]
"""What is done to the file beside its events, or to the kind of a column, and what is said of it."""


@pytest.mark.parametrize(("change", "said"), CHANGES, ids=[change for change, _ in CHANGES])
def test_doctored_lists_and_columns_of_another_kind_are_found(closed: Closed, change: str, said: str) -> None:
    with closing(sqlite3.connect(closed.file)) as db, closing(sqlite3.connect(":memory:")) as before:
        db.backup(before)
        db.execute(change)
        db.commit()
        try:
            problems = closed.events.verify(closed.audit)
        finally:
            before.backup(db)
    assert said in "".join(map(str, problems))
    assert closed.events.verify(closed.audit) == []
