"""Files of every released version open, come to the present shape once, and keep every byte."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from assetaudit.paths import Home
from assetaudit.store.event_database import open_engine
from assetaudit.store.event_tables import METADATA
from assetaudit.store.versions.events import STEPS, Step
from tests.store.event_sample import scan, store

OLD = Path(__file__).parents[1] / "old_databases"


def shape(file: Path) -> dict[str, object]:
    """Columns, keys and indexes of every table."""
    with closing(sqlite3.connect(file)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: (
                list(db.execute(f"PRAGMA table_info({name})")),
                sorted(
                    (unique, tuple(column for _, _, column in db.execute(f"PRAGMA index_info('{index}')")))
                    for _, index, unique, *_ in db.execute(f"PRAGMA index_list({name})")
                ),
            )
            for name in sorted(tables)
        }


def test_the_steps_lead_to_the_tables_that_the_program_uses(tmp_path: Path) -> None:
    store(tmp_path).close()
    fresh = tmp_path / "fresh.sqlite"
    METADATA.create_all(create_engine(f"sqlite:///{fresh}"))
    assert shape(tmp_path / "events.sqlite") == shape(fresh)


def test_steps_are_numbered_without_gap() -> None:
    assert [step.number for step in STEPS] == list(range(1, len(STEPS) + 1))
    assert {f"events_v{step.number}.sqlite" for step in STEPS} <= {file.name for file in OLD.iterdir()}


@pytest.mark.parametrize("name", sorted(file.name for file in OLD.glob("events_v*.sqlite")))
def test_an_old_file_opens_twice_and_is_written_on(tmp_path: Path, name: str) -> None:
    shutil.copy(OLD / name, tmp_path / "events.sqlite")
    expected = (OLD / name).with_suffix(".jsonl").read_bytes()
    events = store(tmp_path)
    (audit,) = events.audits()
    assert (audit.name, audit.frame.scope[0].key) == ("Hall one", "dc1/r1")
    assert b"".join(line + b"\n" for line in events.export(audit.id)) == expected
    writer = events.writer(audit.id)
    writer.append(scan("IT-NEW"), user="u")
    writer.close()
    events.close()
    again = store(tmp_path)
    assert again.verify(audit.id) == []
    after = b"".join(line + b"\n" for line in again.export(audit.id))
    assert set(expected.splitlines()) < set(after.splitlines())
    assert shape(tmp_path / "events.sqlite").keys() == METADATA.tables.keys()


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    shutil.copy(OLD / "events_v1.sqlite", tmp_path / "events.sqlite")
    store(tmp_path).close()
    before = shape(tmp_path / "events.sqlite")

    def half(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE logs ADD COLUMN colour TEXT")
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(Exception, match="nowhere"):
        open_engine(Home.of(tmp_path), (*STEPS, Step(len(STEPS) + 1, "half", half)))
    assert shape(tmp_path / "events.sqlite") == before
    assert len(store(tmp_path).audits()) == 1


def test_a_further_step_is_taken_once(tmp_path: Path) -> None:
    shutil.copy(OLD / "events_v1.sqlite", tmp_path / "events.sqlite")

    def colour(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE logs ADD COLUMN colour TEXT")

    steps = (*STEPS, Step(len(STEPS) + 1, "colour", colour))
    for _ in range(2):
        open_engine(Home.of(tmp_path), steps).dispose()
    with closing(sqlite3.connect(tmp_path / "events.sqlite")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(steps),)
        assert [row[1] for row in db.execute("PRAGMA table_info(logs)")].count("colour") == 1
