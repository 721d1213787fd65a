"""The method of an audit for those who rely on it: assertions with what was tested, deviations, terms, standards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assetaudit.language import say
from assetaudit.language.figures import decimal
from assetaudit.model.finding import Measure, Outcome
from assetaudit.reports.theme import Cell, Head, Share

if TYPE_CHECKING:
    from assetaudit.wiring.review import Review

METHOD = (
    Head("What", 2.6),
    Head("As it was done", 5.6),
    Head("Tolerable", 1.7),
    Head("Tested", 1.3, number=True),
    Head("Deviations", 1.9, number=True),
    Head("Rate", 1.2, number=True),
)
ASSERTIONS = (
    ("Existence", "existence", "from the book to the floor: assets expected in closed places were looked for"),
    ("Completeness", "completeness", "from the floor to the book: every thing seen was looked up in the register"),
    ("Accuracy, place", "place_rack", "located assets were compared with their registered place"),
    ("Accuracy, unit", "place_u", "the same down to the unit, where both sides know it"),
)
"""(assertion, the measure that tests it, how)."""
SUPPORTS = (
    ("ASTM E2132", "physical verification of assets: existence, place, number, condition; records corrected after it"),
    (
        "NIST SP 800-53 CM-8",
        "an accurate and complete inventory of components with their places, reviewed at intervals",
    ),
    ("ISO/IEC 27001 A.5.9", "an inventory of assets with their owners, checked for completeness and accuracy"),
    ("SOX, fixed assets", "existence and completeness tested, differences followed to their end, duties kept apart"),
)
"""(standard, what of it the audit supports): never that anything complies."""


def method_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """What was tested, by which terms."""
    yield from _assertions(review)
    yield from _terms(review)
    for name, told in SUPPORTS:
        yield _told(say("Supports {standard}", standard=name), say(told))


def _told(what: str, told: str) -> tuple[Cell, ...]:
    return (what, told, "", "", "", "")


def _assertions(review: Review) -> Iterator[tuple[Cell, ...]]:
    engine, tolerable = review.loaded.reconciliation, dict(review.ledger.people.terms().tolerable)
    measures, counts = engine.measures(), engine.counts()
    for name, measure, how in ASSERTIONS:
        yield (say(name), say(how), *_tested(measures.get(measure, Measure(0, 0)), tolerable.get(measure)))
    wrong = counts.get(Outcome.MISMATCH, 0)
    how = say("model, owner and status, where somebody noted that they differ")
    yield (say("Accuracy, properties"), how, "", "", wrong, "")
    foreign = counts.get(Outcome.FOREIGN, 0)
    how = say("things of other owners are named apart and stand outside every figure")
    yield (say("Rights"), how, "", "", foreign, "")
    yield _told(say("Cut-off"), say("moves booked after the freezing of the register are listed, and decide nothing"))


def _tested(measure: Measure, rate: int | None) -> tuple[Cell, ...]:
    missed = measure.den - measure.num
    if measure.den == 0:
        return ("", 0, "", "")
    return (_judged(missed, measure.den, rate), measure.den, missed, Share(missed, measure.den, up=True))


def _judged(missed: int, tested: int, rate: int | None) -> str:
    """Whether deviations are within a tolerable rate, in hundredths of a percent."""
    if rate is None:
        return say("none fixed")
    limit = percentage(rate)
    return say("within {rate}", rate=limit) if 10_000 * missed <= rate * tested else say("beyond {rate}", rate=limit)


def percentage(rate: int) -> str:
    """Hundredths of a percent as people write them."""
    places = 2 if rate % 10 else 1 if rate % 100 else 0
    return f"{decimal(rate / 100, places)} %"


def _terms(review: Review) -> Iterator[tuple[Cell, ...]]:
    people = review.ledger.people
    terms = people.terms()
    yield _told(say("Attributes checked"), ", ".join(say(name) for name in terms.attributes))
    yield _told(say("Confidence of samples"), percentage(terms.confidence))
    if review.loaded.frame.blind:
        yield _told(say("Blind"), say("what was expected was hidden from those who counted"))
    for event in people.changes():
        void = people.may_set(event)
        why = event.d.get("why") or say("no reason")
        told = say("{person}: {why}", person=review.person(event.user), why=why)
        yield _told(say("Terms changed later"), f"{told} ({say('does not count')})" if void else told)
