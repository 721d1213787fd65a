"""What the screens ask of a workspace before an audit is open: its scope, its terms, and the keys of its people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from assetaudit.model.place import Place
from assetaudit.review.terms_sheet import Draft
from assetaudit.ui.notes import ScopeCount


class Opening(Protocol):
    """A workspace in which audits can be opened. Errors are AssetAuditError."""

    def count_scope(self, scope: Sequence[Place], where: str = "") -> ScopeCount:
        """What an audit over these places and this filter would hold; AssetAuditError for a wrong filter."""

    def create_audit(
        self,
        name: str,
        scope: Sequence[Place],
        *,
        where: str = "",
        blind: bool = False,
        user: str = "",
        draft: Draft | None = None,
    ) -> None:
        """Open a new audit and freeze its frame, with the terms and people of a draft."""

    def check_filter(self, where: str) -> None:
        """AssetAuditError for a filter that the current register cannot answer."""

    def signing(self, names: Collection[str]) -> Collection[str]:
        """Those of these people who have a personal key here."""

    def personal_key(self) -> str:
        """The public key of whoever the settings name, in hex; empty where they have none."""

    def make_key(self) -> str:
        """Make a personal key for whoever the settings name; returns its public part in hex."""
