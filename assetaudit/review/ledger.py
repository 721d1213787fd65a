"""The ledger of the review: every decision, approval, search and change by thing, whatever the order they arrive in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Protocol

from assetaudit.model.asset import Asset
from assetaudit.model.event import REVIEW_KINDS, Event
from assetaudit.model.finding import Finding, Outcome
from assetaudit.model.frame import Frame
from assetaudit.reconcile.where import WhereError, compile_where
from assetaudit.review.acts import Acts
from assetaudit.review.decision import Decide, Decision, decisions_in
from assetaudit.review.known import in_order
from assetaudit.review.persons import Persons
from assetaudit.review.rights import People
from assetaudit.review.standing import Follow, Standing, State, carried_in
from assetaudit.review.takebacks import Takebacks
from assetaudit.review.touched import mappings, touched

_FOLLOWED = ("owner", "due", "ticket", "cause", "response")


class Engine(Protocol):
    """The part of ``reconcile.Reconciliation`` that the review asks."""

    @property
    def frame(self) -> Frame:
        """The audit's terms."""

    def live(self, event_hash: str) -> bool:
        """Whether an event counts."""

    def finding(self, asset_key: str) -> Finding | None:
        """What the audit says of one thing now."""

    def keyed(self) -> Iterator[tuple[str, Finding]]:
        """Every finding with its thing's key."""

    def things(self) -> list[str]:
        """The keys in the same order."""


