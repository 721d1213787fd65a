"""The review of one audit as the screen asks for it: the same desk as the command line's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.review.decision import Decide, unfit
from assetaudit.review.desk import name_of
from assetaudit.review.queue import Bundle, Entry

if TYPE_CHECKING:
    from assetaudit.review.changes import ChangeSet
    from assetaudit.review.standing import Standing
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

    def queue(self) -> Sequence[Entry]:
        """Cases, then findings that wait, then those on their way."""
        self._review.refresh()
        cases = [Entry(case=one, names=tuple(self._review.told(one.shown()))) for one in self._review.cases()]
        before, self._entries = self._entries, {}
        for standing in self._review.standings():
            known = before.get(standing.thing)
            kept = known is not None and known.standing is standing
            self._entries[standing.thing] = known if known is not None and kept else self._entry(standing)
        return [*cases, *sorted(self._entries.values(), key=lambda row: not (row.standing and row.standing.waiting))]

    def _entry(self, standing: Standing) -> Entry:
        asset, decision = self._review.asset(standing), standing.decision
        return Entry(
            standing=standing,
            proposal=self._review.proposal(standing) if standing.waiting else None,
            device=f"{asset.manufacturer} {asset.model}".strip() if asset is not None else "",
            cents=asset.cost_cents if asset is not None else None,
            decided_by=self._review.person(decision.user) if decision is not None else "",
        )

    def choices(self, things: Sequence[str]) -> Sequence[tuple[str, str]]:
        """Decisions that fit all these findings, those that take a decision back among them."""
        standings = [self._review.ledger.standing(thing) for thing in things]
        findings = [one.finding for one in standings if one.finding is not None]
        told = all(self._review.ledger.seen_values(finding) for finding in findings)
        offered = [one for one in _OFFERED if told or one is not Decide.CORRECT_RECORD]
        fitting = [one for one in offered if not any(unfit(one, finding) for finding in findings)]
        decided = [Decide.REOPEN] if any(one.decision is not None for one in standings) else []
        return [(one.value, one.printed) for one in (*fitting, *decided)]

    def decide(self, word: str, things: Sequence[str], why: str) -> str:
        """Decide about findings."""
        wishes = self._review.wishes(word, things, {"why": why})
        with self._review.desk(self._user) as desk:
            for wish, part in wishes:
                desk.decide(wish, part)
        return "; ".join(f"{wish.decide.printed}: {len(part)}" for wish, part in wishes)

    def decide_case(self, case: str, why: str) -> str:
        """Take a case's proposal."""
        with self._review.desk(self._user) as desk:
            return self._review.decide_case(desk, self._review.case(case), why)

    def undo(self) -> str:
        """Take back this person's last event of the review."""
        with self._review.desk(self._user) as desk:
            event = desk.undo()
        return f"Taken back: {', '.join(name[:12] for name in event.sup)}"

    def bundles(self) -> Sequence[Bundle]:
        """What waits for an approval, by decision."""
        self._review.refresh()
        groups: dict[str, list[Standing]] = {}
        for standing in self._review.standings():
            if standing.to_approve and not standing.approvals and standing.decision is not None:
                groups.setdefault(standing.decision.event, []).append(standing)
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

    def changes(self) -> ChangeSet:
        """The change set against the current register."""
        from assetaudit.wiring.changes import Changes

        self._review.refresh()
        return Changes(self._review).plan()

    def export(self, folder: Path) -> Sequence[str]:
        """Write the change set."""
        from assetaudit.wiring.changes import Changes

        changes = Changes(self._review)
        files = changes.export(folder, changes.plan())
        return [f"{folder / one.name}: {len(one.rows)}" for one in files] + [str(folder / "change-set.json")]
