"""Fills the halls the way people fill halls: patch panels and switches on top, servers below, strips at the rear."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from assetaudit.model.asset import StatusClass
from assetaudit.sample import catalogue as models
from assetaudit.sample import layout, statuses
from assetaudit.sample.catalogue import Model
from assetaudit.sample.epc import giai_hex
from assetaudit.sample.records import CUSTOMER, HOUSE, Record
from assetaudit.sample.serials import serial
from assetaudit.sample.shelf import Shelf

_TEAMS = ("Platform", "Network", "Storage", "Databases", "Customer Hosting")
_SHORT = {"server": "srv", "switch": "sw", "storage": "sto", "blade": "bld", "server node": "nod", "chassis": "cha"}

_ALWAYS = 5
"""Servers of one unit that every rack but the lonely one begins with."""


class Filling:
    """The register while it is being made up: every record true, before dirt and decay."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.records: dict[int, Record] = {}
        self.shelves = {rack: Shelf(rack) for rack in layout.all_racks()}
        self._serials: set[str] = set()

    def add(self, model: Model, place: str, *, parent: str = "", owner: str = "") -> Record:
        """One more record, standing where it is registered."""
        number = len(self.records) + 1
        low, high = model.cost
        record = Record(
            number=number,
            tag=f"IT-{10000 + number:05d}",
            serial=self._serial(model),
            model=model,
            name=f"{_SHORT.get(model.category, model.category.split()[0])}-{number:04d}",
            place_text=place,
            status=statuses.word(model.system, StatusClass.EXPECTED),
            standing=StatusClass.EXPECTED,
            owner=owner or f"{HOUSE} / {self.dice.choice(_TEAMS)}",
            cost_cents=self.dice.randrange(low, high + 1) * 100 if self.dice.random() < 0.96 else 0,
            bought=(date(2018, 3, 1) + timedelta(days=self.dice.randrange(2300))).isoformat(),
            parent=parent,
            epc=giai_hex(number),
            mac=self._mac(model),
        )
        self.records[number] = record
        return record

    def fill(self) -> None:
        """Every rack of every room, then the corners."""
        for room in layout.ROOMS:
            for rack, profile in zip(layout.racks(room), _PROFILES, strict=True):
                self._rack(rack, _profile_of(rack, profile), sparse=room == layout.ROOMS[3])
        self._corners()

    def _rack(self, rack: str, profile: Callable[[Filling, Shelf], None], *, sparse: bool) -> None:
        shelf = self.shelves[rack]
        profile(self, shelf)
        if profile is not _lonely:
            self.add(models.STRIPS[0], shelf.strip("left"))
            self.add(models.STRIPS[1], shelf.strip("right"))
            self.servers(shelf, gap=0.85 if sparse else 0.12)

    def servers(self, shelf: Shelf, *, gap: float) -> None:
        """Servers of one and two units down to the units that stay free."""
        placed = 0
        while shelf.left() >= 4:
            if placed >= _ALWAYS and self.dice.random() < gap:
                shelf.skip(2 if gap < 0.5 else 4)
                continue
            low = placed < _ALWAYS or self.dice.random() < 0.78
            model = self.dice.choice(models.SERVERS_1U if low else models.SERVERS_2U)
            self.add(model, shelf.next(model.half_units))
            placed += 1

    def chassis(self, shelf: Shelf, model: Model, inner: Model, slots: Sequence[str]) -> None:
        """A chassis, and what sits in its slots."""
        place = shelf.next(model.half_units)
        outer = self.add(model, place)
        for slot in slots:
            self.add(inner, f"{place}#{slot}", parent=outer.tag)

    def _corners(self) -> None:
        for place in (layout.STORE, f"{layout.STORE}/BIN-1", f"{layout.STORE}/BIN-2", layout.WORKSHOP):
            for model in (models.LAPTOP, models.TESTER, models.SERVERS_1U[0], models.SWITCHES[1]):
                self.add(model, place)
        self._kit(layout.STORE)
        self._kit(layout.CABINET)
        for model in (*models.SERVERS_1U[:4], models.SWITCHES[0], models.STORAGE[1]):
            self.add(model, layout.CAGE, owner=CUSTOMER)
        for model in (*models.SERVERS_1U[:3], models.SERVERS_2U[0], models.SWITCHES[2]):
            self.add(model, layout.SCRAP)
        for _ in range(3):
            self.add(models.LAPTOP, layout.HOME)
        for room in layout.ROOMS[:3]:
            self.add(models.CRASH_CART, room)
            self.add(models.COOLER, room)

    def _kit(self, place: str) -> None:
        kit = self.add(models.TOOL_KIT, place)
        self.add(models.TESTER, place, parent=kit.tag)
        self.add(models.CRASH_CART, place, parent=kit.tag)

    def _serial(self, model: Model) -> str:
        text = serial(model.shape, self.dice)
        while text and text in self._serials:
            text = serial(model.shape, self.dice)
        self._serials.add(text)
        return text

    def _mac(self, model: Model) -> str:
        if model.category not in {"server", "blade", "server node", "switch", "router"}:
            return ""
        return ":".join(("00", "1B", "21", *(f"{self.dice.randrange(256):02X}" for _ in range(3))))


def _network(filling: Filling, shelf: Shelf) -> None:
    for _ in range(3):
        filling.add(models.PATCH_PANEL, shelf.next(2))
    filling.add(models.HALF_UNIT_PANEL, shelf.next(1))
    filling.add(models.HALF_UNIT_PANEL, shelf.next(1))
    filling.add(models.ROUTER, shelf.next(2))
    for _ in range(6):
        filling.add(filling.dice.choice(models.SWITCHES), shelf.next(2))
    left = shelf.next(2, slot="left")
    filling.add(models.HALF_WIDTH_SWITCH, left)
    filling.add(models.HALF_WIDTH_SWITCH, left.replace("#left", "#right"))
    filling.add(models.SWITCHES[1], shelf.next(2, rear=True))
    filling.add(models.CONSOLE, shelf.next(2))


def _compute(filling: Filling, shelf: Shelf) -> None:
    filling.add(models.PATCH_PANEL, shelf.next(2))
    filling.add(filling.dice.choice(models.SWITCHES), shelf.next(2))
    filling.add(models.SWITCHES[1], shelf.next(2, rear=True))
    filling.add(models.TRANSFER_SWITCH, shelf.next(2, rear=True))


def _blades(filling: Filling, shelf: Shelf) -> None:
    _compute(filling, shelf)
    filling.chassis(shelf, models.BLADE_CHASSIS, models.BLADE, [f"bay{bay}" for bay in range(1, 7)])
    for _ in range(2):
        filling.chassis(shelf, models.NODE_CHASSIS, models.NODE, [f"node{node}" for node in range(1, 5)])


def _storage(filling: Filling, shelf: Shelf) -> None:
    _compute(filling, shelf)
    filling.add(models.UPS, shelf.next(models.UPS.half_units))
    for _ in range(3):
        model = filling.dice.choice(models.STORAGE)
        filling.add(model, shelf.next(model.half_units))


def _lonely(filling: Filling, shelf: Shelf) -> None:
    for model in (models.PATCH_PANEL, models.SWITCHES[0], models.SERVERS_1U[0]):
        filling.add(model, shelf.next(model.half_units))


_PROFILES = (_network, _compute, _blades, _compute, _storage, _compute)


def _profile_of(rack: str, usual: Callable[[Filling, Shelf], None]) -> Callable[[Filling, Shelf], None]:
    return _lonely if rack == layout.racks(layout.ROOMS[2])[5] else usual
