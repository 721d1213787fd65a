"""The rows of the themes: what became of the findings, as texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from assetaudit.model.finding import MEASURES, Measure
from assetaudit.reports.words import MEASURE_TITLES, money, percent
from assetaudit.review.desk import name_of

if TYPE_CHECKING:
    from assetaudit.review.standing import Standing
    from assetaudit.wiring.review import Review

Rows = Iterable[tuple[str, ...]]
_SUPPORTS = (
    ("ASTM E2132", "physical verification of assets: existence, place, number, condition; records corrected after it"),
    (
        "NIST SP 800-53 CM-8",
        "an accurate and complete inventory of components with their places, reviewed at intervals",
    ),
    ("ISO/IEC 27001 A.5.9", "an inventory of assets with their owners, checked for completeness and accuracy"),
    ("SOX, fixed assets", "existence and completeness tested, differences followed to their end, duties kept apart"),
)
_ASSERTIONS = (
    ("Existence", "records drawn or walked from the book to the floor: figures of existence and place"),
    ("Completeness", "things and positions taken from the floor to the book: figure of completeness"),
    ("Accuracy", "place to the rack and to the unit, and properties that were seen to differ"),
    ("Rights", "things of other owners are named apart and stand outside every figure"),
    ("Cut-off", "moves booked between the freezing of the register and now are listed, and decide nothing"),
)


TASKS = (("Place", 3.0), ("What", 1.4), ("Asset", 2.2), ("Why", 4.0), ("Who", 1.4), ("Due", 1.4))


def task_rows(review: Review) -> Iterator[tuple[str, ...]]:
    """What is to be done on the floor, and the labels that are needed there."""
    for task in review.tasks():
        yield (task.place or "no place", task.what, task.name, task.why, task.owner, task.due)
    for asset, place, why in review.loaded.reconciliation.labels_needed():
        yield (str(place), "label", asset.asset_tag or asset.serial or asset.key, why, "", "")


DECISIONS = (
    ("Asset", 2.0),
    ("Outcome", 2.0),
    ("State", 1.4),
    ("Decision", 2.2),
    ("Why", 3.4),
    ("By", 1.8),
    ("Value", 1.6),
)


def decision_rows(review: Review) -> Iterator[tuple[str, ...]]:
    """Every standing with its decision."""
    for standing in review.standings():
        asset, finding = review.asset(standing), standing.finding
        value = money(asset.cost_cents) if asset is not None and asset.cost_cents else ""
        outcome = finding.outcome.printed if finding is not None else "settled"
        yield (name_of(standing), outcome, standing.state.value, *_said(review, standing), value)


def _said(review: Review, standing: Standing) -> tuple[str, str, str]:
    decision = standing.decision
    if decision is None:
        return ("", standing.stale, "")
    people = [review.person(decision.user), *(review.person(event.user) for event in standing.approvals)]
    until = f" Until {decision.wish.until}." if decision.wish.until else ""
    why = " ".join(part for part in (decision.wish.why, standing.stale, standing.blocked) if part) + until
    return (decision.decide.printed, why, ", ".join(people))


DUTIES = (
    ("Person", 2.0),
    ("Roles", 2.0),
    ("Counted", 1.2),
    ("Decided", 1.2),
    ("Approved", 1.2),
    ("Does not count", 3.4),
)


def duties_lead(review: Review) -> str:
    """How duties were kept apart, in words."""
    terms = review.ledger.people.terms()
    if not terms.two_persons:
        return "By the frame one person sufficed for a decision: duties were not kept apart."
    return (
        "Who counted does not approve, and nobody approves their own decision; an approval against that does not count."
        " Names are as declared unless a personal key signed."
    )


def duty_rows(review: Review) -> Iterator[tuple[str, ...]]:
    """Every person with what they did."""
    people = review.ledger.people
    roles = people.roles()
    made, approved, void = Counter[str](), Counter[str](), dict[str, set[str]]()
    for standing in review.standings():
        if standing.decision is not None:
            made[standing.decision.user] += 1
        approved.update(event.user for event in standing.approvals)
        for event, why in standing.void:
            void.setdefault(event.user, set()).add(why)
    everybody = {person.user for person in review.loaded.audit.people} | {
        user for users in roles.values() for user in users
    }
    for user in sorted(everybody, key=review.person):
        own = ", ".join(role for role, users in sorted(roles.items()) if user in users)
        told = " ".join(sorted(void.get(user, ())))
        counted = "yes" if people.counted(user) else "no"
        yield (review.person(user), own or "none", counted, str(made[user]), str(approved[user]), told)


CHANGES = (
    ("Change set", 1.6),
    ("Did", 1.2),
    ("Record", 2.2),
    ("Field", 1.2),
    ("Before", 2.4),
    ("After", 2.4),
    ("Result", 2.2),
)


def change_rows(review: Review) -> Iterator[tuple[str, ...]]:
    """Every line that was written, verified or reversed."""
    for event in review.ledger.changes():
        for line in event.d.get("lines", ()):
            cells = (line.get("record", ""), line.get("field", ""), line.get("before", ""), line.get("after", ""))
            yield (str(event.d.get("set"))[:12], str(event.d.get("did")), *map(str, cells), str(line.get("result", "")))


MOVES = (("Asset", 1.8), ("From", 2.6), ("To", 2.6), ("Booked", 1.8), ("Proposes", 4.0))


def move_rows(review: Review) -> Iterator[tuple[str, ...]]:
    """Every move that was booked meanwhile."""
    from assetaudit.wiring.cutoff import moves

    for move in moves(review, None):
        yield (move.name, move.before, move.after, move.what, move.proposal)


SAMPLES = (("Sample", 1.6), ("Direction", 1.8), ("Size", 1.4), ("Seed", 2.4), ("Result", 5.0))


def sample_rows(review: Review) -> Iterator[tuple[str, ...]]:
    """Every sample with its result."""
    from assetaudit.wiring.sampling import Samples

    samples = Samples(review)
    for one in samples.all():
        size = f"{len(one.items)} of {one.plan.population}"
        swaps = "".join(f" {void} was void, {after} took its place." for void, after in one.replacements)
        limit = f" Overstated by no more than {money(one.value_limit())}." if one.interval else ""
        drift = f" Take care: {one.drift}" if one.drift else ""
        told = f"{one.words}{limit}{swaps}{drift}"
        yield (one.plan.name, one.plan.direction.value.replace("_", " "), size, one.plan.seed, told)
    twice = samples.second_count()
    if twice is not None:
        yield ("second count", "", str(twice.seen), "", twice.words)


QUESTIONS = (("Sign", 1.8), ("Person", 1.6), ("Question", 6.0), ("Events", 2.4))


def question_rows(review: Review) -> Iterator[tuple[str, ...]]:
    """Every question."""
    for one in review.questions():
        events = f"{len(one.evidence)}, from {one.evidence[0][:12]}"
        yield (one.sign.replace("_", " "), review.person(one.user), one.ask, events)


ACCURACY = (
    ("Category", 3.0),
    ("Expected", 1.4),
    ("At its place", 1.4),
    ("Elsewhere", 1.4),
    ("Not located", 1.4),
    ("Share", 1.2),
)
ROOMS = (("Room", 3.0), *ACCURACY[1:])
AGE = (("Last seen", 3.0), ("Assets", 1.6), ("Share", 1.6))
TREND = (("Audit", 2.6), ("Opened", 1.8), *((MEASURE_TITLES[name], 1.5) for name in MEASURES[:6]))
METHOD = (("What", 2.4), ("As it was done", 8.0))


def method_rows(review: Review) -> Iterator[tuple[str, ...]]:
    """What was tested, by which terms."""
    frame, terms = review.loaded.frame, review.ledger.people.terms()
    yield ("Population", f"register version {frame.register}, frozen and hashed before the first scan")
    for name, told in _ASSERTIONS:
        yield (f"Assertion: {name.lower()}", told)
    yield ("Attributes checked", ", ".join(terms.attributes))
    limits = ", ".join(f"{name} {rate / 100:g} %" for name, rate in terms.tolerable)
    yield ("Tolerable rates", limits or "none were fixed")
    yield from _within(review, dict(terms.tolerable))
    for event in review.ledger.people.changes():
        counts = review.ledger.people.may_set(event)
        told = f"{review.person(event.user)}: {event.d.get('why', 'no reason')}"
        told += f" (does not count: {counts})" if counts else ""
        yield ("Terms changed later", told)
    for name, told in _SUPPORTS:
        yield (f"Supports {name}", told)


def _within(review: Review, tolerable: dict[str, int]) -> Iterator[tuple[str, ...]]:
    measures = review.loaded.reconciliation.measures()
    for name, rate in tolerable.items():
        measure = measures.get(name, Measure(0, 0))
        if measure.den:
            missed = 10_000 * (measure.den - measure.num) / measure.den
            word = "within" if missed <= rate else "beyond"
            yield (MEASURE_TITLES[name], f"{percent(measure)}, {word} the tolerable {rate / 100:g} % of deviations")


CARRIED = (("Asset", 1.8), ("Audit", 1.8), ("Outcome", 1.8), ("State", 1.2), ("Why it is open", 3.4), ("Ticket", 1.2))


def carried_rows(review: Review) -> Iterator[tuple[str, ...]]:
    """What earlier audits of these places left open, and exceptions whose time is over."""
    from assetaudit.wiring.carried import left_open

    for one in left_open(review):
        standing, finding = one.standing, one.standing.finding
        if finding is not None and not one.carried.until:
            told = (one.name, one.carried.audit, finding.outcome.printed, standing.state.value, one.carried.why)
            yield (*told, standing.follow.ticket)
