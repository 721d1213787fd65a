"""Deciding about many at once: what a word comes to for each, each case among them as one, and how it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from assetaudit.errors import UsageError
from assetaudit.model.amount import counted
from assetaudit.review.cases import Case
from assetaudit.review.decision import Decide, Wish
from assetaudit.review.desk import Desk
from assetaudit.review.queue import PROPOSED

if TYPE_CHECKING:
    from assetaudit.wiring.review import Review

_AS_PROPOSED = "as proposed"
_EXCEPTION = timedelta(days=365)
"""How long an exception is accepted where nobody says."""


class Deciding:
    """Decisions about many things of one audit."""

    def __init__(self, review: Review) -> None:
        self._review = review

    def decide_case(self, desk: Desk, case: Case, why: str) -> str:
        """Take a case's proposal; returns what was done, in one sentence."""
        why = why or case.reason
        if case.alias is not None:
            desk.alias(*case.alias, why)
            return f"{case.alias[0]} means {case.alias[1]} from now on."
        if case.same:
            desk.same(case.same, why)
            codes = counted(len(case.same), "unrecorded code belongs", "unrecorded codes belong")
            return f"{codes} to an asset from now on."
        desk.decide(Wish(case.decide, why, case=case.id, units=case.units), case.things)
        return _decided(case.decide, len(case.things))

    def wishes(self, word: str, things: Sequence[str], more: dict[str, Any]) -> list[tuple[Wish, list[str]]]:
        """What a decision's word comes to: one wish, or one for each decision that is proposed."""
        from assetaudit.store.review_records import FIELDS

        unknown = [name for name in more.get("values", ()) if name not in FIELDS]
        if unknown:
            raise UsageError(f"A record has no field '{unknown[0]}'.", hint=f"Fields are {', '.join(FIELDS)}.")
        if word not in (*Decide, PROPOSED):
            raise UsageError(f"There is no decision '{word}'.", hint=f"Choose one of {', '.join(Decide)} or proposed.")
        cases = {thing: case for case in self._whole(things) for thing in case.things}
        parts: dict[tuple[Decide, str, str, str], list[str]] = {}
        for thing in things:
            for said in self._said(word, thing, cases.get(thing)):
                parts.setdefault(said, []).append(thing)
        if word == PROPOSED:
            more = more | {"why": more["why"] or _AS_PROPOSED}
        wishes = []
        for (decide, until, case, units), part in sorted(parts.items()):
            own = {name: value for name, value in (("until", until), ("case", case), ("units", units)) if value}
            wishes.append((self._dated(Wish(decide, **(more | own))), part))
        return wishes

    def _said(self, word: str, thing: str, case: Case | None) -> Iterator[tuple[Decide, str, str, str]]:
        """(decision, until when, case, units) that a word means for one thing; ``case`` is decided about as a whole."""
        if word != PROPOSED:
            kept = case.units if case is not None and case.decide is Decide(word) else ""
            yield Decide(word), "", "", kept
            return
        if case is not None and not case.settles:
            yield case.decide, "", case.id, case.units
            return
        standing = self._review.ledger.standing(thing)
        proposal, carried = self._review.proposal(standing), standing.follow.carried
        if proposal is not None:
            accepted = carried is not None and proposal.decide is Decide.ACCEPT_EXCEPTION
            yield proposal.decide, carried.until if carried is not None and accepted else "", "", ""

    def settled(self, word: str, things: Sequence[str]) -> list[Case]:
        """Cases that lie wholly among things and whose proposal says what a name or a code means."""
        return [case for case in self._whole(things) if case.settles] if word == PROPOSED else []

    def _whole(self, things: Sequence[str]) -> list[Case]:
        """Cases that lie wholly among things: of one thing alone nobody said that it went along with the others."""
        chosen = set(things)
        return [case for case in self._review.cases() if chosen.issuperset(case.things)]

    def decide(self, desk: Desk, word: str, things: Sequence[str], more: dict[str, Any]) -> list[str]:
        """Decide about things, one sentence for each decision; cases that lie wholly among them are settled as such."""
        settled = self.settled(word, things)
        inside = {thing for case in settled for thing in case.things}
        wishes = self.wishes(word, [thing for thing in things if thing not in inside], more)
        told = [self.decide_case(desk, case, more["why"] or _AS_PROPOSED) for case in settled]
        done: Counter[Decide] = Counter()
        for wish, part in wishes:
            desk.decide(wish, part)
            done[wish.decide] += len(part)
        return [*told, *(_decided(decide, count) for decide, count in done.items())]

    def _dated(self, wish: Wish) -> Wish:
        """An exception without a day is accepted for a year."""
        if wish.decide is not Decide.ACCEPT_EXCEPTION or wish.until:
            return wish
        return replace(wish, until=(self._review.space.clock.now().date() + _EXCEPTION).isoformat())


def _decided(decide: Decide, count: int) -> str:
    return f"{decide.printed}: {counted(count, 'finding', 'findings')} decided."
