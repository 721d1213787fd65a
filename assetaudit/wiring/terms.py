"""What a new audit's frame fixes for the review: people by their ids, the keys of those who sign, terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetaudit.model.terms import DEFAULT_TERMS, ReviewTerms
from assetaudit.review.terms_sheet import Draft
from assetaudit.review.terms_written import read_pairs, read_role, read_terms

if TYPE_CHECKING:
    from assetaudit.wiring.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ReviewStart:
    """What the frame fixes for the review."""

    people: tuple[tuple[str, str], ...] = ()
    """(opaque user id, role)."""
    terms: ReviewTerms = DEFAULT_TERMS


def written_draft(roles: Sequence[str], terms: Sequence[str]) -> Draft:
    """People and terms as a command says them: ``ana=counter``, ``value_limit_cents=500000``."""
    people = tuple((person, read_role(role).value) for person, role in read_pairs(roles))
    return Draft(people, DEFAULT_TERMS.changed(read_terms(dict(read_pairs(terms)))))


def review_start(space: Workspace, draft: Draft) -> ReviewStart:
    """A draft as the frame takes it: whoever has a personal key here signs with it in this audit."""
    from assetaudit.store.review_keys import Keys

    people = tuple(dict.fromkeys((space.user(person), role) for person, role in draft.people))
    keys = Keys(space.home)
    own = dict.fromkeys(user for user, _ in people if keys.has(user))
    signing = [[user, keys.public(user)] for user in own]
    return ReviewStart(people, draft.terms.changed({"keys": signing}) if signing else draft.terms)
