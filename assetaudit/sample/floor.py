"""What truly stands where: the halls as they are, whatever the register believes."""

from __future__ import annotations

from random import Random

from assetaudit.model.place import Place
from assetaudit.sample.filling import Filling
from assetaudit.sample.records import Record

_PLAIN = frozenset({"server", "switch", "router", "storage"})


class Floor:
    """Records and the true places of their devices; people have been at work since the register was right."""

    def __init__(self, filling: Filling, dice: Random) -> None:
        self.records = filling.records
        self.shelves = filling.shelves
        self.serials = {number: record.serial for number, record in filling.records.items()}
        """True serial numbers, whatever the register says."""
        self.where: dict[int, str | None] = {number: record.place_text for number, record in filling.records.items()}
        """True places; None for what is in none of the halls."""
        self._dice = dice
        self._spent: set[int] = set()

    def pick(self, node: str, *, height: int = 0, category: str = "", carried: bool = False) -> int:
        """A device of a node that nothing odd has happened to yet; of any plain kind unless a category is named."""
        return self._dice.choice(self.untouched(node, height=height, category=category, carried=carried))

    def untouched(self, node: str, *, height: int = 0, category: str = "", carried: bool = False) -> list[int]:
        """All devices of a node that ``pick`` may choose from, marked as used by nobody yet."""
        return [
            number
            for number, record in self.records.items()
            if number not in self._spent
            and _stands_in(record, node)
            and bool(record.parent) is carried
            and (record.model.category == category if category else carried or record.model.category in _PLAIN)
            and (not height or record.model.half_units == height)
        ]

    def take(self, node: str, *, height: int = 0, category: str = "", carried: bool = False) -> int:
        """Pick a device and keep it from being picked again."""
        number = self.pick(node, height=height, category=category, carried=carried)
        self._spent.add(number)
        return number

    def take_neighbours(self, node: str) -> tuple[int, int]:
        """Two servers of one unit each, one right above the other."""
        free = self.untouched(node, height=2, category="server")
        units = {place.position.half_units: number for number in free if (place := self._home(number)).position}
        pairs = [(number, units[low + 2]) for low, number in units.items() if low is not None and low + 2 in units]
        pair = self._dice.choice(pairs)
        self._spent.update(pair)
        return pair

    def _home(self, number: int) -> Place:
        return Place.parse(self.records[number].place_text)

    def keep(self, number: int) -> None:
        """Let nothing else happen to a device."""
        self._spent.add(number)

    def carried_by(self, number: int) -> list[int]:
        """Numbers of what sits in a chassis or lies in a kit."""
        tag = self.records[number].tag
        return [child for child, record in self.records.items() if record.parent == tag]

    def move(self, number: int, rack: str) -> None:
        """Carry a device, and all that sits in it, to spare units of a rack."""
        place = self.shelves[rack].spare(max(self.records[number].model.half_units, 2))
        self.where[number] = place
        for child in self.carried_by(number):
            slot = Place.parse(self.records[child].place_text).position
            self.where[child] = f"{place}#{slot.slot}" if slot is not None and slot.slot else place

    def remove(self, number: int) -> None:
        """Take a device out of the halls."""
        self.where[number] = None

    def standing_in(self, node: str) -> list[int]:
        """What truly stands in a node, from the top down, a chassis before what sits in it."""
        here = [
            (number, Place.parse(text))
            for number, text in self.where.items()
            if text is not None and Place.parse(text).node == Place.parse(node)
        ]
        return [number for number, _ in sorted(here, key=lambda pair: _from_the_top(pair[1], pair[0]))]


def _stands_in(record: Record, node: str) -> bool:
    return record.place is not None and record.place.node == Place.parse(node)


def _from_the_top(place: Place, number: int) -> tuple[int, str, int]:
    position = place.position
    if position is None or position.half_units is None:
        return (1, "", number)
    return (-position.half_units, position.slot or "", number)
