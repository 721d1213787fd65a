"""Signs of a desk audit are raised with their evidence, and honest walks raise none."""

from __future__ import annotations

from itertools import groupby

from assetaudit.model.place import Place
from assetaudit.model.terms import ReviewTerms
from assetaudit.review.suspicion import Question, questions
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


def test_what_was_taken_back_raises_nothing() -> None:
    table = Table(rack(list(range(10))))
    for event in [event for event in table.stage.log.written if event.k == "scan"][:4]:
        table.forge("void", {}, "ana", (event.hash,))
    assert told(table) == []
    assert Place.parse("DC1/R2/A/07") in table.engine.planned()
