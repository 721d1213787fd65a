"""What is asked of a sample as people write it: the plan that follows, what it means in words, and kind refusals."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.errors import UsageError
from assetaudit.model.amount import percent
from assetaudit.review.sampling import size
from assetaudit.review.sampling.asked import Asked, Stratum, planned, strata_of
from assetaudit.review.sampling.book import Result, Sample, SampleBook
from assetaudit.review.sampling.consequences import consequences, most_allowed
from assetaudit.review.sampling.draw import Item
from assetaudit.review.sampling.evaluate import Overstated
from assetaudit.review.sampling.plan import Direction, Method, Plan
from tests.review.table import Table

POOL = [Item(f"r:{number}", 100_00, "A" if number % 4 else "B") for number in range(1, 1001)]
VALUE = Asked("v", method=Method.WEIGHTED)


def plan_of(asked: Asked, pool: list[Item] = POOL) -> Plan:
    return planned(asked, pool, "f" * 64)


@pytest.mark.parametrize(
    ("asked", "number", "n", "allowed"),
    [
        (Asked(), 1000, 57, 0),
        (Asked(), 100, 45, 0),
        (Asked(tolerable="10"), 50, 22, 0),
        (Asked(tolerable="2,0 %"), 500, 129, 0),
        (Asked(size="60"), 1000, 60, 0),
        (Asked(expected="1"), 1000, 90, 1),
    ],
)
def test_the_size_follows_from_what_is_written(asked: Asked, number: int, n: int, allowed: int) -> None:
    plan = plan_of(asked, POOL[:number])
    assert (plan.n, most_allowed(plan), plan.population) == (n, allowed, number)


def test_the_seed_follows_from_the_audit_and_the_name_unless_one_is_written() -> None:
    assert plan_of(Asked(" Q4   first ")).seed == "ffffffffffffffff/Q4 first"
    assert plan_of(Asked("x", seed=" 2026 ")).seed == "2026"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(confidence="0"), "between 0 and 100"),
        (Asked(confidence="100"), "between 0 and 100"),
        (Asked(tolerable="101"), "'101' is no percentage"),
        (Asked(tolerable="five"), "'five' is no percentage"),
        (Asked(tolerable=""), "'' is no percentage"),
        (Asked(tolerable="1e2"), "'1e2' is no percentage"),
        (Asked(tolerable="²"), "is no percentage"),
        (Asked(expected="5"), "below the tolerable"),
        (Asked(size="0"), "0 is no part of a population of 1000. Choose 1 to 1000."),
        (Asked(size="1001"), "1001 is no part of a population of 1000"),
        (Asked(size="all"), "'all' is no whole number"),
        (Asked(steps="0"), "1 to 10"),
        (Asked(steps="2", size="3"), "leave out the size"),
        (replace(VALUE, tolerable_value="0"), "more than nothing"),
        (replace(VALUE, tolerable_value="-3"), "more than nothing"),
        (replace(VALUE, tolerable_value="1.5"), "no whole number"),
        (replace(VALUE, size="0"), "at least one item"),
        (replace(VALUE, steps="2"), "choose another method"),
    ],
)
def test_what_cannot_be_is_refused_in_words(asked: Asked, said: str) -> None:
    with pytest.raises(UsageError, match=r".") as refused:
        plan_of(asked)
    assert said in str(refused.value)


@given(st.text(max_size=8))
def test_any_text_for_a_rate_is_a_percentage_or_refused(text: str) -> None:
    try:
        assert 0 <= percent(text) <= 10_000
    except ValueError:
        assert "," not in text or not text.replace(",", "").isdigit() or float(text.replace(",", ".")) > 0


def test_an_empty_population_and_one_without_value_are_told() -> None:
    with pytest.raises(UsageError, match="nothing to draw from"):
        plan_of(Asked(), [])
    with pytest.raises(UsageError, match="has a book value"):
        plan_of(VALUE, [Item("DC1/R1/A/01:U1")])


def test_the_consequences_are_told_before_anything_is_drawn() -> None:
    plan = plan_of(Asked())
    assert consequences(plan, POOL) == [
        "Look at 57: if none deviates, that shows with 95 % confidence that less than 5 % of all do.",
        "With one more, 1 of 57, up to 7.8 % of all may do so.",
    ]
    few = consequences(plan_of(Asked(size="20")), POOL)
    assert few[0].startswith("Look at 20: that is too few. Even without a deviation")
    assert "full count" in consequences(plan_of(Asked(size="20"), POOL[:20]), POOL[:20])[-1]
    steps = consequences(plan_of(Asked(steps="2")), POOL)
    assert (len(steps), steps[-1].endswith("else it is not shown.")) == (2, True)


def test_the_consequences_of_value_name_what_is_certain_and_what_cannot_be_drawn() -> None:
    pool = [*POOL, Item("r:0")]
    told = consequences(plan_of(replace(VALUE, tolerable_value="5000"), pool), pool)
    assert told[0].startswith("Look at what 60 steps of the value fall on: one in every 1,666.")
    assert "overstated by no more than 4,993; tolerable are 5,000." in told[1]
    assert told[2] == "1 of 1001 have no book value and cannot be drawn: sample them otherwise."
    assert plan_of(VALUE).n == size.monetary(100_000, 5_000, 0.95)


def test_strata_show_their_part_of_items_and_value() -> None:
    plan = plan_of(Asked(method=Method.STRATIFIED, size="40"))
    assert strata_of(plan, POOL) == [Stratum("A", 750, 7_500_000, 30), Stratum("B", 250, 2_500_000, 10)]
    assert [one.drawn for one in strata_of(plan_of(Asked()), POOL)] == [None, None]


def test_a_plan_is_the_same_after_it_was_written_and_read() -> None:
    asked = Asked("x", Direction.FLOOR_TO_BOOK, scope=("DC1/R1", "DC1/R2"), recount=True)
    for plan in (plan_of(asked), plan_of(replace(VALUE, tolerable_value="5000")), plan_of(Asked(steps="3"))):
        assert Plan.from_dict(plan.to_dict()) == plan
    assert {"scope", "tolerable_value"}.isdisjoint(plan_of(Asked()).to_dict())


class Kept:
    """One sample, and what people say of its items."""

    def __init__(self, asked: Asked) -> None:
        self.table, self.plan = Table(), plan_of(asked)
        self.event = self.table.forge("sample", {"plan": self.plan.to_dict()}, "max")
        self.book = SampleBook(self.table.ledger.live)
        self.book.add(self.event)

    def say(self, item: str, result: str, by: str = "max", sup: tuple[str, ...] = ()) -> str:
        d: dict[str, object] = {"of": self.event.hash, "item": item, "result": result, "note": "seen"}
        event = self.table.forge("sample", d, by)._replace(sup=sup)
        self.book.add(event)
        return event.hash

    def now(self) -> Sample:
        return self.book.sample(self.event, self.plan, POOL, lambda _item: Result.WAITING)


def test_who_corrects_a_result_replaces_their_own_and_nobody_elses() -> None:
    kept = Kept(Asked(size="3"))
    item = kept.now().items[0].item.key
    wrong = kept.say(item, "deviation")
    kept.say(item, "ok", sup=(wrong,))
    assert kept.now().items[0].result is Result.OK
    theirs = kept.say(item, "unexamined", "ana")
    kept.say(item, "ok", sup=(theirs,))
    assert (kept.now().items[0].result, kept.now().known) == (Result.UNEXAMINED, 1)


def test_what_waits_is_told_apart_from_what_deviates() -> None:
    kept = Kept(Asked())
    assert kept.now().outlook.startswith(
        "0 of 57 were examined, 0 deviate. If the rest is found: 0 of 57 deviate: with"
    )
    for one in kept.now().items[:2]:
        kept.say(one.item.key, "unexamined")
    half = kept.now()
    assert half.outlook.startswith("2 of 57 were examined, 2 deviate. If the rest is found: 2 of 57 deviate")
    assert (half.concluded().passed, half.concluded(hopeful=True).deviations) == (False, 2)


def test_a_value_weighted_sample_concludes_by_value() -> None:
    kept = Kept(replace(VALUE, tolerable_value="5000"))
    for one in kept.now().items[1:]:
        kept.say(one.item.key, "ok")
    hopeful = kept.now().concluded(hopeful=True)
    assert isinstance(hopeful, Overstated)
    assert hopeful.words.endswith(
        "the book is overstated by no more than 4,993, 5 % of its value. That is within the tolerable 5,000."
    )
    kept.say(kept.now().items[0].item.key, "deviation")
    assert kept.now().words.endswith("more than the tolerable 5,000: draw a larger sample, or do not rely on it.")
