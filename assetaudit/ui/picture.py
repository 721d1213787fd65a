"""What the walk looks like at one moment: immutable, made in the walk's thread, drawn in the screen's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a place: a device that is expected, one that was seen, or empty units."""

    state: str
    """An outcome, ``left`` or ``empty``."""
    units: str = ""
    """``U41-42``, ``0U``, or empty outside racks."""
    what: str = ""
    """Model or name."""
    tag: str = ""
    note: str = ""
    asset: str | None = None
    top: int = 0
    """Highest half unit occupied; rows go from high to low."""
    rear: bool = False
    belongs: bool = False
    """Whether it is one of those to account for in this place."""


@dataclass(frozen=True, slots=True)
class Around:
    """A place of the route, in one line."""

    place: str
    short: str
    state: str
    left: int | None = None
    """How many are not seen yet; None where it was not looked at."""
    here: bool = False


@dataclass(frozen=True, slots=True)
class WalkPicture:
    """One walk at one moment."""

    audit: str
    person: str
    user: str
    blind: bool = False
    place: str | None = None
    side: str | None = None
    state: str = "not visited"
    rows: tuple[Row, ...] = ()
    next_row: int | None = None
    """Index of the row that is expected next."""
    expected: int = 0
    seen: int = 0
    left: int = 0
    wrong: int = 0
    room: str = ""
    room_closed: int = 0
    room_planned: int = 0
    all_closed: int = 0
    all_planned: int = 0
    around: tuple[Around, ...] = ()
    hint: str | None = None
    """Where this person left off; only before a place is entered."""
    following: str | None = None
    """Name of another person whose walk is shown, in a replay."""
