"""The review of one audit as the screen asks for it: the same desk as the command line's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.model.amount import counted
from assetaudit.model.terms import SEARCHED
from assetaudit.review.chosen import Rule
from assetaudit.review.decision import Decide, unfit
from assetaudit.review.desk import name_of
from assetaudit.review.queue import PROPOSED, Bundle, Earlier, Entry, Preview, Sign
from assetaudit.review.tickets import Brought, ticket_files
from assetaudit.wiring.screen_changes import ScreenChanges
from assetaudit.wiring.screen_samples import ScreenSamples
from assetaudit.wiring.screen_terms import ScreenTerms

if TYPE_CHECKING:
    from assetaudit.review.cases import Case
    from assetaudit.review.cutoff import Move
    from assetaudit.review.standing import Standing
    from assetaudit.review.tasks import Task
    from assetaudit.wiring.review import Review
    from assetaudit.wiring.workspace import Workspace

_OFFERED = tuple(one for one in Decide if one is not Decide.REOPEN)


class ScreenReview:
    """Answers the review's screens; kept up to date at every question."""

    def __init__(self, space: Workspace, name: str, person: str) -> None:
        from assetaudit.wiring.review import Review

        self._review: Review = Review.open(space, name)
        self._user = space.user(person)
        self._entries: dict[str, Entry] = {}
        self._register = ""
        """Version of the newer register that the entries' proposals know of."""

    def queue(self) -> Sequence[Entry]:
        """Cases, then findings that wait, then those on their way; a case's findings stand in it alone."""
        self._review.refresh()
        register = self._review.bookings.version
        before, self._entries = self._entries if register == self._register else {}, {}
        self._register = register
        for standing in self._review.standings():
            known = before.get(standing.thing)
            kept = known is not None and known.standing is standing
            self._entries[standing.thing] = known if known is not None and kept else self._entry(standing)
        cases = [self._case(one) for one in self._review.cases()]
        inside = {thing for one in cases for thing in one.things}
        alone = [entry for thing, entry in self._entries.items() if thing not in inside]
        return [*cases, *sorted(alone, key=lambda row: not (row.standing and row.standing.waiting))]

    def _case(self, case: Case) -> Entry:
        members = tuple(self._entries[thing] for thing in case.things if thing in self._entries)
        return Entry(case=case, names=tuple(self._review.told(case.shown())), members=members)

    def _entry(self, standing: Standing) -> Entry:
        asset, decision = self._review.asset(standing), standing.decision
        return Entry(
            standing=standing,
            proposal=self._review.proposal(standing) if standing.waiting else None,
            device=f"{asset.manufacturer} {asset.model}".strip() if asset is not None else "",
            cents=asset.cost_cents if asset is not None else None,
            decided_by=self._review.person(decision.user) if decision is not None else "",
        )

    def fitting(self, where: str) -> Collection[str]:
        """Things whose record meets a filter."""
        return frozenset(one.thing for one in self._review.chosen(Rule(where=where)))

    def choices(self, things: Sequence[str]) -> Sequence[tuple[str, str]]:
        """Decisions that fit all these findings, those that take a decision back among them."""
        standings = [self._review.ledger.standing(thing) for thing in things]
        findings = [one.finding for one in standings if one.finding is not None]
        told = all(self._review.ledger.seen_values(finding) for finding in findings)
        offered = [one for one in _OFFERED if told or one is not Decide.CORRECT_RECORD]
        fitting = [one for one in offered if not any(unfit(one, finding) for finding in findings)]
        decided = [Decide.REOPEN] if any(one.decision is not None for one in standings) else []
        each = [(PROPOSED, "what is proposed for each")] if len(things) > 1 and self._all_proposed(standings) else []
        return each + [(one.value, one.printed) for one in (*fitting, *decided)]

    def _all_proposed(self, standings: Sequence[Standing]) -> bool:
        return all(one.waiting and self._review.proposal(one) is not None for one in standings)

    def preview(self, word: str, things: Sequence[str], why: str, until: str = "") -> Preview:
        """What a decision about many comes to; writes nothing."""
        settled = self._review.deciding.settled(word, things)
        inside = {thing for case in settled for thing in case.things}
        left = [thing for thing in things if thing not in inside]
        parts = [(case.proposed, len(case.things)) for case in settled]
        for wish, part in self._review.deciding.wishes(word, left, {"why": why, "until": until}):
            parts.append((wish.decide.printed, len(part)))
        return Preview(_added_up(parts), tuple(self._review.told(self._review.members(things))))

    def decide(self, word: str, things: Sequence[str], why: str, until: str = "") -> str:
        """Decide about findings."""
        with self._review.desk(self._user) as desk:
            return " ".join(self._review.deciding.decide(desk, word, things, {"why": why, "until": until}))

    def decide_case(self, case: str, why: str) -> str:
        """Take a case's proposal."""
        with self._review.desk(self._user) as desk:
            return self._review.deciding.decide_case(desk, self._review.case(case), why)

    def undo(self) -> str:
        """Take back this person's last event of the review."""
        with self._review.desk(self._user) as desk:
            event = desk.undo()
        return self._review.undone(event)

    def bundles(self) -> Sequence[Bundle]:
        """What waits for an approval: what one person decided so, for one reason, however many events it came to."""
        self._review.refresh()
        groups: dict[tuple[str, ...], list[Standing]] = {}
        for standing in self._review.standings():
            decision = standing.decision
            if decision is not None and self._review.ledger.awaits(standing, self._user):
                wish = decision.wish
                said = (decision.user, wish.decide, wish.why, wish.note, wish.case, wish.until, str(wish.values))
                groups.setdefault(said, []).append(standing)
        return [self._bundle(group) for group in groups.values()]

    def _bundle(self, group: list[Standing]) -> Bundle:
        decision = group[0].decision
        if decision is None:  # pragma: no cover - only decided ones are grouped
            raise AssertionError
        things = tuple(one.thing for one in group)
        return Bundle(
            decision.decide.printed,
            decision.wish.why,
            self._review.person(decision.user),
            things,
            tuple(map(name_of, group)),
            tuple(self._review.told(self._review.members(things))),
            self._review.ledger.people.may_approve(self._user, decision.user),
        )

    def approve(self, things: Sequence[str]) -> str:
        """Approve findings that were decided by somebody else."""
        shown = self._review.members(things)
        with self._review.desk(self._user) as desk:
            desk.approve(things, shown=shown, seed=self._review.seed(things))
        wanting = {one.blocked for thing in things if (one := self._review.ledger.standing(thing)).blocked}
        return f"{len(things)} approved. {' '.join(sorted(wanting))}".strip()

    def refuse(self, things: Sequence[str], why: str) -> str:
        """Send decisions back to the queue."""
        with self._review.desk(self._user) as desk:
            desk.refuse(things, note=why)
        return f"{len(things)} sent back to the queue."

    # -- what goes with a decision -----------------------------------------------------------------------------------

    def follow(self, things: Sequence[str], notes: Mapping[str, str], *, closed: bool = False) -> str:
        """Note who takes care of findings, until when and why; or close what is done."""
        with self._review.desk(self._user) as desk:
            desk.follow(things, closed=closed, **notes)
        if closed:
            return f"{counted(len(things), 'finding', 'findings')} closed."
        return f"{counted(len(things), 'finding', 'findings')} noted."

    def search(self, thing: str, note: str) -> str:
        """Record that somebody looked everywhere else for something, and did not find it."""
        with self._review.desk(self._user) as desk:
            desk.search(thing, SEARCHED, note=note)
        return f"Second search for {self._review.names([thing])[0]} recorded: not found."

    def tasks(self) -> Sequence[Task]:
        """What is to be done on the floor, in walking order."""
        self._review.refresh()
        return self._review.tasks()

    def earlier(self) -> Sequence[Earlier]:
        """What earlier audits of these places left open; opens each of them."""
        from assetaudit.wiring.carried import left_open

        self._review.refresh()
        return [
            Earlier(
                one.name, one.carried.audit, one.carried.why, one.finding.outcome.printed if one.finding else "nothing"
            )
            for one in left_open(self._review)
        ]

    def carry(self) -> str:
        """Take over what earlier audits left open."""
        from assetaudit.wiring.carried import carry

        with self._review.desk(self._user) as desk:
            return f"{len(carry(self._review, desk))} taken over from earlier audits."

    def moves(self) -> Sequence[Move]:
        """What was booked elsewhere during the audit."""
        from assetaudit.wiring.cutoff import moves

        self._review.refresh()
        return moves(self._review)

    def read_tickets(self, file: Path) -> str:
        """Keep the change tickets of a file in the review; what was kept, and what it replaces."""
        from assetaudit.wiring.cutoff import bring

        with self._review.desk(self._user) as desk:
            return bring(self._review, desk, file)

    def ticket_files(self) -> Sequence[Brought]:
        """The files of change tickets that were brought, with who brought them."""
        return [Brought(one, self._review.person(one.user)) for one in ticket_files(self._review.ledger)]

    def signs(self) -> Sequence[Sign]:
        """Signs of an audit made at a desk, as questions."""
        self._review.refresh()
        return [
            Sign(self._review.person(one.user), one.ask, len(one.evidence), one.evidence[0] if one.evidence else "")
            for one in self._review.questions()
        ]

    def evidence(self, file: Path) -> str:
        """Write everything into one file that anybody can check; returns the hash that others may keep."""
        from assetaudit.wiring.evidence import export

        self._review.refresh()
        return export(self._review, file, user=self._user)

    @cached_property
    def changes(self) -> ScreenChanges:
        """The change set."""
        return ScreenChanges(self._review, self._user)

    @cached_property
    def samples(self) -> ScreenSamples:
        """The samples."""
        return ScreenSamples(self._review, self._user)

    @cached_property
    def terms(self) -> ScreenTerms:
        """The terms, and who may do what."""
        return ScreenTerms(self._review, self._user)


def _added_up(parts: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """(what is to be done, about how many), each once."""
    found: Counter[str] = Counter()
    for what, count in parts:
        found[what] += count
    return tuple(found.items())
