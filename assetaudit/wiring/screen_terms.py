"""The terms of one audit as the screen works with them: shown with who changed them, changed with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assetaudit.model.terms import Role

if TYPE_CHECKING:
    from assetaudit.review.terms_sheet import Member, TermsSheet
    from assetaudit.wiring.review import Review


class ScreenTerms:
    """Answers the page of the terms; kept up to date at every question."""

    def __init__(self, review: Review, user: str) -> None:
        self._review = review
        self._user = user

    def me(self) -> Member:
        """What this person may not do, and why."""
        return self._review.member(self._user)

    def sheet(self) -> TermsSheet:
        """Terms, changes and people, as this person sees them."""
        self._review.refresh()
        return self._review.terms_sheet(self._user)

    def check(self, where: str) -> None:
        """WhereError for a filter that the register cannot answer."""
        self._review.check_where(where)

    def set(self, name: str, value: Any, why: str) -> str:  # noqa: ANN401 - a term's value
        """Change a term; returns what was done in one sentence."""
        with self._review.desk(self._user) as desk:
            desk.set_terms({name: value}, why)
        return "The change is recorded, with your name and its reason."

    def give(self, person: str, role: Role, why: str) -> str:
        """Give somebody a role; returns what was done in one sentence."""
        with self._review.desk(self._user) as desk:
            desk.give_role(self._review.space.user(person), role, why)
        return "The role is recorded, with your name and its reason."
