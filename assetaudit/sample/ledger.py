"""What the two people truly saw, noted beside every scan while the walk is made up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from assetaudit.model.place import Place


@dataclass(slots=True)
class Ledger:
    """Facts about the walk, told by who made it up; no code is ever read from it."""

    seen: dict[int, list[Place]] = field(default_factory=lambda: defaultdict(list))
    """Places at which a record's own device was seen, taken-back ones left out."""
    shared: dict[int, tuple[tuple[int, ...], Place]] = field(default_factory=dict)
    """Records that were seen only by an identifier of several: all of them, and where."""
    crossed: dict[int, Place] = field(default_factory=dict)
    """Records whose tag and serial number are on different devices, and where."""
    strange: list[tuple[str, Place, bool]] = field(default_factory=list)
    """Identifiers that no record has, where, and whether they are somebody else's."""
    unreadable: list[Place] = field(default_factory=list)
    visited: set[Place] = field(default_factory=set)
    blocked: set[Place] = field(default_factory=set)
    closed: set[Place] = field(default_factory=set)

    def saw(self, number: int, place: Place) -> None:
        """A record's device stood there."""
        self.seen[number].append(place)

    def only(self, number: int, place: Place) -> None:
        """All earlier sightings are void: it stands there now."""
        self.seen[number] = [place]

    def saw_shared(self, numbers: tuple[int, ...], place: Place) -> None:
        """A code of several records was read there."""
        for number in numbers:
            self.shared[number] = (numbers, place)

    def saw_crossed(self, numbers: tuple[int, ...], place: Place) -> None:
        """Tag and serial number of one device name different records, or contradict one."""
        for number in numbers:
            self.crossed[number] = place

    def saw_strange(self, identifier: str, place: Place, *, foreign: bool = False) -> None:
        """A code that no record has was read there."""
        if (identifier, place, foreign) not in self.strange:
            self.strange.append((identifier, place, foreign))
