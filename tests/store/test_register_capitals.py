"""Identifiers are found without regard to case, however their index is built; a small letter anywhere changes how."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assetaudit.model.asset import Hit
from assetaudit.registers.importing import Wishes
from assetaudit.store.register_capitals import NAMES, capitals_in
from assetaudit.store.register_dump import lines_of, rebuild
from assetaudit.store.register_read import StoredRegister
from tests.registers.desk import Desk

HEAD = "id,tag,serial,epc,parent\n"
ROWS = HEAD + "1,IT-1,SN-A1,3034257BF4,\n2,IT-2,SN-A2,,IT-1\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty workspace."""
    return Desk(tmp_path)


def capitals(register: StoredRegister) -> frozenset[str]:
    with closing(sqlite3.connect(register.file)) as connection:
        return capitals_in(connection)


def test_capitals_are_found_by_small_letters(desk: Desk) -> None:
    desk.take(ROWS)
    register = desk.register
    assert capitals(register) == frozenset(NAMES)
    for value in ("SN-A1", "sn-a1", "Sn-a1"):
        assert register.find("serial", value) == (Hit("list:1"),)
    assert register.find_all("epc", ["3034257bf4", "nothing"]) == {"3034257bf4": (Hit("list:1"),), "nothing": ()}
    assert [asset.key for asset in register.search("sn-a")] == ["list:1", "list:2"]
    assert register.children("list:1") == ["list:2"]


def test_the_look_up_is_answered_by_the_index(desk: Desk) -> None:
    desk.take(ROWS)
    with closing(sqlite3.connect(desk.register.file)) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT key FROM asset WHERE serial COLLATE BINARY = upper(?)", ("x",)
        ).fetchall()
    assert "USING INDEX asset_serial" in plan[0][3]


@pytest.mark.parametrize("odd", ["sn-a3", "ÄN-3", "SN-ß"])
def test_a_small_letter_or_another_script_keeps_the_comparing_index(desk: Desk, odd: str) -> None:
    desk.take(f"{ROWS}3,IT-3,{odd},,\n")
    register = desk.register
    assert capitals(register) == {"tag", "epc"}
    assert register.find("serial", odd.lower()) == (Hit("list:3"),)
    assert register.find("serial", "sn-a1") == (Hit("list:1"),)


def test_a_small_letter_that_is_gone_is_still_found(desk: Desk) -> None:
    desk.take(f"{ROWS}3,it-3,SN-A3,,\n")
    report = desk.take(ROWS)
    assert report.gone == 1
    assert capitals(desk.register) == {"serial", "epc"}
    assert desk.register.find("asset_tag", "IT-3") == (Hit("list:3", current=False),)


def test_another_source_with_small_letters_is_joined_and_found(desk: Desk) -> None:
    desk.take(ROWS)
    desk.take("id,serial,owner\nx1,sn-a1,Ines\n", "owners.csv", Wishes(source="owners"))
    register = desk.register
    assert capitals(register) == {"tag", "epc"}
    asset = register.asset("list:1")
    assert asset is not None
    assert asset.joined == ("owners:x1",)
    desk.take(ROWS.replace("SN-A1", "SN-A9"))
    assert desk.register.find("serial", "SN-A1") == (Hit("list:1", current=False), Hit("owners:x1"))


def test_doubles_are_told_among_capitals(desk: Desk) -> None:
    desk.take(ROWS)
    report = desk.take(f"{ROWS}3,IT-1,SN-A3,,\n")
    assert capitals(desk.register) == frozenset(NAMES)
    assert report.counts["duplicate_tag"] == 1


def test_a_version_that_was_rebuilt_compares_and_the_next_import_does_not(desk: Desk) -> None:
    desk.take(ROWS)
    version = desk.register.version
    copy = desk.folder / "copy.sqlite"
    assert rebuild(lines_of(desk.register.file), copy) == version
    copy.replace(desk.register.file)
    assert capitals(desk.register) == frozenset()
    assert desk.register.find("serial", "sn-a1") == (Hit("list:1"),)
    desk.take(f"{ROWS}3,IT-3,SN-A3,,\n")
    assert capitals(desk.register) == frozenset(NAMES)
