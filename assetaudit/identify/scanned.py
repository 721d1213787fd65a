"""What a parser is given and what it answers: the one contract for everything that says what a code means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from assetaudit.identify.house import House
from assetaudit.model.identification import Candidate, Rejection


class Rank(IntEnum):
    """How much a code's own structure says for a meaning; best first."""

    SURE = 0
    """The code says so itself (a marker, an envelope, a link): nothing else is considered."""
    LIKELY = 1
    """A shape that hardly occurs by chance."""
    PLAIN = 2
    """The code as it stands."""
    POSSIBLE = 3
    """A shape that occurs by chance: the register has to know it."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """One read as parsers see it."""

    text: str
    """In normal form, without separators; never empty."""
    data: str
    """The same with FS, GS and RS in their places."""
    symbology: str
    """AIM identifier, such as ``]C1``; empty where the reader tells none."""
    rfid: bool
    """The text is the EPC memory of a tag, in hex."""
    hand: bool
    """From a reader that a hand points: not RFID, not a picture."""
    intact: bool
    """Nothing but a scanner's suffix had to be taken away."""
    house: House
    """What this organisation's labels look like."""


Meaning: TypeAlias = tuple[Rank, Candidate]
Answer: TypeAlias = Iterable[Meaning | Rejection]
Names: TypeAlias = Sequence[tuple[str, str]]
"""Kinds and values of candidates."""


def named(meanings: Iterable[Meaning]) -> Names:
    """The names of meanings alone."""
    return [(candidate.kind, candidate.value) for _, candidate in meanings]


@dataclass(frozen=True, slots=True)
class Parser:
    """One standard or family of codes; third parties add theirs to the entry points ``assetaudit.identifiers``."""

    name: str
    """What rejections are signed with."""
    parse: Callable[[Scanned], Answer]
    """Every meaning with its rank, and a Rejection where the code looks like this family but breaks its rules."""
    starts: str = ""
    """Characters that a code of this family may begin with; empty for any."""
    rfid: bool = False
    """Whether it reads the memory of RFID tags."""
    shape: str = ""
    """Regular expression that every printable ASCII code begins with of which this parser says anything; empty where
    only the parser itself can tell."""
    names: Callable[[str], Names | None] | None = None
    """Kinds and values of what ``parse`` says of such a code, none of it sure, without reasons: for very many reads.
    None where that takes ``parse`` itself."""
