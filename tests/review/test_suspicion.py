"""Signs of a desk audit are raised with their evidence, and honest walks raise none."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetaudit.model.place import Place, Position
from assetaudit.model.terms import ReviewTerms
from assetaudit.review.suspicion import Question, questions
from assetaudit.review.suspicion.pace import least_ms
from tests.review.table import Table

UNITS = (3, 17, 9, 30, 5, 22, 14, 38, 11, 27)


def asked(story: str, *, pace: bool = False) -> list[Question]:
    """The questions about a story."""
    return told(Table(story), pace=pace)


def told(table: Table, *, pace: bool = False) -> list[Question]:
    logs = groupby(sorted(table.stage.log.written, key=lambda event: (event.log, event.seq)), lambda event: event.log)
    events = (some for _log, some in logs)
    return list(questions(events, table.engine, table.stage.register.asset, in_haste=pace))


def rack(order: list[int]) -> str:
    """A rack whose records stand in no order, scanned in some order."""
    records = " | ".join(f"IT-{number} DC1/R2/A/07:U{unit}" for number, unit in enumerate(UNITS, 101))
    return f"register: {records}\nat DC1/R2/A/07:  {'  '.join(f'IT-{101 + index}' for index in order)}"


def test_scans_in_the_order_of_the_register_are_asked_about() -> None:
    (question,) = asked(rack(list(range(10))))
    assert (question.sign, question.user, len(question.evidence)) == ("register_order", "ana", 10)
    assert question.ask.endswith("how was it walked?")


def test_a_rack_walked_from_its_top_or_bottom_raises_nothing() -> None:
    down = sorted(range(10), key=lambda index: -UNITS[index])
    assert asked(rack(down)) == []
    assert asked(rack(down[::-1])) == []


def test_what_hangs_beside_the_units_does_not_hide_the_order() -> None:
    story = rack(list(range(10))).replace("\nat", " | IT-001 DC1/R2/A/07:0U#left\nat") + "  IT-001"
    (question,) = asked(story)
    assert (question.sign, len(question.evidence)) == ("register_order", 10)


def test_tag_and_serial_of_each_device_do_not_hide_the_order() -> None:
    records = " | ".join(f"IT-{n} DC1/R2/A/07:U{unit} serial=S{n}" for n, unit in enumerate(UNITS, 101))
    (question,) = asked(f"register: {records}\nat DC1/R2/A/07:  {'  '.join(f'IT-{n}  S{n}' for n in range(101, 111))}")
    assert (question.sign, len(question.evidence)) == ("register_order", 10)


def test_blades_of_one_chassis_scanned_by_number_raise_nothing() -> None:
    blades = " | ".join(f"IT-{100 + bay} DC1/R2/A/07:U12#bay{bay}" for bay in range(1, 13))
    assert asked(f"register: {blades}\nat DC1/R2/A/07:  {'  '.join(f'IT-{100 + bay}' for bay in range(1, 13))}") == []


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(("U1", "U2", "U2#bay2", "U5", "U9R", "U9", "U30", "0U#left")), min_size=1, max_size=14),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_whoever_walks_a_rack_by_its_units_is_asked_nothing(units: list[str], down: bool, chance: Random) -> None:
    """However the register numbers what stands there, and in the order of the rack above all."""
    order = sorted(units, key=lambda unit: Position.parse(unit).half_units or 0, reverse=down)
    numbers = list(range(100, 100 + len(order)))
    if chance.random() < 0.5:
        chance.shuffle(numbers)
    records = " | ".join(f"IT-{number} DC1/R2/A/07:{unit}" for number, unit in zip(numbers, order, strict=True))
    assert asked(f"register: {records}\nat DC1/R2/A/07:  {'  '.join(f'IT-{number}' for number in numbers)}") == []


def row(order: list[str], numbers: Iterable[int]) -> str:
    """Racks of two devices each, in the order in which they are visited, and the numbers of their devices."""
    tags = iter(numbers)
    devices = [(name, next(tags), next(tags)) for name in order]
    records = " | ".join(
        f"IT-{one} DC1/R2/{name}:U1 | IT-{other} DC1/R2/{name}:U2" for name, one, other in sorted(devices)
    )
    visits = (f"at DC1/R2/{name}:  IT-{one}  IT-{other}" for name, one, other in devices)
    return "\n".join((f"register: {records}", *visits))


def test_racks_visited_down_the_register_and_across_the_room_are_asked_about() -> None:
    order = [f"A/{n:02}" for n in (7, 1, 12, 4, 10, 2, 8, 14, 5, 11)]
    (question,) = asked(row(order, range(100, 200)))
    assert (question.sign, len(question.evidence)) == ("rack_order", 10)
    assert question.ask.startswith("10 visits to 10 places follow the order of the register and go to and fro")


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 4), st.integers(1, 8), st.booleans(), st.randoms(use_true_random=False))
def test_whoever_walks_row_by_row_is_asked_nothing(rows: int, racks: int, turning: bool, chance: Random) -> None:
    """Turning at the end of each row or not, be the register in that very order or in none."""
    order = []
    for number in range(rows):
        names = [f"{'ABCD'[number]}/{rack:02}" for rack in range(1, racks + 1)]
        order += names[::-1] if turning and number % 2 else names
    numbers = list(range(100, 100 + 2 * len(order)))
    if chance.random() < 0.5:
        chance.shuffle(numbers)
    assert asked(row(order, numbers)) == []


def test_a_register_that_stands_in_the_order_of_the_rack_raises_nothing() -> None:
    records = " | ".join(f"IT-{100 + unit} DC1/R2/A/07:U{unit}" for unit in range(1, 11))
    assert (
        asked(f"register: {records}\nat DC1/R2/A/07:  {'  '.join(f'IT-{100 + unit}' for unit in range(1, 11))}") == []
    )


def test_consecutive_tags_of_several_racks_in_one_place_are_asked_about() -> None:
    records = " | ".join(f"IT-{200 + n} DC1/R2/A/0{n % 4}:U{1 + n}" for n in range(8))
    (question,) = asked(f"register: {records}\nat DC1/R2/A/01:  {'  '.join(f'IT-{200 + n}' for n in range(8))}")
    assert (question.sign, len(question.evidence)) == ("label_sheet", 8)


def test_one_photograph_of_two_things_is_asked_about() -> None:
    table = Table()
    for thing in ("r:IT-1", "r:IT-2"):
        table.forge("pick", {"asset": thing, "photo": "ab" * 32, "proof": "photo"}, "ana")
    scans = [event.hash for event in table.stage.log.written if event.k == "scan" and "IT-3" in str(event.d["read"])]
    for _ in range(2):
        table.forge("note", {"of": scans[0], "photo": "cd" * 32, "text": "photograph"}, "ana")
    (question,) = told(table)
    assert (question.sign, len(question.evidence)) == ("photo_twice", 2)


def test_pace_is_looked_at_only_where_it_is_switched_on() -> None:
    story = "register: IT-1 DC1/R2/A/07:U1 | IT-2 DC1/R2/A/08:U1\nat DC1/R2/A/07:  IT-1\nat DC1/R2/A/08:  IT-2"
    assert asked(story) == []
    (question,) = asked(story, pace=True)
    assert question.sign == "pace"
    assert ReviewTerms().pace is False


@pytest.mark.parametrize(
    ("one", "other", "ms"),
    [
        ("DC1/R2/A/07", "DC1/R2/A/08", 1_500),
        ("DC1/R2/A/07", "DC1/R2/A/12", 2_700),
        ("DC1/R2/A/1001", "DC1/R2/A/2001", 5_000),
        ("DC1/R2/A/07", "DC1/R2/B/07", 3_000),
        ("DC1/R2/A/07", "DC1/R3/A/07", 10_000),
        ("DC1/R2", "DC1/R2/A/07", 0),
    ],
)
def test_further_places_take_longer_and_a_place_in_another_none(one: str, other: str, ms: int) -> None:
    assert least_ms(Place.parse(one), Place.parse(other)) == least_ms(Place.parse(other), Place.parse(one)) == ms


def test_what_was_taken_back_raises_nothing() -> None:
    table = Table(rack(list(range(10))))
    for event in [event for event in table.stage.log.written if event.k == "scan"][:4]:
        table.forge("void", {}, "ana", (event.hash,))
    assert told(table) == []
    assert Place.parse("DC1/R2/A/07") in table.engine.planned()
