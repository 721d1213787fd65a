"""The rows of the themes: what became of the findings, as cells in the language that is spoken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetaudit.language import say, sentence
from assetaudit.language.figures import moment, waits, whole
from assetaudit.model.finding import MEASURES
from assetaudit.model.terms import SEARCHED
from assetaudit.reports.theme import Amount, Cell, Head, When
from assetaudit.reports.words import MEASURE_TITLES
from assetaudit.review.desk import name_of
from assetaudit.review.tickets import ticket_files

if TYPE_CHECKING:
    from assetaudit.model.finding import Outcome
    from assetaudit.review.standing import Standing
    from assetaudit.review.tasks import Task
    from assetaudit.wiring.review import Review

Rows = Iterable[tuple[Cell, ...]]

TASKS = (
    Head("Place", 3.0),
    Head("What", 1.4),
    Head("Asset", 2.2),
    Head("Why", 4.0),
    Head("Who", 1.4),
    Head("Due", 1.4),
)


def task_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """What is to be done on the floor, and the labels that are needed there."""
    for task in review.tasks():
        yield (
            task.place or say("without a place"),
            say(task.what),
            sentence(task.name),
            _task_why(task),
            task.owner,
            When(task.due),
        )
    for asset, place, why in review.loaded.reconciliation.labels_needed():
        yield (str(place), say("label"), asset.asset_tag or asset.serial or asset.key, say(why), "", "")


def _task_why(task: Task) -> str:
    if task.what != "search":
        return sentence(task.why)
    places = ", ".join(say(place) for place in SEARCHED[:-1])
    return say("look among {places}, and for its last contact on the network", places=places)


DECISIONS = (
    Head("Asset", 2.2),
    Head("Outcome", 2.0),
    Head("State", 1.4),
    Head("Decision", 2.2),
    Head("Why", 3.4),
    Head("By", 1.8),
    Head("Value", 1.6, number=True, money=True),
)


def decision_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """Every decision, and what waits for one: counted by outcome, since each of those has its own list."""
    yield from (decision_row(review, one) for one in review.standings() if not _only_waits(one))
    waiting: dict[Outcome, list[int]] = {}
    for one in review.standings():
        if _only_waits(one) and one.finding is not None:
            numbers = waiting.setdefault(one.finding.outcome, [0, 0])
            asset = review.asset(one)
            numbers[0] += 1
            numbers[1] += (asset.cost_cents or 0) if asset is not None else 0
    for outcome, (number, cents) in waiting.items():
        told = waits(number)
        yield (told, say(outcome.printed), say("open"), "", "", "", Amount(cents or None))


def _only_waits(standing: Standing) -> bool:
    return standing.waiting and standing.decision is None and not standing.stale


def decision_row(review: Review, standing: Standing) -> tuple[Cell, ...]:
    """One standing with its decision."""
    asset, finding = review.asset(standing), standing.finding
    outcome = say(finding.outcome.printed) if finding is not None else say("settled")
    value = Amount(asset.cost_cents or None if asset is not None else None)
    return (sentence(name_of(standing)), outcome, say(standing.state.value), *_said(review, standing), value)


def _said(review: Review, standing: Standing) -> tuple[str, str, str]:
    decision = standing.decision
    if decision is None:
        return ("", sentence(standing.stale), "")
    people = [review.person(decision.user), *(review.person(event.user) for event in standing.approvals)]
    until = say("Until {day}.", day=moment(decision.wish.until)) if decision.wish.until else ""
    why = (decision.wish.why, standing.stale, standing.blocked)
    told = "; ".join(part for part in (*map(sentence, why), until) if part)
    return (say(decision.decide.printed), told, ", ".join(dict.fromkeys(people)))


DUTIES = (
    Head("Person", 2.0),
    Head("Roles", 2.0),
    Head("Counted", 1.2),
    Head("Does not count", 3.4),
    Head("Decided", 1.2, number=True),
    Head("Approved", 1.2, number=True),
)


def duties_lead(review: Review) -> str:
    """How duties were kept apart, in words."""
    if not review.ledger.people.terms().two_persons:
        return say("By the frame one person sufficed for a decision: duties were not kept apart.")
    return say(
        "Who counted does not approve, and nobody approves their own decision; an approval against that does not count."
        " Names are as declared unless a personal key signed."
    )


def duty_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """Every person with what they did."""
    people = review.ledger.people
    roles = people.roles()
    made, approved, void = Counter[str](), Counter[str](), dict[str, set[str]]()
    for standing in review.standings():
        if standing.decision is not None:
            made[standing.decision.user] += 1
        approved.update(event.user for event in standing.approvals)
        for event, why in standing.void:
            void.setdefault(event.user, set()).add(sentence(why))
    everybody = {person.user for person in review.loaded.audit.people} | {
        user for users in roles.values() for user in users
    }
    for user in sorted(everybody, key=review.person):
        counted = people.counted(user)
        own = [say(role) for role, users in sorted(roles.items()) if user in users]
        named = ", ".join(own) or (say("counter") if counted else say("none"))
        told = " ".join(sorted(void.get(user, ())))
        yield (review.person(user), named, say("yes") if counted else say("no"), told, made[user], approved[user])


CHANGES = (
    Head("Change set", 1.6),
    Head("Did", 1.2),
    Head("Record", 2.2),
    Head("Field", 1.2),
    Head("Before", 2.4),
    Head("After", 2.4),
    Head("Result", 2.2),
)


def change_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """Every line that was written, verified or reversed."""
    for event in review.ledger.changes():
        did = say(str(event.d.get("did")))
        for line in event.d.get("lines", ()):
            values = (str(line.get(name, "")) for name in ("record", "field", "before", "after"))
            yield (str(event.d.get("set"))[:12], did, *values, sentence(str(line.get("result", ""))))


MOVES = (Head("Asset", 1.8), Head("From", 2.6), Head("To", 2.6), Head("Booked", 1.8), Head("Proposes", 4.0))


def move_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """Every move that was booked meanwhile."""
    from assetaudit.wiring.cutoff import moves

    for move in moves(review):
        yield (sentence(move.name), move.before, move.after, sentence(move.what), sentence(move.proposal))


TICKETS = (
    Head("File", 2.2),
    Head("SHA-256", 2.6),
    Head("Tickets", 1.0, number=True),
    Head("Left out", 1.0, number=True),
    Head("Brought by", 1.6),
    Head("Their clock", 2.2),
    Head("State", 1.4),
)


def ticket_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """Every file of change tickets that was brought, those that were replaced or taken back too."""
    for one in ticket_files(review.ledger):
        clock = moment(f"{datetime.fromtimestamp(one.wall / 1000, UTC):%Y-%m-%d %H:%M}")
        state = say(one.state.value)
        yield (one.name, one.sha256, len(one.tickets), one.skipped, review.person(one.user), f"{clock} UTC", state)


def cutoff_lead(review: Review) -> str:
    """What booked moves do, and by which register they were recognised."""
    from assetaudit.wiring.cutoff import newer_register

    newer = newer_register(review)
    if newer is None:
        by = say("No newer register is known here: only change tickets can tell of a move.")
    else:
        by = say("By the register of version {version} and the change tickets.", version=newer.version[:12])
    return f"{say('They propose a decision and take none.')} {by}"


QUESTIONS = (Head("Sign", 1.8), Head("Person", 1.6), Head("Question", 6.0), Head("Events", 2.4))


def question_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """Every question."""
    for one in review.questions():
        events = say("{n}, from {event}", n=whole(len(one.evidence)), event=one.evidence[0][:12])
        yield (say(one.sign.replace("_", " ")), review.person(one.user), sentence(one.ask), events)


ACCURACY = (
    Head("Category", 3.0),
    Head("All", 1.4, number=True),
    Head("At its place", 1.4, number=True),
    Head("Elsewhere", 1.4, number=True),
    Head("Not located", 1.4, number=True),
    Head("Share", 1.2, number=True),
)
ROOMS = (Head("Room", 3.0), *ACCURACY[1:])
AGE = (Head("Last seen", 3.0), Head("Assets", 1.6, number=True), Head("Share", 1.6, number=True))
TREND = (
    Head("Audit", 2.2),
    Head("Opened", 1.5),
    *(Head(MEASURE_TITLES[name], 1.6, number=True) for name in MEASURES[:6]),
    Head("Value not located", 1.7, number=True, money=True),
    Head("Days to close", 1.2, number=True),
)
CLOSING = (
    Head("Outcome", 3.0),
    Head("Closed", 1.4, number=True),
    Head("Not closed", 1.4, number=True),
    Head("Days on average", 1.8, number=True),
    Head("Days at most", 1.8, number=True),
)
UNSEEN = (Head("Asset", 2.4), Head("Expected", 3.6), Head("Last seen", 2.0), Head("Days before", 1.6, number=True))
CARRIED = (
    Head("Asset", 1.8),
    Head("Audit", 1.8),
    Head("Outcome", 1.8),
    Head("State", 1.2),
    Head("Why it is open", 3.4),
    Head("Ticket", 1.2),
)


def carried_rows(review: Review) -> Iterator[tuple[Cell, ...]]:
    """What earlier audits of these places left open, and exceptions whose time is over."""
    from assetaudit.wiring.carried import left_open

    for one in left_open(review):
        standing, finding = one.standing, one.standing.finding
        if finding is not None and not one.carried.until:
            told = (sentence(one.name), one.carried.audit, say(finding.outcome.printed), say(standing.state.value))
            yield (*told, sentence(one.carried.why), standing.follow.ticket)
