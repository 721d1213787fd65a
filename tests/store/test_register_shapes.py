"""Register versions of every shape are read, built upon and checked; equal files give equal versions."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assetaudit.model.asset import Hit, StatusClass
from assetaudit.registers.importing import Wishes
from assetaudit.store.register_hash import SHAPE
from assetaudit.store.register_read import StoredRegister
from tests.old_databases.make_register import OTHER, PLACES, SECOND
from tests.registers.desk import Desk, StandingClock, at

OLD = Path("tests/old_databases")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty workspace."""
    return Desk(tmp_path)


@pytest.fixture(params=range(1, SHAPE))
def old(desk: Desk, request: pytest.FixtureRequest) -> StoredRegister:
    """A workspace whose current register is of an earlier shape."""
    file = OLD / f"register_v{request.param}.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        (version,) = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
    folder = desk.folder / "home" / "registers"
    folder.mkdir(parents=True)
    shutil.copyfile(file, folder / f"{version}.sqlite")
    info = {"version": version, "made": "2026-06-01T09:00:00Z", "why": "import", "records": 5, "sources": ["list"]}
    index = {"current": version, "versions": [info], "order": ["places", "list", "owners"]}
    (folder / "index.json").write_text(json.dumps(index))
    return desk.register


def test_an_earlier_shape_answers_and_is_checked(old: StoredRegister) -> None:
    assert old.intact()
    assert old.size() == 5
    assert old.find("asset_tag", "IT-1") == (Hit("list:1", current=False),)
    assert old.find("mac", "00:1A:2B:3C:4D:5E") == (Hit("list:1"),)
    assert old.place_by_code("RK-0001") == at("DC1/R1/A/01")
    asset = old.asset("list:2")
    assert asset is not None
    assert asset.joined == ("owners:x1",)
    assert {identifier.since for identifier in asset.identifiers} == {"2026-03-01"}


def test_an_import_builds_upon_an_earlier_shape(old: StoredRegister, desk: Desk) -> None:
    desk.clock.day = "2026-09-01"
    report = desk.take(SECOND.replace("IT-2,", "IT-0002,") + "5,IT-5,SN-5,,,,,,,\n")
    assert (report.added, report.changed, report.gone, report.changes.unchanged) == (1, 1, 0, 2)
    register = desk.register
    assert register.intact()
    assert register.version != old.version
    assert register.find("asset_tag", "IT-2") == (Hit("list:2", current=False),)
    dates = {
        identifier.value: (identifier.since, identifier.until)
        for key in ("list:1", "list:2", "list:3", "list:5")
        for identifier in (register.asset(key) or pytest.fail(key)).identifiers
    }
    assert dates["IT-1"] == ("2026-03-01", "2026-06-01")
    assert dates["IT-2"] == ("2026-03-01", "2026-09-01")
    assert dates["IT-0002"] == ("2026-09-01", "")
    assert dates["SN-3"] == ("2026-03-01", "2026-06-01")
    assert dates["SN-5"] == ("2026-09-01", "")
    assert register.asset("list:3").status_class is StatusClass.GONE  # type: ignore[union-attr]


def version(folder: Path, day: str, *files: tuple[str, str]) -> str:
    """The version after importing some files on a day."""
    folder.mkdir()
    desk = Desk(folder, StandingClock(day))
    for name, content in files:
        desk.take(content, name, Wishes(source=Path(name).stem))
    assert desk.register.intact()
    return desk.register.version


def test_equal_files_give_equal_versions_on_any_day_after_whatever_came_before(tmp_path: Path) -> None:
    files = (("places.csv", PLACES), ("list.csv", SECOND), ("owners.csv", OTHER))
    first = version(tmp_path / "a", "2026-03-01", *files)
    assert version(tmp_path / "b", "2026-08-15", *files) == first
    earlier = ("list.csv", SECOND.partition("4,")[0].replace(",R740,", ",MX9,").replace("A/01:U10", "Z/99"))
    assert version(tmp_path / "c", "2026-08-15", files[0], earlier, *files[1:]) == first


def test_other_places_words_or_columns_are_other_versions(tmp_path: Path) -> None:
    def of(name: str, content: str) -> str:
        return version(tmp_path / name, "2026-03-01", ("list.csv", content))

    base = of("base", SECOND)
    for name, old_text, new_text in (
        ("place", ":U10", ":U11"),
        ("owner", "Ana", "Ann"),
        ("column", "note", "remark"),
        ("extra", "first", "second"),
        ("cost", "99.00", "98.00"),
        ("mac", "4d:5e", "4d:5f"),
    ):
        assert of(name, SECOND.replace(old_text, new_text)) != base, name


def test_many_rows_are_checked_like_few(desk: Desk) -> None:
    rows = "".join(f"T-{number},S-{number},R{number % 9}\n" for number in range(12_345))
    desk.take("tag,serial,place\n" + rows + ",,\n")
    assert desk.register.intact()
