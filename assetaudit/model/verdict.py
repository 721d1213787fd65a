"""The answer to one read: what the technician hears and sees, and the headless walk prints."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from assetaudit.model.asset import Asset
    from assetaudit.model.finding import Finding


class Tone(StrEnum):
    """How a verdict sounds and which colour it has; never the only carrier of its meaning."""

    RIGHT = "right"
    ATTENTION = "attention"
    WRONG = "wrong"
    NEUTRAL = "neutral"


class Verdict(NamedTuple):
    """What one saved read came to."""

    hash: str | None
    """Hash of the event that was committed; None where a command changed nothing."""
    seq: int | None
    text: str
    """The read as it came."""
    verdict: str
    """An outcome, or one of ``place command repeat saved``."""
    tone: Tone = Tone.NEUTRAL
    sentence: str = ""
    """What it means, for people."""
    asset: Asset | None = None
    finding: Finding | None = None
    expected: str | None = None
    """Where the register expects the asset."""
    at: str | None = None
    """The place one stands in."""
    ago_ms: int | None = None
    """For a repeat: how long since the sighting before."""

    def to_dict(self) -> dict[str, Any]:
        """The acknowledgement as ``scan --json`` prints it."""
        return {
            "hash": self.hash,
            "seq": self.seq,
            "text": self.text,
            "verdict": self.verdict,
            "asset": self.asset.key if self.asset else None,
            "asset_tag": self.asset.asset_tag if self.asset else None,
            "expected": self.expected,
            "at": self.at,
            "why": self.sentence,
        }
