"""Extending a sample: the next of the seeded order, what was drawn stays, and the confidence that is left is true."""

from __future__ import annotations

from dataclasses import replace
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assetaudit.errors import AuditError, UsageError
from assetaudit.model.event import Event
from assetaudit.review.sampling.asked import Asked, planned
from assetaudit.review.sampling.book import Result, Sample, SampleBook
from assetaudit.review.sampling.chance import upper_count
from assetaudit.review.sampling.draw import Item
from assetaudit.review.sampling.extend import extension
from assetaudit.review.sampling.plan import Method, Plan
from assetaudit.review.sampling.size import stop_or_go

POOL = [Item(f"r:{number}", 100_00, "A" if number % 4 else "B") for number in range(1, 301)]


def drawn(plan: Plan, wrong: int = 0, *extended: int, void: tuple[str, ...] = ()) -> Sample:
    """A sample of which so many of the first items deviate and the others are found, extended by so many."""
    event = Event("sample", "a", 1, "x", "p", {"plan": plan.to_dict()}, user="mia")
    book = SampleBook(lambda _hash: True)
    bad = {one.item.key for one in book.sample(event, plan, POOL, lambda _: Result.OK).items[:wrong]}
    told: list[dict[str, object]] = [{"extend": by, "of": "p", "why": "w"} for by in extended]
    told += [{"item": key, "of": "p", "result": "void", "note": "n"} for key in void]
    for n, d in enumerate(told):
        book.add(Event("sample", "a", n, "x", f"e{n}", d))
    return book.sample(event, plan, POOL, lambda item: Result.DEVIATION if item.key in bad else Result.OK)


SIMPLE = planned(Asked("one"), POOL, "f" * 64)
PARTS = planned(Asked("parts", method=Method.STRATIFIED), POOL, "f" * 64)
STEPS = planned(Asked("go", steps="3"), POOL, "f" * 64)


@given(some.sampled_from([SIMPLE, PARTS]), some.lists(some.integers(1, 80), max_size=3), some.data())
def test_what_was_drawn_stays_and_the_next_come(plan: Plan, extended: list[int], data: some.DataObject) -> None:
    before = [one.item.key for one in drawn(plan).items]
    void = tuple(data.draw(some.lists(some.sampled_from(before), max_size=3, unique=True)))
    first = [one.item.key for one in drawn(plan, void=void).items]
    after = [one.item.key for one in drawn(plan, 0, *extended, void=void).items]
    assert after[: len(first)] == first
    assert len(set(after)) == len(after) == min(len(first) + sum(extended), len(POOL) - len(void))
    assert not set(void) & set(after)


@given(some.integers(1, 200))
def test_a_stratified_sample_grows_in_proportion(more: int) -> None:
    sample = drawn(PARTS, 0, more)
    share = sum(1 for one in sample.items if one.item.stratum == "B")
    assert abs(share - len(sample.items) / 4) <= 1


def test_the_risks_of_the_looks_add_up_and_the_limit_of_each_is_the_plans() -> None:
    sample = drawn(SIMPLE, 2, 40)
    assert (sample.plan.confidence, sample.confidence) == (9500, 9000)
    found = sample.evaluation()
    assert found.upper_number == upper_count(2, SIMPLE.n + 40, 300, 0.95)
    assert "with 90 % confidence" in sample.words
    assert "of 95 % confidence 90 % are left" in sample.words
    assert drawn(SIMPLE, 2, 20, 20).confidence == 8500


@pytest.mark.parametrize(("n", "more", "population"), [(45, 30, 100), (57, 40, 300), (25, 60, 150)])
def test_whoever_stops_after_either_look_is_wrong_no_more_often_than_told(n: int, more: int, population: int) -> None:
    worst = 0.0
    at_once = [upper_count(x, n, population, 0.95) for x in range(n + 1)]
    then = [upper_count(x, n + more, population, 0.95) for x in range(n + more + 1)]
    for bad in range(population + 1):
        seen = range(max(0, n + bad - population), min(n, bad) + 1)
        risk = sum(chance(x, population, bad, n) for x in seen if at_once[x] < bad)
        for x in (x for x in seen if at_once[x] >= bad):
            later = [y for y in range(min(more, bad - x) + 1) if then[x + y] < bad]
            again = sum(chance(y, population - n, bad - x, more) for y in later)
            risk += chance(x, population, bad, n) * again
        worst = max(worst, risk)
    assert 0.05 < worst <= 0.10


def chance(x: int, population: int, bad: int, n: int) -> float:
    """Of so many draws without return so many are bad, by the exact count of the ways."""
    return comb(bad, x) * comb(population - bad, n - x) / comb(population, n)


def test_stop_or_go_goes_on_by_its_own_rule() -> None:
    sample = drawn(STEPS, 3, 1)
    assert sample.step is not None
    assert sample.step.of == 4
    assert sample.confidence == 9333
    longer = stop_or_go(0.05, 1 - 0.05 * 4 / 3, 4, 300)
    assert longer[:3] == list(STEPS.steps)
    assert (sample.step.n, sample.step.allowed) == (longer[3].n, 3)
    assert "with 93.33 % confidence less than 5 % of all deviate" in sample.words


def test_it_is_as_many_as_are_lacking_unless_somebody_says_how_many() -> None:
    failed = drawn(SIMPLE, 1)
    found = extension(failed)
    longer = drawn(SIMPLE, 1, found.more)
    assert longer.passed
    assert not drawn(SIMPLE, 1, found.more // 2).passed
    assert f"of all {SIMPLE.n + found.more} no more than 1 may deviate" in found.words
    assert "with 90 % confidence then, and with 95 % now" in found.words
    assert extension(drawn(STEPS, 3)).more == 1
    for asked in ("0", "-1", "301", "two"):
        with pytest.raises(UsageError):
            extension(failed, asked)


@pytest.mark.parametrize(
    ("sample", "why"),
    [
        (drawn(SIMPLE), "shows what it was drawn for"),
        (drawn(STEPS), "shows what it was drawn for"),
        (drawn(planned(Asked("v", method=Method.WEIGHTED), POOL, "f"), 9), "lie evenly"),
        (drawn(planned(Asked("all", size="300"), POOL, "f"), 60), "every item"),
        (drawn(SIMPLE, 5, *[1] * 9), "less than half"),
        (drawn(replace(SIMPLE, recount=True)), "some of it waits"),
    ],
)
def test_where_the_statistics_do_not_allow_it_it_is_refused_with_the_reason(sample: Sample, why: str) -> None:
    with pytest.raises(AuditError, match=why):
        extension(sample)
