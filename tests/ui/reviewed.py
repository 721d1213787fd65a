"""A desk at which a review stands still: a queue, approvals, changes and measures that are the same each time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assetaudit.model.finding import Finding, Measure, Outcome
from assetaudit.model.terms import ReviewTerms
from assetaudit.review.accuracy import Accuracy, Age, Measures, Unseen
from assetaudit.review.cases.case import Case
from assetaudit.review.changes import ChangeSet, Held, Kind, Line, LineState
from assetaudit.review.cutoff import Move
from assetaudit.review.decision import Decide
from assetaudit.review.proposal import Proposal
from assetaudit.review.queue import Bundle, Entry
from assetaudit.review.standing import Standing, State
from assetaudit.review.terms_sheet import Member, TermChange, TermsSheet
from assetaudit.review.tickets import Brought, TicketFile
from tests.ui.desk import Desk


def finding(number: int, outcome: Outcome = Outcome.MISPLACED) -> Finding:
    tag, here, there = f"IT-{3000 + number:06}", "DC1/R2/A/07", "DC1/R2/A/09:U14"
    return Finding(
        outcome,
        asset=f"cmdb:{tag}",
        asset_tag=tag,
        serial=f"7LD{number:04}",
        expected=there,
        found=None if outcome is Outcome.MISSING else here,
        why=f"Expected at {there}, seen at {here} by tag.",
        evidence=("0" * 64,),
    )


def standing(number: int, outcome: Outcome = Outcome.MISPLACED) -> Standing:
    return Standing(f"cmdb:IT-{3000 + number:06}", finding(number, outcome), State.OPEN)


@dataclass
class Queue:
    """A review that stands still: what a queue, approvals and a change set look like."""

    empty: bool = False

    def queue(self) -> Sequence[Entry]:
        if self.empty:
            return ()
        things = tuple(f"cmdb:IT-{3100 + n:06}" for n in range(5))
        title = "5 of 5 things of DC1/R2/A/08 were seen in DC1/R2/A/07: it was moved."
        reason = "They moved together; one decision corrects all their records, and each keeps its unit."
        case = Case("rack_moved", title, things, Decide.ACCEPT_MOVE, reason)
        proposal = Proposal(Decide.ACCEPT_MOVE, "It was seen at DC1/R2/A/07 and nowhere else.")
        device = "Dell PowerEdge R740"
        waiting = [Entry(None, standing(n), proposal, device, 520_000) for n in range(30)]
        missing = Entry(None, standing(40, Outcome.MISSING), Proposal(Decide.RECOUNT, "Its place was swept once."))
        members = tuple(Entry(None, standing(100 + n), proposal, device, 520_000) for n in range(5))
        return [Entry(case, names=("IT-003101", "IT-003104"), members=members), *waiting, missing]

    def choices(self, _things: Sequence[str]) -> Sequence[tuple[str, str]]:
        return [(one.value, one.printed) for one in (Decide.ACCEPT_MOVE, Decide.RECOUNT, Decide.INVESTIGATE)]

    def bundles(self) -> Sequence[Bundle]:
        names = tuple(f"IT-{3100 + n:06}" for n in range(5))
        refused = "nobody approves their own decision."
        why = "The facility team moved the rack in May."
        return [] if self.empty else [Bundle("accept the move", why, "ben", names, names, names[1:3], refused)]

    @property
    def changes(self) -> Queue:
        return self

    @property
    def terms(self) -> Terms:
        return Terms()

    def moves(self) -> Sequence[Move]:
        told = "It was found where the booking says: accept the move."
        place, ticket = "DC1/R2/A/09:U14", "ticket CHG-4711 2026-11-23"
        moved = Move("cmdb:IT-003000", "IT-003000", place, "DC1/R2/A/07:U31", ticket, Decide.ACCEPT_MOVE, told)
        explained = "The move explains why it was not located: recount at its new place."
        booked = Move(
            "cmdb:IT-003040", "IT-003040", place, "DC1/R3/B/02:U7", "newer register", Decide.RECOUNT, explained
        )
        return [] if self.empty else [moved, booked]

    def ticket_files(self) -> Sequence[Brought]:
        return [] if self.empty else [Brought(TicketFile("tickets.csv", "ab" * 32, (), 0), "mia")]

    def plan(self) -> ChangeSet:
        if self.empty:
            return ChangeSet(())
        conflict = "the live register says 'DC1/R2/A/11' now, and said 'DC1/R2/A/09:U14' when the audit began."
        return ChangeSet((line(0), line(1, LineState.CONFLICT, conflict)), (held(),))


class Terms:
    """Terms that were changed once, and four people with their roles."""

    def me(self) -> Member:
        return member("ana", "counter", counted=True)

    def check(self, where: str) -> None:
        pass

    def sheet(self) -> TermsSheet:
        fixed = ReviewTerms(value_limit_cents=500_000, tolerable=(("existence", 200),))
        change = TermChange(
            "mia", 1_795_500_000_000, "the finance department asks for it", {"value_limit_cents": 250_000}
        )
        eve = TermChange("eve", 1_795_503_600_000, "in a hurry", {"two_persons": False}, refused=LATE)
        role = TermChange("mia", 1_795_500_000_000, "bob is on leave", {}, "tom", "approver", signed=True)
        mia, bob = member("mia", "manager", key="0c" * 32), member("bob", "approver", key="5f3a91c077de0142" * 4)
        now = replace(fixed, value_limit_cents=250_000)
        return TermsSheet(fixed, now, (change, eve, role), (self.me(), bob, mia, member("tom", "approver")), mia)


LATE = "two_persons can only be set before the first scan."


def member(name: str, role: str, *, counted: bool = False, key: str = "") -> Member:
    decides = "" if role == "manager" else "only a manager of this audit decides."
    counts = "who counted in this audit does not approve in it." if counted else ""
    approves = "" if role == "approver" else counts or "only an approver of this audit approves."
    terms = "" if role != "counter" else "only a manager or approver of the frame changes terms."
    return Member(f"user-{name}", name, (role,), counted, key, decides, approves, terms)


def line(number: int, state: LineState = LineState.READY, why: str = "") -> Line:
    tag, there = f"IT-{3000 + number:06}", "DC1/R2/A/09:U14"
    live = "DC1/R2/A/11" if why else there
    return Line(
        f"cmdb:{tag}", tag, f"cmdb:{tag}", Kind.MOVE, "place", there, live, "DC1/R2/A/07:U31", state, "0" * 64, why
    )


def held() -> Held:
    return Held("cmdb:IT-003044", "IT-003044", "another person's approval is still wanting.")


MEASURES = Measures(
    [Accuracy("DC1/R1", 200, 5, 6), Accuracy("DC1/R2", 58, 1, 1)],
    [Accuracy("", 3, 0, 0), Accuracy("server", 240, 6, 5), Accuracy("switch", 15, 0, 2)],
    {Age.NOW: 258, Age.QUARTER: 8, Age.NEVER: 5},
    [Unseen("IT-003077", "DC1/R1/B/02:U4", None), Unseen("IT-003012", "DC1/R2/A/07:U8", 61)],
    {
        "existence": (Measure(180, 200), Measure(258, 271)),
        "coverage": (Measure(12, 24), Measure(24, 24)),
        "place_u": (Measure(0, 0), Measure(40, 44)),
    },
    ["Q3", "Q4"],
    3.4,
    12,
)


@dataclass
class Reviewed(Desk):
    """A desk at which a review stands still, and printing goes as far as it is let."""

    queue: Queue = field(default_factory=Queue)
    printing: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def review(self, name: str) -> Any:
        return self.queue

    def measures(self, name: str) -> Measures:
        return MEASURES

    def print_labels(self, name: str, *, progress: Callable[[int, int], None], **_more: Any) -> Sequence[str]:
        progress(45, 100)
        self.printing.set()
        self.go_on.wait(30)
        return ["1 label on 1 page of avery-l7160: /home/ana/labels.pdf"]
