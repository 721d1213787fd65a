"""Samples in steps, strata, replacements and recounts: what is to be looked at next follows from what was found."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.errors import UsageError
from assetaudit.review.sampling import draw, size
from assetaudit.review.sampling.book import Result, Sample, SampleBook
from assetaudit.review.sampling.draw import Item
from assetaudit.review.sampling.plan import Direction, Method, Plan, Strata, band, digest, stratum
from assetaudit.review.sampling.size import Size
from assetaudit.review.sampling.steps import Step, Verdict, walked
from tests.review.table import Table

ITEMS = [Item(f"r:{number}", number * 100, "A" if number % 3 else "B") for number in range(1, 101)]
STEPS = (Size(10, 0), Size(20, 1), Size(35, 2))


def exact_risk(steps: Iterable[Size], population: int, bad: int) -> Fraction:
    """The chance that one of the steps passes, of draws without return, in exact fractions."""
    alive, passed, drawn = {0: Fraction(1)}, Fraction(0), 0
    for step in steps:
        while drawn < step.n:
            after: dict[int, Fraction] = {}
            for hits, chance in alive.items():
                hit = Fraction(max(0, bad - hits), population - drawn)
                after[hits] = after.get(hits, Fraction(0)) + chance * (1 - hit)
                after[hits + 1] = after.get(hits + 1, Fraction(0)) + chance * hit
            alive, drawn = after, drawn + 1
        passed += sum((chance for hits, chance in alive.items() if hits <= step.allowed), Fraction(0))
        alive = {hits: chance for hits, chance in alive.items() if hits > step.allowed}
    return passed


@pytest.mark.parametrize(("population", "rate", "steps"), [(60, 0.05, 2), (200, 0.05, 3), (500, 0.02, 4), (90, 0.1, 3)])
def test_the_risk_of_all_steps_together_is_kept_in_a_finite_population(
    population: int, rate: float, steps: int
) -> None:
    planned = size.stop_or_go(rate, 0.95, steps, population)
    assert exact_risk(planned, population, size.bad(population, rate)) <= Fraction(5, 100)
    assert [step.allowed for step in planned] == list(range(len(planned)))
    assert all(small.n <= large.n for small, large in zip(planned, size.stop_or_go(rate, 0.95, steps), strict=False))
    shorter = [Size(planned[0].n - 1, 0)]
    assert exact_risk(shorter, population, size.bad(population, rate)) > Fraction(5, 100) / steps


def test_one_step_is_a_discovery_sample_and_too_many_are_refused() -> None:
    assert size.stop_or_go(0.05, 0.95, 1) == [Size(59, 0)]
    assert size.stop_or_go(0.05, 0.95, 1, 100) == [Size(45, 0)]
    assert size.stop_or_go(0.05, 0.95, 3, 12)[-1].n <= 12
    for steps in (0, 11, -1):
        with pytest.raises(UsageError, match="1 to 10"):
            size.stop_or_go(0.05, 0.95, steps)


@pytest.mark.parametrize(
    ("bad", "examined", "verdict", "number", "words"),
    [
        ((), 0, Verdict.LOOK, 1, "Step 1 of 3: Look at the 10 of 10 that wait; 0 may deviate."),
        ((), 10, Verdict.STOP, 1, "Step 1 of 3: 0 of 10 deviate, and 0 are allowed. Stop here: with 95 % confidence"),
        ((3,), 9, Verdict.LOOK, 1, "Look at the 1 of 10"),
        ((3,), 10, Verdict.LOOK, 2, "Step 2 of 3: Go on with 10 more: look at the 10 of 20 that wait; 1 may deviate."),
        ((3,), 20, Verdict.STOP, 2, "1 of 20 deviates, and 1 is allowed"),
        ((3, 15), 20, Verdict.LOOK, 3, "Go on with 15 more"),
        ((3, 15), 35, Verdict.STOP, 3, "2 of 35 deviate"),
        ((3, 15, 34), 35, Verdict.REJECT, 3, "3 deviate, and 2 are allowed after the last one. Stop here: it is not"),
        ((0, 1, 2), 5, Verdict.REJECT, 1, "it is not shown that less than 5 % of all deviate."),
    ],
)
def test_after_each_step_it_stops_goes_on_or_concludes_not(
    bad: tuple[int, ...], examined: int, verdict: Verdict, number: int, words: str
) -> None:
    def counted(n: int) -> tuple[int, int]:
        return sum(1 for one in bad if one < min(n, examined)), max(0, n - examined)

    step = walked(STEPS, counted)
    assert (step.verdict, step.number) == (verdict, number)
    assert words in step.words(0.95, 0.05)


def book_of(table: Table, plan: Plan) -> SampleBook:
    """A book with one plan."""
    book = SampleBook(table.ledger.live, table.ledger.witnessed)
    book.add(table.forge("sample", {"plan": plan.to_dict()}, "max"))
    return book


def drawn(book: SampleBook, items: list[Item] = ITEMS, judged: Result = Result.WAITING) -> Sample:
    """The book's only sample as it stands."""
    ((event, plan),) = book.plans()
    return book.sample(event, plan, items, lambda _item: judged)


def say(table: Table, book: SampleBook, item: str, result: str, note: str = "", by: str = "max") -> None:
    """Somebody tells what an item came to."""
    ((plan, _),) = book.plans()
    d: dict[str, object] = {"of": plan.hash, "item": item, "result": result}
    book.add(table.forge("sample", d | ({"note": note} if note else {}), by))


def plan_of(**more: object) -> Plan:
    """A plan over the hundred items."""
    fixed = {"name": "s", "direction": "book_to_floor", "method": "simple", "n": 35, "seed": "x", "tolerable": 500}
    return Plan.from_dict(fixed | {"population": 100, "digest": digest(ITEMS)} | more)