class Ledger:
    """Standing of every thing as a function of the frame and the set of events."""

    def __init__(
        self,
        engine: Engine,
        asset_of: Callable[[str], Asset | None],
        opening: Frame | None = None,
        genuine: Callable[[str, str, bytes], bool] = lambda *_: False,
    ) -> None:
        self.engine = engine
        self.asset_of = asset_of
        self._genuine = genuine
        """Whether a signature over a message was made with the private part of a public key."""
        self._users: dict[str, str] = {}
        self.author: Callable[[str], str] = lambda _hash: ""
        """Who wrote an event that was not taken in; empty where it is not known."""
        self.persons = Persons()
        self._takebacks = Takebacks(self._users, self._is_own)
        self.people = People(opening or engine.frame, engine.live, self.live, self.persons, self.unsigned)
        """By the terms that the audit was opened with: a later frame changes no rule of the review."""
        self.today = ""
        """ISO date by which exceptions expire; empty where none does."""
        self.events: dict[str, Event] = {}
        self.acts = Acts()
        self._signed: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._vouched: dict[str, bool] = {}
        self._decisions: dict[str, list[Decision]] = defaultdict(list)
        self._sups: dict[str, frozenset[str]] = {}
        self._approvals: dict[str, list[tuple[Event, frozenset[str] | None]]] = defaultdict(list)
        self._searches: dict[str, list[Event]] = defaultdict(list)
        self._follows: dict[str, list[Event]] = defaultdict(list)
        self._changes: dict[str, list[tuple[Event, Mapping[str, Any]]]] = defaultdict(list)
        self._attested: dict[str, tuple[str, str]] = {}
        self._tickets: list[Event] = []
        self._take: dict[str, Callable[[Event], None]] = {
            "decision": self._take_decision,
            "approval": self._take_approval,
            "search": self._take_search,
            "follow": self._take_follow,
            "change": self._take_change,
            "tickets": self._tickets.append,
            "signature": self._take_signature,
        }

    def live(self, event_hash: str) -> bool:
        """Whether an event of the review is here and was not taken back by who wrote it."""
        return self._takebacks.live(event_hash)

    def _is_own(self, event_hash: str, user: str) -> bool:
        return self.persons.same(self._users[event_hash], user) and not self.unsigned(event_hash, user)

    def name(self, named: Mapping[str, str]) -> None:
        """Take over which ids have one name: id to the one that stands for all of them; then everything may change."""
        self.persons.name(named)
        self._takebacks.forget()
        self._vouched.clear()
        self.people.forget()

    def add(self, event: Event) -> None:
        """Take in one event of any kind; a second time changes nothing."""
        if event.hash in self._users:
            return
        self._users[event.hash] = event.user
        self._takebacks.add(event)
        self.persons.add(event)
        self.people.add(event)
        self.acts.add(event)
        if event.k == "attest" and event.d.get("field"):
            self._attested[event.hash] = (str(event.d["field"]), str(event.d.get("value", "")))
        if event.k in REVIEW_KINDS:
            self.events[event.hash] = event
            take = self._take.get(event.k)
            if take is not None:
                take(event)

    def _take_decision(self, event: Event) -> None:
        self._sups[event.hash] = frozenset(event.sup)
        for decision in decisions_in(event):
            self._decisions[decision.thing].append(decision)

    def _take_approval(self, event: Event) -> None:
        for one in mappings(event.d.get("of")):
            things = one.get("things")
            chosen = frozenset(map(str, things)) if isinstance(things, list | tuple) else None
            self._approvals[str(one.get("decision"))].append((event, chosen))

    def _take_search(self, event: Event) -> None:
        self._searches[str(event.d.get("thing"))].append(event)

    def _take_follow(self, event: Event) -> None:
        things = event.d.get("of")
        for thing in things if isinstance(things, list | tuple) else ():
            self._follows[str(thing)].append(event)

    def _take_change(self, event: Event) -> None:
        for line in mappings(event.d.get("lines")):
            self._changes[str(line.get("thing"))].append((event, line))

    def _take_signature(self, event: Event) -> None:
        of = str(event.d.get("of"))
        self._signed[of].append((str(event.d.get("key")), str(event.d.get("sig", ""))))
        self._vouched.pop(of, None)

    # -- what stands -------------------------------------------------------------------------------------------------

    def things(self) -> list[str]:
        """Everything that was ever decided about, sorted."""
        return sorted(self._decisions)

    def decisions(self, thing: str) -> list[Decision]:
        """The decisions about a thing that count: live, allowed, and replaced by no other; by hash."""
        live = [one for one in self._decisions.get(thing, ()) if self._counts(one)]
        replaced = {name for one in live for name in self._sups[one.event]}
        return sorted((one for one in live if one.event not in replaced), key=lambda one: one.event)

    def _counts(self, decision: Decision) -> bool:
        event, user = decision.event, decision.user
        return self.live(event) and not self.people.may_decide(user) and not self.unsigned(event, user)

    def standing(self, thing: str, finding: Finding | None = None) -> Standing:
        """Where a thing stands; its finding is asked for where the caller does not have it."""
        finding = finding if finding is not None else self.engine.finding(thing)
        start = Standing(thing, finding, State.OPEN, follow=self._follow(thing))
        decisions = self.decisions(thing)
        if not decisions:
            return _closed(start)
        words = {one.decide for one in decisions}
        if len(words) > 1:
            said = " and ".join(sorted(word.printed for word in words))
            return replace(start, stale=f"two decisions disagree ({said}): decide again.")
        return _closed(self._decided(start, decisions[0]))

    def _decided(self, start: Standing, decision: Decision) -> Standing:
        if decision.decide is Decide.REOPEN:
            return start
        applied = self._applied(start.thing, decision)
        stale = "" if applied else decision.cited.outdated(start.finding) or decision.expired(self.today)
        if decision.decide.pending and decision.cited.answered(start.finding):
            if start.finding is not None and start.finding.outcome is Outcome.FOUND:
                return replace(start, decision=decision, state=State.CLOSED)
            stale = stale or "it was looked at again: decide by the result."
        if stale:
            return replace(start, decision=decision, stale=stale)
        return self._approved(replace(start, decision=decision, state=State.DECIDED), applied)

    def _approved(self, standing: Standing, applied: State | None) -> Standing:
        decision = standing.decision
        if decision is None or decision.decide.pending:
            return standing
        good, void, refused = self._votes(decision)
        search = self._search(decision)
        standing = replace(standing, approvals=tuple(good), void=tuple(void), search=search)
        if refused is not None:
            return replace(standing, state=State.OPEN, stale=f"it was refused: {refused.d.get('note') or 'no reason'}.")
        wanting = self._wanting(decision, good, search)
        if wanting:
            return replace(standing, blocked=wanting)
        return replace(standing, state=applied or _settled(decision))

    def _votes(self, decision: Decision) -> tuple[list[Event], list[tuple[Event, str]], Event | None]:
        good, void, refused = [], [], None
        for event, things in self._approvals.get(decision.event, ()):
            if not self.live(event.hash) or (things is not None and decision.thing not in things):
                continue
            why = self.people.may_approve(event.user, decision.user) or self.unsigned(event.hash, event.user)
            if why:
                void.append((event, why))
            elif event.d.get("verdict") == "refused":
                refused = event
            elif event.d.get("verdict") == "approved":
                good.append(event)
        return sorted(good, key=_by_hash), sorted(void, key=lambda each: each[0].hash), refused

    def _wanting(self, decision: Decision, approvals: list[Event], search: Event | None) -> str:
        writing_off = decision.decide is Decide.WRITE_OFF
        terms = self.people.terms()
        if writing_off and terms.second_search and search is None:
            return "a second search by another person is still wanting."
        if writing_off and self._recount_due(decision):
            return "by the audit's terms it is recounted by another person before it is written off."
        if terms.two_persons and self._lacking(decision, approvals):
            return "a second approver is still wanting." if approvals else "another person's approval is still wanting."
        return ""

    def _lacking(self, decision: Decision, approvals: Iterable[Event]) -> bool:
        """Whether more people have to approve a decision: two, where something dear is to be written off."""
        needed = 2 if decision.decide is Decide.WRITE_OFF and self._dear(decision.thing) else 1
        return len({self.persons.one(event.user) for event in approvals}) < needed

    def awaits(self, standing: Standing, user: str) -> bool:
        """Whether a decision waits for an approval that this person has not given yet."""
        decision = standing.decision
        if decision is None or not standing.to_approve or not self._lacking(decision, standing.approvals):
            return False
        return not any(self.persons.same(event.user, user) for event in standing.approvals)

    def _dear(self, thing: str) -> bool:
        limit, asset = self.people.terms().value_limit_cents, self.asset_of(thing)
        return limit is not None and asset is not None and (asset.cost_cents or 0) >= limit

    def _recount_due(self, decision: Decision) -> bool:
        """Whether the terms ask for a recount and only one person has looked so far."""
        rule, asset = self.people.terms().recount, self.asset_of(decision.thing)
        if not rule or asset is None:
            return False
        try:
            asked = compile_where(rule)(asset)
        except WhereError:
            return True
        return asked and len(self.witnesses(decision)) < 2

    def witnesses(self, decision: Decision) -> frozenset[str]:
        """The people behind the evidence that a finding has now, or had when it was decided, each under one id."""
        finding = self.engine.finding(decision.thing)
        names = {*decision.cited.evidence, *(finding.evidence if finding is not None else ())}
        return frozenset(self.persons.one(user) for name in names if (user := self.user_of(name)))

    def lookers(self, finding: Finding) -> int:
        """How many people are behind the evidence of a finding."""
        return len({self.persons.one(user) for name in finding.evidence if (user := self.user_of(name))})

    def witnessed(self, thing: str, user: str) -> bool:
        """Whether a person is behind the evidence that a finding has now."""
        finding = self.engine.finding(thing)
        seen = (self.user_of(name) for name in finding.evidence) if finding is not None else ()
        return any(self.persons.same(other, user) for other in seen)

    def _search(self, decision: Decision) -> Event | None:
        if decision.decide is not Decide.WRITE_OFF:
            return None
        witnesses = self.witnesses(decision)
        counting = [
            event
            for event in self._searches.get(decision.thing, ())
            if self.live(event.hash)
            and event.d.get("found") is False
            and not self.people.search_counts(event, witnesses)
            and not self.unsigned(event.hash, event.user)
        ]
        return min(counting, key=_by_hash, default=None)

    def _applied(self, thing: str, decision: Decision) -> State | None:
        """How far the register is: applied, verified, or None where nothing was changed or it was reversed."""
        done = [
            (event, line)
            for event, line in self._changes.get(thing, ())
            if self.live(event.hash) and line.get("decision") == decision.event
        ]
        undone = {name for event, _ in done if event.d.get("did") == "reversed" for name in event.sup}
        did = {str(event.d.get("did")) for event, _ in done if event.hash not in undone}
        if "verified" in did:
            return State.VERIFIED
        return State.APPLIED if "applied" in did else None

    def written(self, decisions: Iterable[str]) -> list[str]:
        """Hashes of live events that changed a register, or found it changed, by these decisions."""
        wanted = set(decisions)
        return sorted(
            event.hash
            for event in self.changes()
            if event.d.get("did") in ("applied", "verified")
            and any(line.get("decision") in wanted for line in mappings(event.d.get("lines")))
        )

    def changes(self) -> list[Event]:
        """Live changes of registers, by time as their writers' clocks had it."""
        found = [event for event in self.events.values() if event.k == "change" and self.live(event.hash)]
        return sorted(found, key=lambda event: (event.wall, event.hash))

    def tickets(self) -> list[Event]:
        """Change tickets as they were brought, those that were replaced or taken back too."""
        return list(self._tickets)

    def follows(self, thing: str) -> list[Event]:
        """Live notes about a thing, each after those that it knew of."""
        return in_order(event for event in self._follows.get(thing, ()) if self.live(event.hash))

    def _follow(self, thing: str) -> Follow:
        """What was noted last of each; only taking the note back opens what was closed."""
        found: dict[str, Any] = {"closed": False}
        for event in self.follows(thing):
            found |= {name: str(event.d[name]) for name in _FOLLOWED if event.d.get(name)}
            found["closed"] |= bool(event.d.get("closed"))
            found["carried"] = carried_in(event.d) or found.get("carried")
        return Follow(**found)

    def seen_values(self, finding: Finding) -> dict[str, str]:
        """Properties that were seen to be other than the register says, by field."""
        return dict(self._attested[name] for name in finding.evidence if name in self._attested)

    def unsigned(self, event_hash: str, user: str) -> str:
        """Why an event is not taken as its author's, in one sentence: the frame names a key, and it did not sign."""
        if not self.people.signs(user) or self.vouched(event_hash):
            return ""
        return "by the frame its author signs with a personal key, and it is not signed with that."

    def vouched(self, event_hash: str) -> bool:
        """Whether its author's own key signed an event; which keys are whose stands in the frame."""
        if event_hash not in self._vouched:
            keys, message = self.people.signs(self.user_of(event_hash)), bytes.fromhex(event_hash)
            signed = (one for one in self._signed.get(event_hash, ()) if one[0] in keys)
            self._vouched[event_hash] = any(self._genuine(key, signature, message) for key, signature in signed)
        return self._vouched[event_hash]

    def user_of(self, event_hash: str) -> str:
        """Who wrote an event; empty where it is not here or has no name."""
        user = self._users.get(event_hash)
        return self.author(event_hash) if user is None else user

    def standings(self) -> Iterator[Standing]:
        """Every thing that has a finding to decide or was decided about, findings first in their fixed order."""
        seen = set()
        for thing, finding in self.engine.keyed():
            standing = self.standing(thing, finding)
            if standing.counts:
                seen.add(thing)
                yield standing
        yield from self.rest(seen)

    def rest(self, seen: Container[str]) -> Iterator[Standing]:
        """What was decided about things that have no finding any more."""
        return (one for thing in self.things() if thing not in seen and (one := self.standing(thing)).counts)

    def touches(self, event: Event) -> frozenset[str] | None:
        """The things whose standing an event may change; None for any of them."""
        return touched(event, self.events)


def _settled(decision: Decision) -> State:
    return State.APPROVED if decision.decide.changes_register else State.CLOSED


def _closed(standing: Standing) -> Standing:
    """Closed by hand: only what was approved can be, or what nobody has to decide."""
    able = standing.state in (State.APPROVED, State.APPLIED, State.VERIFIED)
    return replace(standing, state=State.CLOSED) if standing.follow.closed and able else standing


def _by_hash(event: Event) -> str:
    return event.hash
