"""Two persons: who may decide and approve, told the same way before an event is written and whenever it is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from assetaudit.model.event import ALSO, COUNTING_KINDS, Event
from assetaudit.model.frame import Frame
from assetaudit.model.terms import SEARCHED, ReviewTerms, Role
from assetaudit.review.known import in_order
from assetaudit.review.persons import Persons

FIXED = ("two_persons", "second_search")
"""Terms that only the frame sets: nobody switches them off once the audit has begun."""


class People:
    """Who counted, and who has which role, by the frame and the live events about it."""

    def __init__(
        self,
        frame: Frame,
        counts: Callable[[str], bool],
        live: Callable[[str], bool],
        persons: Persons,
        unsigned: Callable[[str, str], str] = lambda *_: "",
    ) -> None:
        self._frame = frame
        self._counts = counts
        """Whether what was counted still counts."""
        self._live = live
        """Whether an event of the review does."""
        self._unsigned = unsigned
        """Why an event (hash, author) is not taken as its author's, in one sentence; empty where it is."""
        self.persons = persons
        self._counted: dict[str, set[str]] = defaultdict(set)
        self.counting: Callable[[], Mapping[str, Iterable[str]]] = lambda: self._counted
        """By user, hashes of the events by which they counted; of those that were taken in, unless others know more."""
        self._changes: dict[str, Event] = {}
        self._roles: Mapping[str, frozenset[str]] | None = None
        self._terms: ReviewTerms | None = None

    def add(self, event: Event) -> None:
        """Take in what an event says of people and terms."""
        if event.k in COUNTING_KINDS and event.user:
            if event.user not in self._counted:
                self.forget()
            self._counted[event.user].add(event.hash)
        elif event.k == "terms":
            self._changes[event.hash] = event
        if event.k in ("terms", "void", "signature") or ALSO in event.d:
            self.forget()

    def forget(self) -> None:
        """Read terms and roles anew: who is who, or whose a change is, may have changed."""
        self._roles = self._terms = None

    @property
    def fixed(self) -> ReviewTerms:
        """The terms as the frame fixed them before the first scan."""
        return self._frame.review

    def counted(self, user: str) -> bool:
        """Whether a person has counted in this audit, under whatever id; what was taken back does not count."""
        mine = (events for other, events in self.counting().items() if self.persons.same(other, user))
        return any(self._counts(name) for events in mine for name in events)

    def has(self, user: str, role: str) -> bool:
        """Whether a person has a role."""
        return any(self.persons.same(other, user) for other in self.roles().get(role, ()))

    def signs(self, user: str) -> frozenset[str]:
        """The public keys that the frame names for a person; empty where they do not sign."""
        return frozenset(key for other, key in self._frame.review.keys if self.persons.same(other, user))

    def roles(self) -> Mapping[str, frozenset[str]]:
        """Role to the people who have it."""
        if self._roles is None:
            self._roles = self._read_roles()
        return self._roles

    def _read_roles(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for user, role in self._frame.people:
            found[role].add(user)
        for event in self.changes():
            person, given = event.d.get("person"), event.d.get("role")
            if isinstance(person, str) and given in list(Role) and not self.void(event):
                found[str(given)].add(person)
        return {role: frozenset(users) for role, users in found.items()}

    def terms(self) -> ReviewTerms:
        """The terms that count now: the frame's, with every live change that counts, in the order of ``changes``."""
        if self._terms is None:
            self._terms = self._read_terms()
        return self._terms

    def _read_terms(self) -> ReviewTerms:
        terms = self._frame.review
        for event in self.changes():
            changes = event.d.get("set")
            if isinstance(changes, Mapping) and not self.void(event):
                terms = _changed(terms, changes)
        return terms

    def may_set(self, event: Event) -> str:
        """Why a change of terms or roles does not count, in one sentence; empty where it does."""
        if not event.user or not event.d.get("why"):
            return "a change of terms needs a name and a reason."
        if self.persons.same(str(event.d.get("person")), event.user):
            return "nobody gives themselves a role."
        named = {user for user, role in self._frame.people if role in (Role.MANAGER, Role.APPROVER)}
        if named and not any(self.persons.same(user, event.user) for user in named):
            return "only a manager or approver of the frame changes terms."
        if not named and self.fixed.two_persons and self.counted(event.user):
            return "who counted in this audit does not change its terms."
        changes = event.d.get("set")
        fixed = [name for name in FIXED if isinstance(changes, Mapping) and name in changes]
        return f"{' and '.join(fixed)} can only be set before the first scan." if fixed else ""

    def void(self, event: Event) -> str:
        """Why a change of terms or roles that is in the log does not count; empty where it does."""
        return self.may_set(event) or self._unsigned(event.hash, event.user)

    def changes(self) -> list[Event]:
        """Live changes of terms and roles in the order in which they apply: each after those that it knew of."""
        return in_order(event for event in self._changes.values() if self._live(event.hash))

    def may_decide(self, user: str) -> str:
        """Why a person may not decide, in one sentence; empty where they may."""
        if not user:
            return "a decision needs the name of the person who makes it."
        if self.roles().get(Role.MANAGER) and not self.has(user, Role.MANAGER):
            return "only a manager of this audit decides."
        return ""

    def may_approve(self, user: str, decider: str) -> str:
        """Why a person may not approve what another one decided, in one sentence; empty where they may."""
        if not user:
            return "an approval needs the name of the person who gives it."
        if not self.terms().two_persons:
            return ""
        if self.persons.same(user, decider):
            return "nobody approves their own decision."
        if self.counted(user):
            return "who counted in this audit does not approve in it."
        if self.roles().get(Role.APPROVER) and not self.has(user, Role.APPROVER):
            return "only an approver of this audit approves."
        return ""

    def search_counts(self, event: Event, witnesses: Iterable[str]) -> str:
        """Why a second search does not count; ``witnesses`` are the people behind the finding's evidence."""
        if not event.user:
            return "a second search needs the name of the person who searched."
        if any(self.persons.same(event.user, witness) for witness in witnesses):
            return "the second search has to be another person's than the first one."
        where = event.d.get("where")
        left = [name for name in SEARCHED if not isinstance(where, list | tuple) or name not in where]
        return f"the second search has not covered: {', '.join(left)}." if left else ""


def _changed(terms: ReviewTerms, changes: Mapping[str, Any]) -> ReviewTerms:
    try:
        return terms.changed(changes)
    except (TypeError, ValueError):
        return terms
