"""The terms of an audit on one sheet: as they were fixed and as they are now, who changed them, who may do what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assetaudit.model.event import Event
from assetaudit.model.terms import DEFAULT_TERMS, ReviewTerms
from assetaudit.review.rights import FIXED, People


@dataclass(frozen=True, slots=True)
class Draft:
    """People and terms of an audit that is not open yet."""

    people: tuple[tuple[str, str], ...] = ()
    """(name, role); a person may have several."""
    terms: ReviewTerms = DEFAULT_TERMS


@dataclass(frozen=True, slots=True)
class TermChange:
    """One change of terms or roles after the start."""

    by: str
    wall: int
    """When, by its writer's clock, in milliseconds since 1970 UTC."""
    why: str
    values: Mapping[str, Any]
    """Terms that it sets, in the form in which events carry them."""
    person: str = ""
    role: str = ""
    refused: str = ""
    """Why it does not count, in one sentence; empty where it does."""
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One person of an audit: what they are, what they did, and what they may not do."""

    user: str
    name: str
    roles: tuple[str, ...]
    counted: bool
    key: str
    """The public key that the frame names for them, in hex; empty where their name is only declared."""
    no_decision: str
    """Why they may not decide, in one sentence; empty where they may."""
    no_approval: str
    """Why they may not approve whatever it is, in one sentence."""
    no_terms: str
    """Why they may not change the terms, in one sentence."""


@dataclass(frozen=True, slots=True)
class TermsSheet:
    """Everything about the terms of one audit."""

    fixed: ReviewTerms
    """By the frame, before the first scan."""
    now: ReviewTerms
    changes: tuple[TermChange, ...]
    members: tuple[Member, ...]
    """Everybody who has a role or took part, by name."""
    me: Member
    """Whoever works at this screen."""

    def changes_of(self, name: str) -> Iterator[TermChange]:
        """The changes of one term, in the order in which they apply."""
        return (one for one in self.changes if name in one.values)

    def roles_of(self, name: str) -> Iterator[TermChange]:
        """How a person came to a role after the start."""
        return (one for one in self.changes if one.person == name)


@dataclass(frozen=True, slots=True)
class Names:
    """What a sheet asks of the people's names and of signatures."""

    of: Callable[[str], str]
    signed: Callable[[str], bool]
    """Whether its author's own key signed an event."""


def terms_sheet(people: People, users: set[str], me: str, names: Names) -> TermsSheet:
    """The sheet of an audit; ``users`` took part in it."""
    roles = people.roles()
    everybody = {people.persons.one(user): user for user in (*users, *(one for who in roles.values() for one in who))}
    members = [member(people, user, names) for user in everybody.values() if user]
    changes = tuple(_change(people, event, names) for event in people.changes())
    return TermsSheet(
        people.fixed,
        people.terms(),
        changes,
        tuple(sorted(members, key=lambda one: (one.name.casefold(), one.user))),
        member(people, me, names),
    )


def member(people: People, user: str, names: Names) -> Member:
    """What one person is in an audit, did, and may not do."""
    return Member(
        user,
        names.of(user),
        tuple(role for role in sorted(people.roles()) if people.has(user, role)),
        people.counted(user),
        min(people.signs(user), default=""),
        people.may_decide(user),
        people.may_approve(user, ""),
        people.may_set(Event("terms", "", 0, "", "", {"why": "-"}, user=user)),
    )


def _change(people: People, event: Event, names: Names) -> TermChange:
    values, person = event.d.get("set"), event.d.get("person")
    return TermChange(
        names.of(event.user),
        event.wall,
        str(event.d.get("why", "")),
        values if isinstance(values, Mapping) else {},
        names.of(str(person)) if person else "",
        str(event.d.get("role", "")),
        people.void(event),
        names.signed(event.hash),
    )


def is_fixed(name: str) -> bool:
    """Whether only the frame sets a term."""
    return name in FIXED
