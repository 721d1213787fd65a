"""What went wrong in the sample halls since the register was right: the reason why somebody walks them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assetaudit.model.asset import StatusClass
from assetaudit.sample import layout, statuses
from assetaudit.sample.floor import Floor

R1, R2, R3, R4 = layout.ROOMS
JUNK = ("To be filled by O.E.M.", "N/A", "0", "Default string", "None")
NOT_A_PLACE = ("DC1/R1/A/03:top", "DC2/R1/A/01:see note", "DC1/R2/B/01:behind the UPS")
TOO_HIGH = 44
"""A unit that no rack of 42U has."""
REPLACED = "RMA"
"""Begins the serial number of a device that the maker exchanged and nobody entered."""


@dataclass(slots=True)
class Story:
    """Who has a part in what; numbers of records."""

    swapped: tuple[int, int] = (0, 0)
    tags_crossed: tuple[int, int] = (0, 0)
    exchanged: int = 0
    """Its serial number is no longer the registered one."""
    same_tag: tuple[int, int] = (0, 0)
    same_serial: tuple[int, int] = (0, 0)
    contested: list[int] = field(default_factory=list)
    carried_over: int = 0
    """Moved between two people's visits, and the second one said so."""
    loose_label: int = 0
    """Its spare label lies in another rack."""
    twin: int = 0
    """Another device bears the same tag."""
    wide: int = 0
    """Lies somewhere in the room; its rack is closed."""
    wide_open: int = 0
    """Lies somewhere in the room; its rack is never closed."""
    unreadable: list[int] = field(default_factory=list)
    relabelled: int = 0
    """Bears a tag that the register does not know yet."""
    unopened: list[int] = field(default_factory=list)
    """Carried by a chassis that nobody opened."""
    unreached: list[int] = field(default_factory=list)
    """In the rack where the shift ended."""
    second_homes: dict[int, str] = field(default_factory=dict)
    """Racks in which the second person finds what the first one saw elsewhere."""


