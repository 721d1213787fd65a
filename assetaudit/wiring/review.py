"""The review of one audit: its ledger kept up to date from the log, and a desk for the person who works at it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assetaudit.errors import AuditError
from assetaudit.model.event import Event
from assetaudit.model.place import Place, PlaceError
from assetaudit.reconcile.where import check_fields
from assetaudit.review.board import Board
from assetaudit.review.cases import Case
from assetaudit.review.chosen import Rule, chosen, members
from assetaudit.review.decision import Decide
from assetaudit.review.desk import Desk, name_of, told_of
from assetaudit.review.ledger import Ledger
from assetaudit.review.proposal import Proposal, propose
from assetaudit.review.standing import Standing
from assetaudit.review.suspicion import Question, questions
from assetaudit.review.tasks import Task, tasks
from assetaudit.review.terms_sheet import Member, Names, TermsSheet, member, terms_sheet
from assetaudit.review.undone import undone
from assetaudit.store.people import called
from assetaudit.wiring.cutoff import Bookings
from assetaudit.wiring.report import time_of

if TYPE_CHECKING:
    from assetaudit.model.asset import Asset
    from assetaudit.model.frame import Frame
    from assetaudit.model.needs import Register
    from assetaudit.wiring.closed import Addendum
    from assetaudit.wiring.deciding import Deciding
    from assetaudit.wiring.loaded import Looked
    from assetaudit.wiring.workspace import Workspace


@dataclass
class Review:
    """One audit's findings and what became of them."""

    space: Workspace
    loaded: Looked
    ledger: Ledger
    _mark: int = 0
    _names: dict[str, str] = field(default_factory=dict)
    _one_name: dict[str, str] = field(default_factory=dict)
    """Id to the one that stands for all of its name."""
    _hosts: dict[str, str] = field(default_factory=dict)
    """Places to whose they are."""
    closing: Event | None = None
    """What closed the audit, of a review that stands as it was closed."""
    bookings: Bookings = field(default_factory=Bookings)
    """What was booked elsewhere during the audit."""

    @classmethod
    def open(cls, space: Workspace, name: str) -> Review:
        """The review of an audit, with every event known here."""
        loaded = space.look_at(name)
        review = cls(space, loaded, _ledger(loaded, space.find(name).frame))
        review.refresh()
        return review

    def as_closed(self, found: Addendum) -> Review:
        """The review as the closing fixed it, on its day, of decisions and approvals those that it cites."""
        ledger = _ledger(found.closed, self.space.find(self.loaded.id).frame)
        closed = Review(
            self.space, found.closed, ledger, self._mark, self._names, self._one_name, closing=found.closing
        )
        ledger.name(self._one_name)
        ledger.today = datetime.fromtimestamp(found.closing.wall / 1000, UTC).date().isoformat()
        mark, events = self.loaded.reviewed(0)
        while events:
            closed._learn([event for event in events if found.parts.cites(event)])
            mark, events = self.loaded.reviewed(mark)
        return closed

    def refresh(self) -> None:
        """Take in what was written since, here or by other processes."""
        if self.loaded.refresh():
            self.board.forget()
            self.ledger.people.forget()
        self._know_people()
        today = self.today()
        if self.ledger.today != today:
            self.ledger.today = today
            self.board.forget()
        mark, events = self.loaded.reviewed(self._mark)
        while events:
            self._learn(events)
            self._mark = mark
            mark, events = self.loaded.reviewed(mark)
        self._mark = mark
        self.bookings = Bookings.of(self)

    def today(self) -> str:
        """The day by which exceptions expire, as an ISO date."""
        return self.space.clock.now().date().isoformat()

    def _know_people(self) -> None:
        self._names, before = self.space.people.names(), self._one_name
        self._one_name = self.space.people.one_name()
        if self._one_name != before:
            self.ledger.name(self._one_name)
            self.board.forget()

    def _learn(self, events: Sequence[Event]) -> None:
        for event in events:
            self.ledger.add(event)
        self.board.learn(events)

    @cached_property
    def board(self) -> Board:
        """Standings and cases, kept from one question to the next."""
        return Board(self.ledger, self.loaded.register)

    def standings(self) -> Sequence[Standing]:
        """Everything that waits or was decided."""
        return self.board.standings()

    def chosen(self, rule: Rule) -> Iterator[Standing]:
        """What a rule is about; WhereError for a filter over a field that no record has."""
        self.check_where(rule.where)
        return chosen(self.ledger, self.standings(), rule)

    def check_where(self, where: str) -> None:
        """WhereError for a filter that cannot be understood, or names a field that the register does not have."""
        check_fields(where, self.space.registers.open(self.loaded.register.version).columns)

    @contextmanager
    def desk(self, user: str) -> Iterator[Desk]:
        """A person's desk, in a log of its own that is closed at the end."""
        writer = self.space.events.writer(self.loaded.id)
        try:
            yield Desk(self.ledger, writer, user, lambda _events: self.refresh(), self._signer(user), self._also(user))
        finally:
            writer.close()

    def _also(self, user: str) -> list[str]:
        """Other ids of one declared name."""
        one = self._one_name.get(user)
        return [other for other, same in self._one_name.items() if same == one and other != user] if one else []

    def _signer(self, user: str) -> Callable[[bytes], Mapping[str, str]] | None:
        """What signs a person's events, where they have a key here."""
        from assetaudit.store.review_keys import Keys

        keys = Keys(self.space.home)
        return (lambda message: keys.sign(user, message)) if keys.has(user) else None

    def vouched(self, event_hash: str) -> str:
        """``signed`` where the author's own key signed an event, else ``declared``."""
        return "signed" if self.ledger.vouched(event_hash) else "declared"

    def asset(self, standing: Standing) -> Asset | None:
        """The record of a thing."""
        finding = standing.finding
        return self.ledger.asset_of(finding.asset) if finding is not None and finding.asset else None

    def proposal(self, standing: Standing) -> Proposal | None:
        """The likeliest decision about a thing that waits."""
        finding = standing.finding
        if finding is None:
            return None
        carried = standing.follow.carried
        if carried is not None and carried.until >= self.today() and carried.until:
            return Proposal(Decide.ACCEPT_EXCEPTION, f"{carried.audit} accepted it until {carried.until}.")
        move = self.bookings.move(standing.thing, finding)
        if move is not None:
            return Proposal(move.decide, move.reason)
        asset, seen = self.asset(standing), self.ledger.seen_values(finding)
        looked, went = self.ledger.lookers(finding), self.board.went(finding)
        return propose(finding, asset, seen, self._host(finding.found), looked=looked, went=went)

    def _host(self, found: str | None) -> str:
        """Whose place something was found in; empty where it is one's own."""
        node = (found or "").partition(":")[0]
        if node not in self._hosts:
            self._hosts[node] = _owner_of(self.loaded.register, node)
        return self._hosts[node]

    def cases(self) -> list[Case]:
        """Findings with one cause that nobody has decided about yet."""
        return self.board.cases()

    def case(self, name: str) -> Case:
        """The case of an id; AuditError where there is none."""
        found = next((case for case in self.cases() if case.id == name), None)
        if found is None:
            raise AuditError(f"There is no case '{name}'.", hint="List them with: assetaudit decide cases AUDIT")
        return found

    @cached_property
    def deciding(self) -> Deciding:
        """Decisions about many."""
        from assetaudit.wiring.deciding import Deciding

        return Deciding(self)

    def names(self, things: Iterable[str]) -> list[str]:
        """What people call things."""
        return [name_of(self.ledger.standing(thing)) for thing in things]

    def told(self, things: Iterable[str]) -> list[str]:
        """The same with where each should stand and where it does."""
        return [told_of(self.ledger.standing(thing)) for thing in things]

    def seed(self, things: Sequence[str]) -> str:
        """A seed that follows from the audit and the things, so that nobody chooses what is shown."""
        text = "\n".join((self.loaded.audit.frame_hash, *sorted(things)))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def members(self, things: Sequence[str]) -> list[str]:
        """Random members to look at before all are approved."""
        return members(things, self.seed(things))

    def undone(self, void: Event) -> str:
        """What was taken back, in one sentence."""
        return " ".join(f"Taken back: {what}." for what in undone(map(self.ledger.acts.get, void.sup)))

    def tasks(self) -> list[Task]:
        """What is to be done on the floor, in walking order."""
        return tasks(self.standings())

    def questions(self) -> list[Question]:
        """Signs of an audit made at a desk, as questions."""
        logs, pace = self.space.events.source(self.loaded.id).logs(), self.ledger.people.terms().pace
        return list(questions(logs, self.loaded.reconciliation, self.ledger.asset_of, in_haste=pace))

    def terms_sheet(self, user: str) -> TermsSheet:
        """The terms, who changed them, and who may do what; as one person sees it."""
        users = {one.user for one in self.loaded.audit.people if one.user}
        return terms_sheet(self.ledger.people, users, user, self._terms_names)

    def member(self, user: str) -> Member:
        """What one person is, did, and may not do."""
        return member(self.ledger.people, user, self._terms_names)

    @property
    def _terms_names(self) -> Names:
        return Names(self.person, self.ledger.vouched)

    def terms_told(self) -> dict[str, Any]:
        """The terms of the review, who has which role, and what was changed after the start."""
        sheet, people = self.terms_sheet(""), self.ledger.people
        told: dict[str, Any] = asdict(sheet.now)
        told["roles"] = {role: sorted(map(self.person, users)) for role, users in sorted(people.roles().items())}
        told["changes"] = [
            {"by": one.by, "at": time_of(one.wall), "why": one.why, "counts": not one.refused}
            | ({"set": dict(one.values)} if one.values else {"person": one.person, "role": one.role})
            for one in sheet.changes
        ]
        return told

    def person(self, user: str) -> str:
        """The name behind an id, or what stands for a name that was erased."""
        return called(self._names, user)

    def to_dict(self, standing: Standing) -> dict[str, Any]:
        """A standing as ``decide list --json`` prints it."""
        finding, decision = standing.finding, standing.decision
        proposal = self.proposal(standing) if standing.waiting else None
        return {
            "thing": standing.thing,
            "name": name_of(standing),
            "outcome": finding.outcome.value if finding else None,
            "expected": finding.expected if finding else None,
            "found": finding.found if finding else None,
            "state": standing.state.value,
            "stale": standing.stale or None,
            "blocked": standing.blocked or None,
            "proposal": {"decide": proposal.decide.value, "reason": proposal.reason} if proposal else None,
            "decision": None if decision is None else self._decided(standing),
            "carried": standing.follow.carried.to_dict() if standing.follow.carried else None,
            **{
                name: getattr(standing.follow, name) or None for name in ("owner", "due", "ticket", "cause", "response")
            },
        }

    def _decided(self, standing: Standing) -> dict[str, Any]:
        decision = standing.decision
        if decision is None:
            return {}
        return {
            "decide": decision.decide.value,
            "why": decision.wish.why,
            "by": self.person(decision.user),
            "event": decision.event,
            "name": self.vouched(decision.event),
            "approved_by": [self.person(event.user) for event in standing.approvals],
            "approved_names": [self.vouched(event.hash) for event in standing.approvals],
            "until": decision.wish.until or None,
        }


def _ledger(loaded: Looked, opening: Frame) -> Ledger:
    """The ledger of an audit, which asks for what it was not given."""
    ledger = Ledger(loaded.reconciliation, loaded.register.asset, opening, _genuine)
    ledger.author = loaded.author
    if loaded.counting() is not None:
        ledger.people.counting = lambda: loaded.counting() or {}
    return ledger


def _owner_of(register: Register, node: str) -> str:
    """Whose a place, or what it lies in, is where it is somebody else's."""
    try:
        place: Place | None = Place.parse(node) if node else None
    except PlaceError:
        return ""
    while place is not None:
        info = register.place(place)
        if info is not None and info.foreign_owner:
            return info.foreign_owner
        place = place.parent
    return ""


def _genuine(key: str, signature: str, message: bytes) -> bool:
    from assetaudit.store.review_keys import genuine

    return genuine(key, signature, message)
