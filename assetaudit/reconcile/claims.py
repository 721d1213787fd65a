"""What one event says of one thing: the step between the log and the findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

from assetaudit.model.finding import Basis
from assetaudit.model.place import Place


class Says(StrEnum):
    """What kind of statement a claim is."""

    SEEN = "seen"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    CONFLICT = "conflict"
    """The two codes of one device name different records."""
    UNREADABLE = "unreadable"
    DIFFERS = "differs"
    """A property as seen, to be held against the register."""


class Strength(IntEnum):
    """Class of evidence; only the strongest class of an asset counts."""

    HAND = 0
    PICK = 1
    BULK = 2


BASIS_ORDER = {basis: number for number, basis in enumerate(Basis)}


@dataclass(frozen=True, slots=True)
class Heard:
    """How well a bulk reader heard a tag within one event."""

    reader: str
    unit: str
    count: int
    strongest: int
    """RSSI in tenths of the unit."""


class Claim(NamedTuple):
    """One statement of one event."""

    says: Says
    event: str
    """Hash of the event that says it."""
    place: Place | None = None
    basis: Basis = Basis.TAG
    strength: Strength = Strength.HAND
    assets: tuple[str, ...] = ()
    """The record seen, or every record that the code may mean."""
    identifier: str = ""
    """As read."""
    name: str = ""
    """The identifier in the form in which it is compared."""
    owner: str = ""
    """Somebody else, where a person said that the thing is theirs."""
    label_bad: bool = False
    """A person reported the label or the device as damaged, or asked for a label."""
    also: tuple[str, ...] = ()
    """Hashes of further events behind it."""
    device: str = ""
    """Of a conflict: hash of the first scan of the device whose codes disagree."""
    heard: tuple[Heard, ...] = ()
    """Of bulk reads, by reader."""
    again: Iterable[str] = ()
    """Hashes of further events that say just this; or of all that do, listed when asked for, and ``event`` is empty."""
    field: str = ""
    value: str = ""
    second: bool = False
    """A person said that another device than the one on record carries the code."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the things that it is about."""
        if self.says is Says.UNKNOWN and self.place is not None:
            return (f"?{self.name}@{self.place.node_key}",)
        if self.says is Says.UNREADABLE:
            return (f"!{self.event}",)
        return self.assets

    @property
    def evidence(self) -> tuple[str, ...]:
        """Hashes of every event behind it."""
        return (*self.events, *self.also)

    @property
    def events(self) -> tuple[str, ...]:
        """Hashes of the events that say it."""
        return (self.event, *self.again) if self.event else tuple(self.again)


BASES = tuple(Basis)


class Plain(NamedTuple):
    """The plain case in short: one record seen by hand at one node, without any further word."""

    event: str
    place: Place
    rank: int
    """Of its basis, the strongest first."""

    def claim(self, asset: str) -> Claim:
        """The same in full."""
        return Claim(Says.SEEN, self.event, self.place, BASES[self.rank], Strength.HAND, (asset,))


@dataclass(frozen=True, slots=True)
class Sighting:
    """An asset seen at a place, as screens and reports show it."""

    place: Place
    basis: Basis
    event: str
    user: str
    wall: int
    """Milliseconds since 1970 UTC by the scanning device's clock; advisory."""
    strength: Strength = Strength.HAND