class Oddities:
    """Lets everything happen once, to devices chosen by the dice."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.story = Story()

    def happen(self) -> Story:
        """All of it; returns who has a part in what."""
        self._records_disagree()
        self._moves()
        self._losses()
        self._statuses()
        self._places_unknown()
        self._labels()
        self._walkers()
        self._dirt()
        return self.story

    def _records_disagree(self) -> None:
        floor, story = self.floor, self.story
        first, second = (floor.take(f"{R3}/A/01", category="switch") for _ in range(2))
        self._edit(second, tag=floor.records[first].tag)
        story.same_tag = (first, second)
        first = floor.take(f"{R3}/A/02", height=2, category="server")
        second = floor.take(f"{R3}/B/01", height=2, category="server")
        self._edit(second, serial=floor.records[first].serial, model=floor.records[first].model)
        floor.serials[second] = floor.serials[first]
        story.same_serial = (first, second)

    def _moves(self) -> None:
        floor, story = self.floor, self.story
        first, second = floor.take_neighbours(f"{R1}/A/02")
        floor.where[first], floor.where[second] = floor.where[second], floor.where[first]
        story.swapped = (first, second)
        floor.move(floor.take(f"{R2}/A/02", height=2, category="server"), f"{R2}/A/02")
        floor.move(floor.take(f"{R1}/A/01", height=2), f"{R1}/B/03")
        floor.move(floor.take(f"{R2}/B/03", height=2), f"{R1}/B/01")
        chassis = floor.take(f"{R2}/A/03", category="chassis", height=4)
        for child in floor.carried_by(chassis):
            floor.keep(child)
        floor.move(chassis, f"{R2}/B/02")
        floor.where[floor.take(f"{R2}/B/03", height=2)] = layout.CAGE
        for rack in (f"{R1}/A/03", f"{R2}/B/01"):
            floor.move(floor.take(f"{R4}/A/01", height=2), rack)
        for room in (R1, R3):
            cart = floor.take(room, category="crash cart adapter")
            floor.where[cart] = f"{R3}/A/02" if room == R3 else None

    def _losses(self) -> None:
        floor = self.floor
        for rack in (f"{R1}/A/01", f"{R1}/A/02", f"{R2}/A/01", f"{R2}/B/03", f"{R3}/A/01"):
            floor.remove(floor.take(rack))
        floor.remove(floor.take(f"{R1}/B/02", category="storage"))
        floor.remove(floor.take(f"{R2}/A/03", category="blade", carried=True))
        floor.remove(floor.take(f"{layout.STORE}/BIN-1", category="laptop"))

    def _statuses(self) -> None:
        floor = self.floor
        for rack in (f"{R1}/A/03", f"{R2}/B/02", f"{R3}/A/03"):
            self._class(floor.take(rack), StatusClass.GONE)
        for rack in (f"{R1}/B/01", f"{R2}/A/01", f"{R2}/B/03", f"{R3}/B/01"):
            gone = floor.take(rack)
            self._class(gone, StatusClass.GONE, turn=1)
            floor.remove(gone)
        gone = floor.take(f"{R1}/A/02")
        self._class(gone, StatusClass.GONE)
        floor.where[gone] = layout.SCRAP
        stolen = floor.take(f"{R2}/A/03", category="server")
        self._class(stolen, StatusClass.GONE)
        self._edit(stolen, status=statuses.STOLEN[floor.records[stolen].model.system])
        floor.where[stolen] = layout.STORE
        for number in floor.untouched(layout.SCRAP):
            self._class(number, StatusClass.GONE, turn=number)
        floor.remove(floor.take(layout.SCRAP))
        self._away()

    def _away(self) -> None:
        floor = self.floor
        self._class(floor.take(f"{R1}/B/01", category="server"), StatusClass.PLANNED)
        self._class(floor.take(f"{R2}/B/03", category="server"), StatusClass.OFF_SITE, turn=1)
        for rack in (f"{R1}/B/02", f"{R2}/B/02", f"{R3}/A/02"):
            planned = floor.take(rack)
            self._class(planned, StatusClass.PLANNED)
            floor.remove(planned)
        for turn, rack in enumerate((f"{R1}/A/01", f"{R2}/B/01", f"{R3}/A/03", f"{R4}/A/03")):
            away = floor.take(rack, category="server")
            self._class(away, StatusClass.OFF_SITE, turn=turn)
            floor.remove(away)
        laptops = [*floor.untouched(layout.HOME, category="laptop"), floor.take(layout.STORE, category="laptop")]
        for turn, number in enumerate(laptops):
            self._class(number, StatusClass.OFF_SITE, turn=turn)
            floor.remove(number)

    def _places_unknown(self) -> None:
        floor = self.floor
        self._edit(floor.take(f"{R1}/B/03"), place_text="")
        self._edit(floor.take(f"{R2}/A/03"), place_text=NOT_A_PLACE[0])
        for text, rack in (("", f"{R3}/A/01"), (NOT_A_PLACE[1], f"{R4}/B/01"), (NOT_A_PLACE[2], f"{R4}/B/02")):
            lost = floor.take(rack)
            self._edit(lost, place_text=text)
            floor.remove(lost)
        away = floor.take(f"{R4}/B/03", category="server")
        self._class(away, StatusClass.OFF_SITE)
        self._edit(away, place_text="")
        floor.remove(away)

    def _labels(self) -> None:
        floor, story = self.floor, self.story
        story.tags_crossed = tuple(floor.take(f"{R2}/B/02", category="server") for _ in range(2))  # type: ignore[assignment]
        story.exchanged = floor.take(f"{R1}/B/03", category="server")
        floor.serials[story.exchanged] = f"{REPLACED}{floor.serials[story.exchanged]}"
        story.unreadable = [floor.take(rack) for rack in (f"{R1}/B/02", f"{R2}/A/01")]
        story.relabelled = floor.take(f"{R3}/B/01", category="server")
        story.twin = floor.take(f"{R1}/A/01", category="switch")
        story.loose_label = floor.take(f"{R1}/A/03", category="server")

    def _walkers(self) -> None:
        floor, story = self.floor, self.story
        for first, second in ((f"{R1}/A/01", f"{R1}/B/02"), (f"{R1}/A/03", f"{R1}/B/03")):
            number = floor.take(first, height=2)
            story.contested.append(number)
            story.second_homes[number] = second
        story.carried_over = floor.take(f"{R1}/A/03", height=2)
        story.second_homes[story.carried_over] = f"{R1}/B/01"
        story.wide = floor.take(f"{R2}/B/03", category="server")
        floor.where[story.wide] = R2
        story.wide_open = floor.take(f"{R3}/B/02", category="server")
        floor.where[story.wide_open] = R3
        chassis = floor.take(f"{R1}/A/03", category="chassis", height=4)
        story.unopened = floor.carried_by(chassis)
        story.unreached = [floor.take(f"{R3}/B/02", category="server") for _ in range(3)]

    def _dirt(self) -> None:
        floor = self.floor
        racks = (f"{R1}/A/02", f"{R1}/B/03", f"{R2}/A/02", f"{R3}/A/02", f"{R4}/A/02")
        for junk, rack in zip(JUNK, racks, strict=True):
            self._edit(floor.take(rack, category="server"), serial=junk)
        self._edit(floor.take(f"{R2}/B/01", category="server"), status=statuses.UNHEARD)
        self._edit(floor.take(f"{R4}/B/03", category="server"), place_text=f"{R4}/B/03:U{TOO_HIGH}")

    def _class(self, number: int, standing: StatusClass, *, turn: int = 0) -> None:
        self.floor.records[number] = self.floor.records[number].classed(standing, turn)

    def _edit(self, number: int, **changes: object) -> None:
        self.floor.records[number] = replace(self.floor.records[number], **changes)  # type: ignore[arg-type]
