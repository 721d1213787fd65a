"""What a read may mean: every candidate with its reason, and every parser's reason for no."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Candidate:
    """One meaning of a read."""

    kind: str
    """``asset_tag serial part_number place control epc giai ... mac link`` (the table of ``identify --json``)."""
    value: str
    reason: str
    """Why it may be this, in one sentence."""
    fields: dict[str, str] = field(default_factory=dict)
    weak: bool = False
    """A candidate only in case the register has it so: it does not make the code a device's."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a parser said no."""

    parser: str
    reason: str


@dataclass(frozen=True, slots=True)
class Identification:
    """All that can be said of one read without asking the register."""

    text: str
    """The read as it came (bytes that are no UTF-8 taken as Latin-1)."""
    clean: str
    """The copy that was worked on: without suffix, control characters and invisible marks."""
    cleaned: bool
    """Whether the copy differs from what came, beyond a scanner's suffix."""
    candidates: tuple[Candidate, ...] = ()
    """Best first."""
    rejected: tuple[Rejection, ...] = ()
    symbology: str = ""
    """AIM identifier, from the reader or from the head of the text; empty where there is none."""

    def first(self, kind: str) -> Candidate | None:
        """The best candidate of a kind."""
        return next((candidate for candidate in self.candidates if candidate.kind == kind), None)

    @property
    def names_no_device(self) -> str | None:
        """The kind of code that can never be a device (part number, GTIN, carton code), if it is nothing else."""
        kinds = [candidate.kind for candidate in self.candidates if not candidate.weak]
        if kinds and all(kind in NO_DEVICE_KINDS for kind in kinds):
            return kinds[0]
        return None


class AsItStands(NamedTuple):
    """The identification of a code that has no meaning but itself, in short."""

    text: str
    """The cleaned text: the only value of every candidate."""
    kinds: tuple[str, ...]
    """The kinds of its candidates, best first."""


NO_DEVICE_KINDS = frozenset(
    {"part_number", "gtin", "sscc", "revision", "quantity", "carton", "lot", "country", "date", "maker", "other"}
)
"""Kinds that describe a product or a parcel, never one device."""