def test_a_plan_in_steps_shows_one_step_and_then_the_next() -> None:
    table = Table()
    book = book_of(table, plan_of(steps=[[10, 0], [20, 1], [35, 2]]))
    first = drawn(book)
    order = [item.key for item in draw.ordered(ITEMS, "x")]
    assert [one.item.key for one in first.items] == order[:10]
    for key in order[:9]:
        say(table, book, key, "ok")
    say(table, book, order[9], "deviation")
    second = drawn(book)
    assert [one.item.key for one in second.items] == order[:20]
    assert isinstance(second.step, Step)
    assert (second.step.number, second.step.waiting) == (2, 10)
    for key in order[10:20]:
        say(table, book, key, "ok")
    assert "Stop here: with 95 % confidence less than 5 %" in drawn(book).words
    assert len(drawn(book).items) == 20


def test_findings_answer_the_steps_by_themselves() -> None:
    book = book_of(Table(), plan_of(steps=[[10, 0], [20, 1], [35, 2]]))
    assert "Stop here" in drawn(book, judged=Result.OK).words
    assert "it is not shown" in drawn(book, judged=Result.DEVIATION).words


def test_void_needs_its_reason_and_the_next_of_the_seeded_order_takes_its_place_in_the_same_step() -> None:
    table = Table()
    book = book_of(table, plan_of(steps=[[10, 0], [20, 1]], n=20))
    order = [item.key for item in draw.ordered(ITEMS, "x")]
    say(table, book, order[2], "void")
    assert order[2] in [one.item.key for one in drawn(book).items]
    say(table, book, order[2], "void", "entered twice")
    found = drawn(book)
    assert (len(found.items), found.replacements) == (10, ((order[2], order[10]),))


def test_a_stratum_replaces_its_own() -> None:
    table = Table()
    book = book_of(table, plan_of(method="stratified", n=6))
    before = {one.item.key: one.item.stratum for one in drawn(book).items}
    void = next(key for key, part in before.items() if part == "B")
    say(table, book, void, "void", "entered twice")
    found = drawn(book)
    assert {name: part.n for name, part in found.strata().items()} == {"A": 4, "B": 2}
    ((gone, instead),) = found.replacements
    assert (gone, instead in before) == (void, False)


@given(st.text(max_size=4), st.integers(1, 30), st.sets(st.integers(1, 100), max_size=40))
def test_value_weighted_items_that_are_void_are_replaced_by_value(seed: str, n: int, void: set[int]) -> None:
    _, hits = draw.weighted(ITEMS, seed, n)
    kept, pairs = draw.replaced_hits(ITEMS, hits, seed, lambda key: int(key[2:]) in void)
    keys = [hit.item.key for hit in kept]
    assert len(set(keys)) == len(keys)
    assert not {int(key[2:]) for key in keys} & void
    assert sum(hit.hits for hit in kept) == sum(hit.hits for hit in hits)
    assert {gone.key for gone, _ in pairs} <= {f"r:{number}" for number in void}
    again = draw.replaced_hits(list(reversed(ITEMS)), hits, seed, lambda key: int(key[2:]) in void)
    assert again == (kept, pairs)


@pytest.mark.parametrize(
    ("cents", "told"),
    [(0, "below 1"), (99, "below 1"), (100, "1 to 10"), (99_999, "100 to 1,000"), (520_000, "1,000 to 10,000")],
)
def test_strata_by_value_lie_between_powers_of_ten(cents: int, told: str) -> None:
    assert band(cents) == told
    assert stratum(Strata.BOTH, "DC1/R2", cents) == f"DC1/R2, {told}"


def test_a_population_that_changed_is_told() -> None:
    book = book_of(Table(), plan_of())
    assert drawn(book).drift == ""
    assert "had 100 items" in drawn(book, ITEMS[:90]).drift
    dearer = [Item(item.key, item.cents + 1, item.stratum) for item in ITEMS]
    assert "values or places" in drawn(book, dearer).drift


def test_a_recount_is_blind_and_by_somebody_else() -> None:
    table = Table()
    items = [Item("r:IT-1"), Item("r:IT-3")]
    book = book_of(table, plan_of(n=2, population=2, recount=True, digest=""))
    blind = drawn(book, items, Result.OK)
    assert [(one.result, one.first) for one in blind.items] == [(Result.WAITING, None)] * 2
    say(table, book, "r:IT-1", "ok", by="ana")  # who counted it
    assert drawn(book, items, Result.OK).waiting == 2
    say(table, book, "r:IT-1", "ok", by="cid")
    say(table, book, "r:IT-3", "deviation", "an empty frame", by="cid")
    again = drawn(book, items, Result.OK)
    assert [one.item.key for one in again.disagreeing()] == ["r:IT-3"]
    assert again.words.endswith("The first count says the same of 1 of 2 that were looked at.")


@pytest.mark.parametrize(
    "hostile",
    [
        {"n": 0},
        {"n": "7"},
        {"steps": [[1]]},
        {"steps": 7},
        {"seed": 7},
        {"confidence": 0},
        {"strata": "x"},
        {"method": 1},
    ],
)
def test_a_plan_that_is_none_is_kept_and_counts_for_nothing(hostile: dict[str, object]) -> None:
    table = Table()
    fine = Plan("s", Direction.BOOK_TO_FLOOR, Method.SIMPLE, 3, "x").to_dict()
    book = SampleBook(table.ledger.live)
    book.add(table.forge("sample", {"plan": fine | hostile}, "eve"))
    assert book.plans() == []
    book.add(table.forge("sample", {"plan": fine}, "eve"))
    assert len(book.plans()) == 1
