"""Picking while typing: the best hit first, with and without the index of letter triples."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from assetaudit.errors import StoreError
from assetaudit.registers.importing import Wishes, import_file
from assetaudit.store import register_search
from assetaudit.store.register_search_index import KEPT
from tests.benchmarks.import_register import write_sample
from tests.registers.desk import Desk

LIST = (
    "tag,serial,name,model\nIT-100,ABC123,web01,R640\nIT-1001,XYZ9100,db-it-100,R740\nX-1,IT-100Z,mail,R640\n"
    "Q-7,QQ10%0,caché,R940\nIT-2,Z123,web02,IT-100 gateway\n"
)


@pytest.fixture(params=[False, True])
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(tmp_path)
    desk.take(LIST)
    if request.param:
        monkeypatch.setattr(register_search, "SMALL", 0)
        desk.register.prepare_search()
        assert list((tmp_path / "home" / "cache").glob("search*.sqlite"))
    return desk


def found(desk: Desk, text: str) -> list[str | None]:
    return [asset.asset_tag for asset in desk.register.search(text)]


def test_equal_then_beginning_then_part_then_model(desk: Desk) -> None:
    assert found(desk, "it-100") == ["IT-100", "IT-1001", "X-1", "IT-2"]


@pytest.mark.parametrize(
    ("text", "tags"),
    [("C123", ["IT-100"]), ("web", ["IT-2", "IT-100"]), ("r94", ["Q-7"]), ("0%0", ["Q-7"]), ("", []), ("   ", []),
     ("nothing", []), ("mail", ["X-1"]), ('"', []), ("'; --", [])],
)  # fmt: skip
def test_any_part_of_any_name(desk: Desk, text: str, tags: list[str]) -> None:
    assert found(desk, text) == tags


def test_two_characters_find_beginnings(desk: Desk) -> None:
    assert found(desk, "Q-")[0] == "Q-7"


def test_the_limit_holds(desk: Desk) -> None:
    assert len(desk.register.search("IT", 2)) == 2


def near(desk: Desk, text: str) -> list[str | None]:
    return [asset.asset_tag for asset in desk.register.near(text)]


def test_every_word_has_to_be_somewhere_and_in_any_order(desk: Desk) -> None:
    assert found(desk, "r640 web01") == ["IT-100"]
    assert found(desk, "web R640") == ["IT-100"]
    assert found(desk, "web r740") == []


@pytest.mark.parametrize(
    ("text", "tags"),
    [("IT-1O0", "IT-100"), ("IT-O1O0", ""), ("it-110", "IT-100"), ("IT10 01", "IT-100"), ("IT-0101", "IT-1001"),
     ("ABC132", "IT-100"), ("gatewey", "IT-2"), ("maill r640", "X-1"), ("zzzzzz", "")],
)  # fmt: skip
def test_a_slip_is_forgiven_once_the_index_is_there(indexed: Desk, text: str, tags: str) -> None:
    assert found(indexed, text) == []
    assert (near(indexed, text) or [""])[0] == tags


def test_without_the_index_nothing_comes_near(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.take(LIST)
    assert near(desk, "IT-1O0") == []
    assert desk.register.searchable  # a small one is searched row by row


@pytest.fixture
def indexed(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.take(LIST)
    desk.register.prepare_search()
    return desk


def test_the_same_digit_over_and_over_is_found_among_thousands(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.take(
        "tag,name,model\n" + "".join(f"IT-{n:05},srv{n:05},Model {n % 9}\n" for n in range(6000)) + "IT-99999,last,X\n"
    )
    desk.register.prepare_search()
    assert found(desk, "99999") == ["IT-99999"]
    assert found(desk, "model 7 srv00799") == ["IT-00799"]
    assert near(desk, "IT-OO799")[0] == "IT-00799"


def test_only_the_newest_indexes_are_kept(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for number in range(5):
        desk.take(f"tag,serial\nIT-{number},S{number}\n")
        desk.register.prepare_search()
    assert len(list((tmp_path / "home" / "cache").glob("search*.sqlite"))) == KEPT
    assert desk.register.searchable


def test_an_index_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.take(LIST)
    cache = tmp_path / "home" / "cache"
    cache.rmdir()
    cache.write_text("no folder")
    with pytest.raises(StoreError, match="search index"):
        desk.register.prepare_search()


def keystrokes(desk: Desk, texts: Iterable[str]) -> list[float]:
    """Milliseconds of processor for every keystroke of the texts, with what nearly matches where little does."""
    register, spent = desk.register, []
    for text in texts:
        for end in range(2, len(text) + 1):
            start = time.process_time()
            if len(register.search(text[:end], 50)) < 8 and end >= 4:
                register.near(text[:end], 8)
            spent.append(1000 * (time.process_time() - start))
    return sorted(spent)


def test_a_large_register_is_searched_as_one_types(tmp_path: Path) -> None:
    size = 1_000_000 if os.environ.get("ASSETAUDIT_LONG_TESTS") else 30_000
    write_sample(tmp_path / "list.csv", size)
    desk = Desk(tmp_path)
    import_file(desk.store, tmp_path / "list.csv", Wishes(), clock=desk.clock)
    last = f"{size - 1:07}"
    assert not desk.register.searchable
    assert found(desk, f"IT-{last}") == [f"IT-{last}"]
    assert found(desk, f"srv{last}") == []
    desk.register.prepare_search()
    assert desk.register.searchable
    assert found(desk, f"srv{last}.ex") == [f"IT-{last}"]
    assert near(desk, f"IT-O{last[1:]}")[0] == f"IT-{last}"
    spent = keystrokes(
        desk, (f"IT-{last}", f"srv{last}", "model 034 srv0012", f"it-O{last[1:]}", "modle 034", "example 77")
    )
    print(f"{size} assets: median {spent[len(spent) // 2]:.1f} ms, worst {spent[-1]:.1f} ms a keystroke")
    assert spent[len(spent) // 2] < 100
