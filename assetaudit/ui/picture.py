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
    low: int = 0
    """Lowest half unit occupied."""
    looked: bool = False
    """Of empty units: whether somebody confirmed that they are."""
    sampled: bool = False
    """Whether it is in the sample that is walked."""


@dataclass(frozen=True, slots=True)
class Around:
    """A place of the route, in one line."""

    place: str
    short: str
    state: str
    left: int | None = None
    """How many are not seen yet; None where it was not looked at."""
    here: bool = False
    sides: tuple[tuple[str, str], ...] = ()
    """(side, state), where both sides have to be walked."""


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
    order: str = "down"
    """The way in which a rack is walked: ``down`` from its top, ``up`` from its bottom."""
    stepping: bool = False
    """Whether each scan stands in the units that are prompted."""
    unit: str = ""
    """Units that the next scan stands in, if they were named."""
    unchecked: int = 0
    """Empty units that nobody has looked at."""
    clashes: tuple[str, ...] = ()
    """Devices that cannot both be where they were seen, in sentences."""
    doubt: str | None = None
    """Another place to which the last scans belong: the label may have been forgotten."""
    doubted: int = 0
    """How many scans."""
    used_ms: int = 0
    """Time walked, without breaks."""
    left_ms: int | None = None
    """Time that the rest of the room will take at this pace; None while that is not known."""
    scans: int = 0
    """Entries of this walk."""
    following: str | None = None
    """Name of another person whose walk is shown, in a replay."""


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """An earlier sighting of the same thing in this audit."""

    place: str
    person: str
    wall: int
    """Milliseconds since 1970 UTC."""
