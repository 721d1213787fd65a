"""How many of what, as people say it: every sentence that counts something counts it alike."""

from __future__ import annotations


def counted(number: int, one: str, many: str) -> str:
    """``1 device`` or ``3,000 devices``."""
    return f"{number:,} {one if number == 1 else many}"
