"""A projection that is cut off goes on where it was; one that does not fit its log, program or file is made anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assetaudit.model.event import Event
from assetaudit.model.place import Place
from assetaudit.store.projection import judging
from assetaudit.store.projection import projection as projections
from assetaudit.store.projection.cache_file import DamagedError, open_file
from assetaudit.store.projection.projection import Projection
from tests.reconcile.writing import Writer
from tests.store.projection.desk import Desk, said
from tests.store.projection.six_racks import walked


class _CutOffError(Exception):
    """The cable was pulled."""


def _cut_after(steps: int) -> Any:
    told = 0

    def hear(_what: str, _done: int, _of: int) -> None:
        nonlocal told
        told += 1
        if told == steps:
            raise _CutOffError

    return hear


@pytest.mark.parametrize("steps", range(2, 9))
def test_cut_off_at_any_step_it_goes_on(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projections, "EVENTS_AT_ONCE", 7)
    monkeypatch.setattr(projections, "SHARDS_AT_ONCE", 2)
    desk = Desk(walked())
    desk.log.found += desk.world.events
    with pytest.raises(_CutOffError):
        desk.projection().refresh(_cut_after(steps))
    assert not desk.projection().is_current()
    done: list[tuple[str, int, int]] = []
    desk.projection().refresh(lambda *step: done.append(step))
    assert desk.told() == desk.expected()
    assert ("places are planned", 0, 1) not in done


def test_nothing_is_judged_again_that_nothing_new_touches(monkeypatch: pytest.MonkeyPatch) -> None:
    world = walked()
    desk = Desk(world)
    desk.take(*world.events[:-1])
    judged: list[set[str]] = []

    def noted(lens: Any, window: Any, shards: dict[str, str]) -> Any:
        judged.append(set(shards))
        return judging.judged(lens, window, shards)

    monkeypatch.setattr(f"{projections.__name__}.judged", noted)
    desk.take(world.events[-1])
    desk.projection().refresh()
    assert judged == [{"d/r1/5"}]
    assert desk.told() == desk.expected()


def test_another_program_or_other_terms_make_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(walked())
    desk.take(*desk.world.events)
    monkeypatch.setattr(projections, "SHAPE", projections.SHAPE + 1)
    assert not desk.projection().is_current()
    steps: list[str] = []
    desk.projection().refresh(lambda what, _done, _of: steps.append(what))
    assert steps[0] == "places are planned"
    assert desk.told() == desk.expected()
    other = replace(desk.world, frame=replace(desk.world.frame, scope=(Place.parse("D/R1/1"),)))
    moved = Desk(other, desk.engine)
    moved.take(*desk.world.events)
    assert moved.told() == moved.expected()


def test_a_log_that_was_restored_from_a_backup_is_read_anew() -> None:
    world = walked()
    desk = Desk(world)
    desk.take(*world.events)
    writer = Writer()
    here = writer.place("D/R1/0", "other")
    more = [writer.scan(f"IT-{number:02}", here, "other") for number in range(30)]
    desk.log.found[10:] = [here, *more]
    assert not desk.projection().is_current()
    desk.projection().refresh()
    assert desk.told() == desk.expected()
    del desk.log.found[20:]
    desk.projection().refresh()
    assert desk.told() == desk.expected()


def test_two_at_once_do_not_count_twice() -> None:
    """One is overtaken in the midst of its work, and goes on from where the other came."""
    desk = Desk(walked())
    first, second = desk.projection(), desk.projection()
    desk.log.found += desk.world.events[:12]
    overtaking: list[Event] = list(desk.world.events[12:])

    def hear(what: str, _done: int, _of: int) -> None:
        if what == "events are read" and overtaking:
            desk.log.found += overtaking
            overtaking.clear()
            second.refresh()

    first.refresh(hear)
    first.refresh()
    assert desk.told() == desk.expected()


def test_a_file_that_is_damaged_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "projection.sqlite"
    path.write_bytes(b"this is no database at all" * 200)
    desk = Desk(walked(), open_file(path))
    desk.take(*desk.world.events)
    assert desk.told() == desk.expected()


@pytest.mark.parametrize("hurt", ["zeros", "words"])
def test_damage_in_the_midst_of_a_file_is_found_and_made_good(tmp_path: Path, hurt: str) -> None:
    """Where a look finds it, that look fails and says so; whoever looks next has everything again."""
    path = tmp_path / "projection.sqlite"
    desk = Desk(walked(), open_file(path))
    desk.take(*desk.world.events)
    expected = desk.expected()
    hurt_findings(desk, path, hurt)
    looking = Desk(desk.world, open_file(path))
    looking.log.found += desk.world.events
    reading = looking.projection_now().read()
    with pytest.raises(DamagedError, match="none of those is lost"):
        list(reading.findings())
    reading.close()
    again = Desk(desk.world, open_file(path))
    again.take(*desk.world.events)
    assert again.told() == expected
    assert not path.with_name(path.name + ".damaged").exists()


@pytest.mark.parametrize("hurt", ["zeros", "words"])
def test_damage_that_is_found_at_work_is_made_good_at_once(tmp_path: Path, hurt: str) -> None:
    path = tmp_path / "projection.sqlite"
    desk = Desk(walked(), open_file(path))
    desk.take(*desk.world.events[:-1])
    hurt_findings(desk, path, hurt, tables=("projected_shards", "projected_findings"))
    steps: list[str] = []
    again = Desk(desk.world, open_file(path))
    again.log.found += desk.world.events
    again.projection().refresh(lambda what, _done, _of: steps.append(what))
    assert "what was kept is damaged and made anew" in steps
    assert again.told() == again.expected()


def hurt_findings(desk: Desk, path: Path, hurt: str, tables: tuple[str, ...] = ("projected_findings",)) -> None:
    """Spoil the pages of some tables, or the lines in them."""
    with desk.engine.connect() as connection:
        if hurt == "words":
            for table in tables:
                connection.exec_driver_sql(f"UPDATE {table} SET body = x'c1ff'")
            connection.commit()
        query = f"SELECT rootpage FROM sqlite_master WHERE tbl_name IN ({', '.join('?' * len(tables))})"
        pages = [row[0] for row in connection.exec_driver_sql(query, tables)]
        size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    desk.engine.dispose()
    if hurt == "zeros":
        with path.open("r+b") as file:
            for page in pages:
                file.seek((page - 1) * size)
                file.write(bytes(size))


def test_very_long_codes_are_listed_in_their_order() -> None:
    desk, writer = Desk(walked()), Writer()
    here = writer.place("D/R1/0")
    for end in ("bc", "a", "b", "ab"):
        writer.scan("X" * 2_000 + end, here)
    desk.take(*writer.events)
    assert desk.told() == desk.expected()


def test_one_look_is_of_one_moment(tmp_path: Path) -> None:
    """What is judged while a report is written is no part of that report."""
    desk = Desk(walked(), open_file(tmp_path / "p.sqlite"))
    desk.take(*desk.world.events[:10])
    projection = desk.projection()
    assert projection.is_current()
    before, reading = said(projection), projection.read()
    desk.take(*desk.world.events[10:])
    assert (list(reading.findings()), reading.counts(), reading.measures()) == before[:3]
    reading.close()
    assert desk.told() == desk.expected() != before


def test_a_projection_that_is_not_there_is_not_current() -> None:
    desk = Desk(walked())
    assert not Projection(desk.engine, "audit", desk.log, desk.terms).is_current()
