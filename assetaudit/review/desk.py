"""The desk: the only way in which decisions, approvals and searches are written, refusing what would not count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assetaudit.errors import AuditError, UsageError
from assetaudit.model.event import ALSO, REVIEW_KINDS, Draft, Event
from assetaudit.model.finding import Finding
from assetaudit.model.needs import EventWriter
from assetaudit.model.terms import SEARCHED, TERM_NAMES, Role
from assetaudit.review.cases.case import called
from assetaudit.review.decision import Cited, Decide, Wish, unfit
from assetaudit.review.ledger import Ledger
from assetaudit.review.standing import Carried, Follow, Standing, State

BATCH = 250
"""Things in one event at most, so that no event grows without bound."""
_DONE = (State.APPLIED, State.VERIFIED, State.CLOSED)


class Desk:
    """One person's work on findings; each method returns after its events are committed."""

    def __init__(
        self,
        ledger: Ledger,
        writer: EventWriter,
        user: str,
        learn: Callable[[Sequence[Event]], None],
        sign: Callable[[bytes], Mapping[str, str]] | None = None,
        also: Sequence[str] = (),
    ) -> None:
        self.ledger = ledger
        self.user = user
        self._writer = writer
        self._learn = learn
        self._sign = sign
        self._also = sorted(also)
        """Other ids of the same person, which other workspaces gave them."""

    def decide(self, wish: Wish, things: Iterable[str]) -> list[Event]:
        """Decide about things; AuditError says what cannot be decided so, and then nothing was written."""
        self._refuse(self.ledger.people.may_decide(self.user))
        if not wish.why.strip():
            raise UsageError("A decision needs its reason.", hint="Say it with --why.")
        standings = [self.ledger.standing(thing) for thing in dict.fromkeys(things)]
        if not standings:
            raise AuditError("No finding was named, so nothing was decided.")
        for standing in standings:
            self._check(wish, standing)
        return self._write([self._decision(wish, part) for part in _parts(standings, BATCH)])

    def _check(self, wish: Wish, standing: Standing) -> None:
        if standing.finding is None:
            raise AuditError(
                f"There is no finding about '{standing.thing}'.", hint="List them with: assetaudit findings"
            )
        if wish.decide is Decide.REOPEN:
            return
        why = unfit(wish.decide, standing.finding)
        if why:
            raise AuditError(f"'{wish.decide.printed}' does not fit {name_of(standing)}: {why}")
        told = wish.values or self.ledger.seen_values(standing.finding)
        if wish.decide is Decide.CORRECT_RECORD and not told:
            raise UsageError(
                f"Nobody said what the record of {name_of(standing)} shall be.", hint="Say --set field=value."
            )
        if wish.decide is Decide.ACCEPT_EXCEPTION:
            self._check_day(wish.until)
        if standing.state in _DONE and not standing.stale:
            raise AuditError(f"{name_of(standing)} is {standing.state.value} already.", hint="Reverse that first.")

    def _check_day(self, until: str) -> None:
        if not until:
            raise UsageError("An exception is accepted until a day.", hint="Say it with --until 2027-12-31.")
        if until < self.ledger.today:
            raise UsageError(f"--until {until} is over already.", hint="Name a day that is still to come.")

    def _decision(self, wish: Wish, standings: Sequence[Standing]) -> Draft:
        cited = [Cited.of(one.thing, one.finding) for one in standings if one.finding is not None]
        replaced = {old.event for one in standings for old in self.ledger.decisions(one.thing)}
        return Draft("decision", wish.payload(cited), tuple(sorted(replaced)))

    def approve(
        self, things: Iterable[str], *, note: str = "", shown: Sequence[str] = (), seed: str = ""
    ) -> list[Event]:
        """Approve the decisions that stand about these things; ``shown`` are the members that were looked at."""
        return self._vote(things, {"verdict": "approved"} | _given(note=note, shown=list(shown), seed=seed))

    def refuse(self, things: Iterable[str], *, note: str) -> list[Event]:
        """Send decisions back to the queue, with the reason."""
        if not note.strip():
            raise UsageError("A refusal needs its reason.", hint="Say it with --note.")
        return self._vote(things, {"verdict": "refused", "note": note})

    def _vote(self, things: Iterable[str], d: dict[str, Any]) -> list[Event]:
        by_decision: dict[str, list[str]] = {}
        for thing in dict.fromkeys(things):
            standing = self.ledger.standing(thing)
            decision = standing.decision
            if decision is None or not standing.to_approve:
                raise AuditError(
                    f"{name_of(standing)} has no decision that waits for an approval.", hint=standing.stale
                )
            self._refuse(self.ledger.people.may_approve(self.user, decision.user))
            by_decision.setdefault(decision.event, []).append(thing)
        if not by_decision:
            raise AuditError("No decision was named, so nothing was approved.")
        of = [{"decision": event, "things": named} for event, named in by_decision.items()]
        return self._write([Draft("approval", d | {"of": part}) for part in _parts(of, BATCH)])

    def search(self, thing: str, where: Sequence[str], *, note: str = "", found: bool = False) -> Event:
        """Record a second search for something that is to be written off."""
        standing = self.ledger.standing(thing)
        unknown = [name for name in where if name not in SEARCHED]
        if unknown:
            raise UsageError(f"'{unknown[0]}' is no place of a second search.", hint=f"They are {', '.join(SEARCHED)}.")
        event = Draft("search", {"found": found, "thing": thing, "where": list(where)} | _given(note=note))
        witnesses = self._witnesses(standing)
        probe = Event("search", "", 0, "", "", event.d, user=self.user)
        if not found:
            self._refuse(self.ledger.people.search_counts(probe, witnesses))
        return self._write([event])[0]

    def _witnesses(self, standing: Standing) -> frozenset[str]:
        if standing.decision is not None:
            return self.ledger.witnesses(standing.decision)
        evidence = standing.finding.evidence if standing.finding is not None else ()
        return frozenset(user for name in evidence if (user := self.ledger.user_of(name)))

    def alias(self, name: str, place: str, why: str) -> Event:
        """Say that a name means a place; everything scanned under the name counts for the place."""
        self._refuse(self.ledger.people.may_decide(self.user))
        return self._write([Draft("alias", {"is": place, "place": name, "why": why})])[0]

    def same(self, pairs: Sequence[tuple[str, str]], why: str) -> list[Event]:
        """Say that unknown things are assets; who says so has counted, and does not approve in this audit."""
        self._refuse(self.ledger.people.may_decide(self.user))
        drafts = []
        for thing, asset in pairs:
            finding = self.ledger.engine.finding(thing)
            if finding is None or finding.asset is not None:
                raise AuditError(f"'{thing}' is no unknown thing.", hint="Nothing was written.")
            d = {"asset": asset, "how": "is"} | _given(note=why)
            drafts += [Draft("resolve", d, (event,)) for event in finding.evidence]
        return self._write(drafts)

    def follow(self, things: Sequence[str], *, closed: bool = False, **notes: str) -> list[Event]:
        """Note owner, due date, ticket, root cause or management's response; or close what is done."""
        self._named()
        if not closed and not any(notes.values()):
            hint = "Say an owner, a due date, a ticket, a cause or a response, or close it."
            raise UsageError("Nothing was said that could be noted.", hint=hint)
        for thing in things if closed else ():
            standing = self.ledger.standing(thing)
            if standing.state not in (State.APPROVED, State.APPLIED, State.VERIFIED):
                hint = standing.blocked or "Decide about it and have that approved first."
                raise AuditError(f"{name_of(standing)} is {standing.state.value} and cannot be closed.", hint=hint)
        said = _given(**notes) | ({"closed": True} if closed else {})
        return self._write([self._note(said, part) for part in _parts(things, BATCH)])

    def _note(self, said: Mapping[str, Any], things: Sequence[str]) -> Draft:
        known = {event.hash for thing in things for event in self.ledger.follows(thing)}
        return Draft("follow", {"of": list(things), **said}, tuple(sorted(known)))

    def carry(self, left: Sequence[tuple[str, Carried, Follow]]) -> list[Event]:
        """Note what earlier audits left open about things, with who takes care of them."""
        self._named()
        drafts = []
        for thing, carried, follow in left:
            notes = {name: getattr(follow, name) for name in ("owner", "due", "ticket", "cause", "response")}
            known = sorted(event.hash for event in self.ledger.follows(thing))
            drafts.append(
                Draft("follow", {"of": [thing], "carried": carried.to_dict()} | _given(**notes), tuple(known))
            )
        return self._write(drafts)

    def undo(self, hashes: Sequence[str] = ()) -> Event:
        """Take back events of the review: the named ones, or all of what this person did last and that still counts."""
        self._named()
        if hashes:
            own = [one for one in self.ledger.acts.of(self._mine) if any(one.hash.startswith(name) for name in hashes)]
        else:
            own = self.ledger.acts.last(self._mine)
        if not own or (hashes and len(own) != len(hashes)):
            raise AuditError("There is nothing of yours to take back.", hint="Only who wrote an event takes it back.")
        if own[-1].k == "change" and not hashes:
            hint = "Reverse the change set instead."
            raise AuditError("What you did last was written to a register, where undo does not reach.", hint=hint)
        return self._write([Draft("void", {"reason": "undo"}, tuple(sorted(one.hash for one in own)))])[0]

    def _mine(self, event: Event) -> bool:
        """Whether this person wrote an event, and nobody took it back."""
        live = self.ledger.live(event.hash) and (event.k in REVIEW_KINDS or self.ledger.engine.live(event.hash))
        return live and self.ledger.persons.same(event.user, self.user)

    def set_terms(self, changes: Mapping[str, Any], why: str) -> Event:
        """Change terms of the review after the start, with the reason."""
        unknown = [name for name in changes if name not in TERM_NAMES]
        if unknown:
            raise UsageError(f"There is no term '{unknown[0]}'.", hint=f"Terms are {', '.join(TERM_NAMES)}.")
        return self._terms({"set": dict(changes), "why": why})

    def give_role(self, person: str, role: Role, why: str) -> Event:
        """Give another person a role after the start, with the reason."""
        return self._terms({"person": person, "role": role.value, "why": why})

    def _terms(self, d: dict[str, Any]) -> Event:
        probe = Event("terms", "", 0, "", "", d, user=self.user)
        self._refuse(self.ledger.people.may_set(probe))
        known = sorted(event.hash for event in self.ledger.people.changes())
        return self._write([Draft("terms", d, tuple(known))])[0]

    def changed(self, d: dict[str, Any]) -> Event:
        """Record what was done with a change set."""
        self._named()
        undone: list[str] = []
        if d.get("did") == "reversed":
            undone = self.ledger.written(str(line["decision"]) for line in d["lines"])
        return self._write([Draft("change", d, tuple(undone))])[0]

    def sample(self, d: dict[str, Any], replaced: Sequence[str] = ()) -> Event:
        """Record a sampling plan or the result of one of its items, with the events that it replaces."""
        self._named()
        return self._write([Draft("sample", d, tuple(replaced))])[0]

    def tickets(self, drafts: Sequence[Draft]) -> list[Event]:
        """Keep change tickets that were read from a file."""
        self._named()
        return self._write(list(drafts))

    def _named(self) -> None:
        self._refuse("" if self.user else "this needs the name of the person who does it.")

    def _refuse(self, why: str) -> None:
        if why:
            raise AuditError(f"Not allowed: {why}", hint="Nothing was written.")

    def _write(self, drafts: list[Draft]) -> list[Event]:
        self._refuse(self._keyless())
        if self._also:
            drafts = [one._replace(d=one.d | {ALSO: self._also}) for one in drafts]
        events = list(self._writer.append_many(drafts, user=self.user))
        if self._sign is not None:
            signatures = [
                Draft("signature", {"of": one.hash} | dict(self._sign(bytes.fromhex(one.hash)))) for one in events
            ]
            events += self._writer.append_many(signatures, user=self.user)
        self._learn(events)
        return events[: len(drafts)]

    def _keyless(self) -> str:
        """Why this is not written in somebody's name: who signs in this audit does so with the key that it names."""
        keys = self.ledger.people.signs(self.user)
        if not keys or (self._sign is not None and self._sign(b"")["key"] in keys):
            return ""
        return "by the frame this person signs with a personal key, and that is not here."


def name_of(standing: Standing) -> str:
    """What people call a thing."""
    return standing.thing if standing.finding is None else called(standing.finding)


def places_of(finding: Finding) -> str:
    """Where a thing should stand, and where it does, side by side."""
    here = finding.found or " and ".join(finding.places)
    if not here or here == finding.expected:
        return finding.expected or ""
    return f"{finding.expected or 'nowhere'} -> {here}"


def told_of(standing: Standing) -> str:
    """A thing by its name, with both its places."""
    places = places_of(standing.finding) if standing.finding is not None else ""
    return f"{name_of(standing)}  {places}".rstrip()


def _given(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {name: value for name, value in values.items() if value}


def _parts(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
