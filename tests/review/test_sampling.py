"""Samples against published tables and exact values, drawn the same on every machine, evaluated in words."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.errors import UsageError
from assetaudit.review.sampling import chance, draw, evaluate, size
from assetaudit.review.sampling.book import Result, SampleBook
from assetaudit.review.sampling.draw import Item
from assetaudit.review.sampling.plan import Direction, Method, Plan, by_size
from tests.review.table import Table

# Sample sizes and allowed deviations at 5 % risk, by expected rate: AICPA Audit Guide "Audit Sampling", Table A-1.
TOLERABLE = (2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20)
AICPA = {
    0.0: "149(0) 99(0) 74(0) 59(0) 49(0) 42(0) 36(0) 32(0) 29(0) 19(0) 14(0)",
    0.25: "236(1) 157(1) 117(1) 93(1) 78(1) 66(1) 58(1) 51(1) 46(1) 30(1) 22(1)",
    0.5: "- 157(1) 117(1) 93(1) 78(1) 66(1) 58(1) 51(1) 46(1) 30(1) 22(1)",
    1.0: "- - 156(2) 93(1) 78(1) 66(1) 58(1) 51(1) 46(1) 30(1) 22(1)",
    2.0: "- - - 181(4) 127(3) 88(2) 77(2) 68(2) 46(1) 30(1) 22(1)",
}


@pytest.mark.parametrize("expected", AICPA)
def test_sizes_equal_the_published_table(expected: float) -> None:
    for tolerable, told in zip(TOLERABLE, AICPA[expected].split(), strict=True):
        if told != "-":
            found = size.planned(tolerable / 100, 0.95, expected / 100)
            assert f"{found.n}({found.allowed})" == told


@pytest.mark.parametrize(
    ("confidence", "allowed", "sizes"),
    [
        (0.95, 0, (299, 149, 99, 59, 29)),
        (0.95, 1, (473, 236, 157, 93, 46)),
        (0.95, 2, (628, 313, 208, 124, 61)),
        (0.95, 3, (773, 386, 257, 153, 76)),
        (0.90, 0, (230, 114, 76, 45, 22)),
        (0.90, 1, (388, 194, 129, 77, 38)),
    ],
)
def test_sizes_by_allowed_deviations(confidence: float, allowed: int, sizes: tuple[int, ...]) -> None:
    assert tuple(size.attribute(rate, confidence, allowed) for rate in (0.01, 0.02, 0.03, 0.05, 0.10)) == sizes


@pytest.mark.parametrize(
    ("population", "sizes"),
    [
        (50, (48, 31, 22)),
        (100, (78, 45, 25)),
        (200, (105, 51, 27)),
        (500, (129, 56, 28)),
        (1000, (138, 57, 29)),
        (5000, (147, 59, 29)),
    ],
)
def test_finite_populations_need_fewer(population: int, sizes: tuple[int, ...]) -> None:
    assert tuple(size.discovery(rate, 0.95, population) for rate in (0.02, 0.05, 0.10)) == sizes


@pytest.mark.parametrize(
    ("n", "limits"),
    [
        (25, (11.3, 17.6, 23.1, 28.2)),
        (30, (9.5, 14.9, 19.5, 23.9)),
        (60, (4.87, 7.66, 10.1, 12.4)),
        (100, (2.95, 4.66, 6.16, 7.57)),
        (150, (1.98, 3.12, 4.14, 5.09)),
        (200, (1.49, 2.35, 3.11, 3.83)),
    ],
)
def test_upper_limits_of_clopper_and_pearson(n: int, limits: tuple[float, ...]) -> None:
    for deviations, limit in enumerate(limits):
        digits = 2 if limit < 10 and n > 30 else 1
        assert round(100 * chance.upper_rate(deviations, n, 0.95), digits) == limit


def exact_binomial(x: int, n: int, rate: Fraction) -> Fraction:
    return sum((comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(x + 1)), Fraction(0))


def exact_hypergeometric(x: int, population: int, bad: int, n: int) -> Fraction:
    whole = comb(population, n)
    return Fraction(sum(comb(bad, k) * comb(population - bad, n - k) for k in range(x + 1)), whole)


@given(st.integers(1, 300), st.data())
def test_binomial_equals_exact_fractions(n: int, data: st.DataObject) -> None:
    x, percent = data.draw(st.integers(0, n)), data.draw(st.integers(1, 99))
    exact = float(exact_binomial(x, n, Fraction(percent, 100)))
    assert chance.binomial_at_most(x, n, percent / 100) == pytest.approx(exact, rel=1e-9, abs=1e-12)


@given(st.integers(1, 300), st.data())
def test_hypergeometric_equals_exact_fractions(population: int, data: st.DataObject) -> None:
    n, bad = data.draw(st.integers(1, population)), data.draw(st.integers(0, population))
    x = data.draw(st.integers(0, n))
    exact = float(exact_hypergeometric(x, population, bad, n))
    assert chance.hypergeometric_at_most(x, population, bad, n) == pytest.approx(exact, rel=1e-9, abs=1e-12)


@given(st.integers(2, 60), st.data())
def test_a_finite_limit_is_the_last_count_that_is_not_ruled_out(population: int, data: st.DataObject) -> None:
    n = data.draw(st.integers(1, population))
    x = data.draw(st.integers(0, n))
    most = chance.upper_count(x, n, population, 0.95)
    risk = Fraction(5, 100)
    assert exact_hypergeometric(x, population, most, n) >= risk or most == x
    beyond = most + 1
    assert beyond > population - (n - x) or exact_hypergeometric(x, population, beyond, n) <= risk


def test_a_chance_that_is_just_the_risk_allowed_is_not_more_than_it() -> None:
    assert exact_hypergeometric(0, 20, 1, 19) == Fraction(1, 20)
    assert chance.upper_count(0, 19, 20, 0.95) == 0
    assert size.discovery(0.05, 0.95, 20) == 19


def test_poisson_factors_of_value_weighted_samples() -> None:
    assert [round(chance.poisson_factor(k, 0.95), 2) for k in range(5)] == [3.00, 4.74, 6.30, 7.75, 9.15]
    assert [round(chance.poisson_factor(k, 0.90), 2) for k in range(4)] == [2.30, 3.89, 5.32, 6.68]
    factor = chance.poisson_factor(2, 0.95)
    assert sum(exp(-factor) * factor**k / factorial(k) for k in range(3)) == pytest.approx(0.05)
    assert size.monetary(10_000_000, 500_000, 0.95) == 60


def test_two_counts_tell_of_the_unseen() -> None:
    unseen = evaluate.Unseen(480, 470, 452)
    assert (round(unseen.total, 1), round(unseen.error, 1), unseen.seen) == (499.1, 1.1, 498)
    assert unseen.words.endswith("498 in all, and at least about 1 seen by nobody.")


def test_stop_or_go_keeps_the_risk_of_all_its_steps_together() -> None:
    steps = size.stop_or_go(0.10, 0.95, 3)
    assert [step.allowed for step in steps] == [0, 1, 2]
    last = steps[-1].n
    passing = 0.0
    alive = {0: 1.0}
    for draws in range(1, last + 1):
        after: dict[int, float] = {}
        for (bad, weight), hit in product(alive.items(), (0, 1)):
            after[bad + hit] = after.get(bad + hit, 0.0) + weight * (0.10 if hit else 0.90)
        alive = after
        for step in steps:
            if step.n == draws:
                passing += sum(weight for bad, weight in alive.items() if bad <= step.allowed)
                alive = {bad: weight for bad, weight in alive.items() if bad > step.allowed}
    assert 0.04 < passing <= 0.05
    assert steps[0].n > size.discovery(0.10, 0.95)


def test_words_never_tell_a_limit_smaller_than_it_is() -> None:
    found = evaluate.evaluate(0, 60, 0.95, tolerable=0.05)
    assert found.words == (
        "0 of 60 deviate: with 95 % confidence no more than 4.88 % of all do. That is within the tolerable 5 %."
    )
    assert "extend the sample" in evaluate.evaluate(1, 60, 0.95, tolerable=0.05).words
    finite = evaluate.evaluate(1, 45, 0.95, population=100, tolerable=0.05)
    assert (finite.upper_number, finite.passed) == (8, False)


def test_overstatement_is_limited_by_basic_precision_and_every_taint() -> None:
    assert evaluate.misstatement(1000, [], 0.95) == 2996
    half = evaluate.misstatement(1000, [evaluate.Misstated(200, 100)], 0.95)
    assert half == round(1000 * (chance.poisson_factor(0, 0.95) + 0.5 * (chance.poisson_factor(1, 0.95) - 2.99573)))
    assert evaluate.misstatement(1000, [evaluate.Misstated(5000, 0)], 0.95) == 5000 + 2996


ITEMS = [Item(f"r:{number}", number * 100, "A" if number % 3 else "B") for number in range(1, 101)]


def test_a_draw_is_the_same_everywhere_and_another_seed_draws_others() -> None:
    first = [item.key for item in draw.simple(ITEMS, "2026", 5)]
    assert first == [item.key for item in draw.simple(list(reversed(ITEMS)), "2026", 5)]
    assert first == ["r:82", "r:41", "r:46", "r:68", "r:33"]
    assert first != [item.key for item in draw.simple(ITEMS, "2027", 5)]


@given(st.text(max_size=5), st.integers(1, 110))
def test_strata_get_their_part(seed: str, n: int) -> None:
    found = draw.stratified(ITEMS, seed, n, least=1)
    assert len(found) == min(n, 100) or n < 2
    shares = draw.allocation({"A": 67, "B": 33}, n)
    assert abs(shares["A"] - min(n, 100) * 67 / 100) <= 1


@given(st.text(max_size=5), st.integers(1, 60))
def test_value_weighted_draws_take_every_dear_item(seed: str, n: int) -> None:
    interval, hits = draw.weighted(ITEMS, seed, n)
    drawn = {hit.item.key for hit in hits}
    assert {item.key for item in ITEMS if item.cents >= interval} <= drawn
    assert n - 1 <= sum(hit.hits for hit in hits) <= n + 1


def test_every_cent_has_the_same_chance() -> None:
    small = [Item("a", 100), Item("b", 300)]
    drawn = [draw.weighted(small, str(seed), 1)[1][0].item.key for seed in range(400)]
    assert 0.18 < drawn.count("a") / 400 < 0.32


def test_void_items_are_replaced_in_the_seeded_order_and_both_are_listed() -> None:
    order = draw.ordered(ITEMS, "s")
    void = {order[1].key, order[3].key}
    kept, pairs = draw.replaced(order, 3, void.__contains__)
    assert [item.key for item in kept] == [order[0].key, order[4].key, order[2].key]
    assert [(a.key, b.key) for a, b in pairs] == [(order[1].key, order[3].key), (order[3].key, order[4].key)]


def test_an_item_that_cannot_be_examined_is_a_deviation() -> None:
    table = Table()
    plan = Plan("s", Direction.BOOK_TO_FLOOR, Method.SIMPLE, 3, "x", population=100, tolerable=500)
    event = table.forge("sample", {"plan": plan.to_dict()}, "max")
    book = SampleBook(table.engine.live)
    book.add(event)
    drawn = book.sample(event, plan, ITEMS, lambda _item: Result.WAITING)
    assert (drawn.waiting, drawn.deviations) == (3, 3)
    items = [one.item.key for one in drawn.items]
    for item, result in ((items[0], "ok"), (items[0], "deviation"), (items[1], "ok"), (items[2], "nonsense")):
        book.add(table.forge("sample", {"of": event.hash, "item": item, "result": result}, "max"))
    again = book.sample(event, plan, ITEMS, lambda _item: Result.WAITING)
    assert [one.result for one in again.items] == [Result.DEVIATION, Result.OK, Result.WAITING]
    assert again.evaluation().deviations == 2


def test_wrong_figures_are_told() -> None:
    with pytest.raises(UsageError, match="below the tolerable"):
        size.planned(0.05, 0.95, 0.05)
    with pytest.raises(UsageError, match="between 0 and 100"):
        size.attribute(0.0, 0.95)
    with pytest.raises(UsageError, match="book value"):
        draw.weighted([Item("a")], "s", 3)


def test_parts_of_a_population_stand_by_place_and_then_by_value_the_lowest_first() -> None:
    names = ["B, 1,000 to 10,000", "100 to 1,000", "1,000 to 10,000", "below 1", "B, below 1", "B, 100 to 1,000", "A"]
    assert sorted(names, key=by_size) == [
        *("below 1", "100 to 1,000", "1,000 to 10,000", "A"),
        *("B, below 1", "B, 100 to 1,000", "B, 1,000 to 10,000"),
    ]
