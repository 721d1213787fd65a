"""How far a place and everything in it has come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts over one subtree of places."""

    expected: int = 0
    """Assets to account for that are expected here."""
    seen: int = 0
    """Those of them that were seen, wherever it was."""
    left: int = 0
    """Those of them that were not."""
    wrong: int = 0
    """Things standing here whose finding is neither ``found`` nor unknown."""
    unknown: int = 0
    """Unknown and unreadable things here."""
    planned: int = 0
    """Places to visit."""
    closed: int = 0
    """Those of them that were closed."""
