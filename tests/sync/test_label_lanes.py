"""Lanes of label numbers that two laptops gave: noticed by whoever meets and knows of both, told in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from assetaudit.cli import run
from assetaudit.model.lane import own_lane
from assetaudit.printing.numbers import Scheme
from assetaudit.store import label_lanes
from assetaudit.store.label_lanes import DIGITS, LaneUse, Reach, packed, unpacked, warnings
from assetaudit.sync import card
from assetaudit.sync.piece import unseal
from tests.sync.hub_desk import HubDesk
from tests.sync.laptop import Laptop, pair


def code(laptop: Laptop) -> str:
    device = laptop.station.labels.device
    return own_lane(device.id, device.machine)


def give(giver: Laptop, taker: Laptop) -> str:
    """As two people do: a code is read out, a digit comes back."""
    digit = giver.station.labels.give_lane(code(taker), DIGITS)
    taker.station.labels.take_lane(digit)
    return digit


def reserve(laptop: Laptop, count: int, prefix: str = "IT-") -> list[str]:
    made = Scheme(prefix, laptop.station.labels.lane(), 4, "mod10")
    return laptop.station.labels.reserve(made.series, count, made.number, lambda _number: False)


def said(laptop: Laptop) -> list[str]:
    """What a laptop's own status says of lanes."""
    return list(laptop.station.status().warnings)


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubDesk]:
    desk = HubDesk(tmp_path, monkeypatch)
    yield desk
    desk.shut()


def two_givers(folder: Path) -> tuple[Laptop, Laptop]:
    """Two laptops that each gave themselves the first lane."""
    one, two = pair(folder)
    assert give(one, one) == give(two, two) == "1"
    return one, two


def test_two_laptops_that_gave_one_lane_are_told_which_numbers_may_stand_twice(tmp_path: Path) -> None:
    one, two = two_givers(tmp_path)
    mine, theirs = reserve(one, 30), reserve(two, 20)
    assert mine[:20] == theirs
    assert said(one) == said(two) == []
    (text,) = [taken.text for taken in two.take(one.bundle()) if taken.text]
    assert f"each of {theirs[0]} to {theirs[-1]} may stand on two labels" in text
    assert "Lanes of label numbers are given out by" in text
    assert [taken.text for taken in two.take(one.bundle()) if taken.text] == []
    one.take(two.bundle())
    assert said(one) == said(two) != []
    reserve(two, 5)
    assert any(mine[24] in taken.text for taken in one.take(two.bundle()))


def test_a_third_that_meets_both_tells_both(tmp_path: Path) -> None:
    one, two = two_givers(tmp_path)
    third = Laptop(tmp_path / "three", "three")
    for laptop in (one, two):
        third.trust(laptop)
        laptop.trust(third)
        reserve(laptop, 3)
        third.take(laptop.bundle())
    assert len(said(third)) == 2
    one.take(third.bundle())
    assert said(one) == said(third)


def test_a_hub_brings_it_to_everybody(team: HubDesk) -> None:
    one, two = team.laptop("one"), team.laptop("two")
    give(one, one)
    give(two, two)
    numbers = reserve(one, 4)
    reserve(two, 9)
    assert team.sync(one).texts == []
    assert any(f"{numbers[0]} to {numbers[3]}" in text for text in team.sync(two).texts)
    assert any(f"{numbers[0]} to {numbers[3]}" in text for text in team.sync(one).texts)
    assert team.sync(one).texts == []


def test_one_giver_is_no_trouble(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    assert (give(one, one), give(one, two)) == ("1", "2")
    reserve(one, 3)
    reserve(two, 3)
    for here, there in ((one, two), (two, one), (one, two)):
        assert not any(taken.text for taken in here.take(there.bundle()))
    assert said(one) == said(two) == []


def test_who_heard_of_a_lane_gives_another(tmp_path: Path) -> None:
    one, two = pair(tmp_path)
    give(one, one)
    two.take(one.bundle())
    assert two.station.labels.give_lane(code(two), DIGITS) == "2"


def test_numbers_of_other_series_are_not_named(tmp_path: Path) -> None:
    one, two = two_givers(tmp_path)
    reserve(one, 3, "IT-")
    reserve(two, 3, "LAB-")
    two.take(one.bundle())
    assert any("no number is known to stand on two labels yet" in text for text in said(two))


def test_no_more_are_reserved_of_a_lane_that_two_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = two_givers(tmp_path)
    home = ["--home", str(one.folder)]
    assert run([*home, "labels", "reserve", "2"]) == 0
    one.take(two.bundle())
    assert run([*home, "labels", "reserve", "2"]) == 1
    assert "belongs to" in capsys.readouterr().err
    assert run([*home, "labels", "lane"]) == 0
    assert "let only one of them do so" in capsys.readouterr().out
    assert run([*home, "sync", "status"]) == 0
    assert "let only one of them do so" in capsys.readouterr().out


def test_a_stranger_tells_nothing(tmp_path: Path) -> None:
    one, two = Laptop(tmp_path / "one", "one"), Laptop(tmp_path / "two", "two")
    give(one, one)
    give(two, two)
    two.take(one.bundle())
    assert said(two) == []


def test_an_older_program_reads_the_card_and_passes_over_the_rest(tmp_path: Path) -> None:
    one, _two = two_givers(tmp_path)
    piece = unseal(next(iter(one.station.small_pieces())))
    assert piece.kind == "card"
    assert piece.body
    assert piece.header["v"] == 1
    assert card.card_in(piece).of == one.station.key.public


@pytest.mark.parametrize(
    "line",
    [
        {"lane": "0", "holder": "K" * 8},
        {"lane": "12", "holder": "K" * 8},
        {"lane": "1", "holder": "k" * 8},
        {"lane": "1", "holder": "K" * 8, "name": "\x1b[2J"},
        {"lane": "1", "holder": "K" * 8, "giver": "?"},
        {"lane": "1", "holder": "K" * 8, "used": {"IT-|1|4|": {"count": 1, "first": "\n", "last": "x"}}},
        {"lane": "1", "holder": "K" * 8, "used": {"IT-": 7}},
        ["1"],
        7,
    ],
)
def test_what_is_no_use_of_a_lane_is_passed_over(line: object) -> None:
    good = LaneUse("3", "K" * 8, name="ana", used={"IT-|3|4|": Reach(2, "IT-30001", "IT-30002")})
    newer = msgspec.to_builtins(good) | {"some day": True}
    assert unpacked(msgspec.json.encode([line, newer])) == [good]
    assert unpacked(packed([good])) == [good]
    assert unpacked(b"no json") == unpacked(b'{"newer": true}') == []


def test_no_more_is_handed_on_than_a_card_holds() -> None:
    letters = "ABCDEFGHJKMNPQRSTVWXYZ"
    used = {f"IT-|{n}|4|mod10": Reach(n, "I" * 20, "I" * 20) for n in range(1)}
    many = [LaneUse("1", a + b + "A" * 6, "B" * 8, "n" * 100, used) for a in letters for b in letters]
    assert len(packed(many)) <= 65_536
    assert unpacked(packed(many)) == many[: label_lanes._MOST]
    assert len(warnings(many)) == 1
