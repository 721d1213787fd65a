"""Picking while typing: the best hit first, with and without the index of letter triples."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetaudit.store import register_read
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
        monkeypatch.setattr(register_read, "SMALL", 0)
        desk.register.prepare_search()
        assert list((tmp_path / "home" / "cache").glob("search-*.sqlite"))
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
