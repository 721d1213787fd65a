"""What the screens ask of a workspace about names and pictures that can be erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assetaudit.model.kept import KeptThing


class Erasing(Protocol):
    """Names and pictures of audits. Errors are AssetAuditError."""

    def kept(self, audit: str) -> Sequence[KeptThing]:
        """Every name and picture of an audit."""

    def rule(self, audit: str = "") -> str:
        """For how long an audit, or any without a rule of its own, keeps names and pictures, in one sentence."""

    def days(self, audit: str = "") -> str:
        """That rule as it is written: days for names, days for pictures."""

    def keep_for(self, days: str, audit: str = "") -> str:
        """Change that rule (``-`` takes an audit's own away); returns it in one sentence."""

    def due(self) -> Sequence[KeptThing]:
        """Names and pictures of closed audits whose days are over."""

    def erase(self, thing: KeptThing) -> str:
        """Erase one for good, a name under whatever id it is known here; returns what was done in one sentence."""

    def erase_due(self, things: Sequence[KeptThing]) -> str:
        """Erase what was listed as due; returns what was done in one sentence."""
