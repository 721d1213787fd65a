"""One person with one scanner: what is read, when, and what truly stood there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from assetaudit.model.asset import StatusClass
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.sample import codes
from assetaudit.sample.codes import Code
from assetaudit.sample.floor import Floor
from assetaudit.sample.ledger import Ledger
from assetaudit.sample.oddities import JUNK, Story

START = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
_TO_NEXT_RACK = (14.0, 34.0)
_TO_NEXT_DEVICE = (4.0, 11.0)
_AT_ONCE = (1.2, 3.0)
_WITHOUT_SERIAL = frozenset({*JUNK, ""})


class Step(NamedTuple):
    """One read of the walk."""

    seconds: float
    """Since the walk's start."""
    by: str
    read: Read


class Walker:
    """Scans what stands there, and notes in the ledger what that must mean."""

    def __init__(self, by: str, reader: str, floor: Floor, ledger: Ledger, story: Story, dice: Random) -> None:
        self.by = by
        self.floor = floor
        self.ledger = ledger
        self.story = story
        self.dice = dice
        self.steps: list[Step] = []
        self.now = 0.0
        self.place: Place | None = None
        self._reader = reader

    def wait_until(self, seconds: float) -> None:
        """Begin a later stretch no earlier than this."""
        self.now = max(self.now, seconds)

    def go(self, place: str, label: str = "") -> None:
        """Scan the label of a place and stand there."""
        self._read(Code(label or f"LOC:{place}"), _TO_NEXT_RACK)
        self._stand(Place.parse(place))

    def next(self, place: str) -> None:
        """Scan the card that leads on to the next place, known to be this one."""
        self.command("NEXT")
        self._stand(Place.parse(place))

    def at_unit(self, place: str) -> None:
        """Scan the label of a unit in the rack one stands in."""
        self._read(Code(f"LOC:{place}"), _AT_ONCE)
        self._stand(Place.parse(place))

    def command(self, name: str) -> None:
        """Scan a card with a control code."""
        self._read(Code(f"CMD:{name}"), _AT_ONCE)

    def close(self) -> None:
        """Close the place one stands in; twice where things are left, because a screen asks for that."""
        self.command("CLOSE")
        if self._left():
            self.command("CLOSE")
        self.ledger.closed.add(self.here.node)

    def _left(self) -> bool:
        return any(
            record.standing is StatusClass.EXPECTED and not self.ledger.seen.get(number)
            for number, record in self.floor.records.items()
            if record.place is not None and record.place.node == self.here.node
        )

    def block(self) -> None:
        """Say that the place cannot be looked at."""
        self.command("BLOCKED")
        self.ledger.blocked.add(self.here.node)

    @property
    def here(self) -> Place:
        """Where the person stands."""
        if self.place is None:
            msg = "Nobody stands anywhere yet."
            raise ValueError(msg)
        return self.place

    def scan(self, number: int) -> None:
        """Scan a device by whatever label is at hand."""
        self._read(self._label(number), _TO_NEXT_DEVICE)
        self.ledger.saw(number, self.here)

    def scan_tag(self, number: int) -> None:
        """Scan a device by the organisation's own label."""
        self._read(codes.tag(self.floor.records[number], self.dice), _TO_NEXT_DEVICE)
        self.ledger.saw(number, self.here)

    def both(self, number: int) -> None:
        """Scan tag and serial number of one device, and say that they belong together."""
        self.tie(Code(self.floor.records[number].tag), Code(self.floor.serials[number]))
        self.ledger.saw(number, self.here)

    def tie(self, first: Code, second: Code) -> None:
        """Two codes of one device, with the card between them that says so."""
        self._read(first, _TO_NEXT_DEVICE)
        self.command("PAIR")
        self._read(second, _AT_ONCE)

    def code(self, text: str, symbology: str | None = None) -> None:
        """Scan any code; the caller notes what it means."""
        self._read(Code(text, symbology), _TO_NEXT_DEVICE)

    def wrong_code(self, number: int) -> None:
        """Scan the part number beside the serial number first."""
        self._read(codes.part_number(self.floor.records[number]), _TO_NEXT_DEVICE)

    def again(self, number: int) -> None:
        """Scan a device a second time at the same place."""
        self._read(Code(self.floor.records[number].tag), _AT_ONCE)

    def radio(self, number: int, rssi: int) -> None:
        """An RFID reader reads a device's tag."""
        self.now += round(self.dice.uniform(0.6, 1.8), 1)
        epc = self.floor.records[number].epc
        self._keep(Read("serial:///dev/ttyUSB1?protocol=nur", "tag", epc=epc, rssi=rssi, rssi_unit="dBm", antenna=1))

    def has_serial(self, number: int) -> bool:
        """Whether the device's own serial number finds its record."""
        registered = self.floor.records[number].serial
        return registered not in _WITHOUT_SERIAL and registered == self.floor.serials[number]

    def _label(self, number: int) -> Code:
        record = self.floor.records[number]
        if self.has_serial(number) and self.dice.random() < 0.24:
            return codes.serial(record, self.floor.serials[number], self.dice)
        return codes.tag(record, self.dice)

    def _stand(self, place: Place) -> None:
        self.place = place
        self.ledger.visited.add(place.node)

    def _read(self, code: Code, pace: tuple[float, float]) -> None:
        self.now += round(self.dice.uniform(*pace), 1)
        self._keep(Read(self._reader, text=code.text, symbology=code.symbology))

    def _keep(self, read: Read) -> None:
        self.now = round(self.now, 1)
        moment = START + timedelta(milliseconds=round(self.now * 1000))
        at = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        values = {name: getattr(read, name) for name in ("reader", "kind", "text", "symbology", "epc")}
        extra = {name: getattr(read, name) for name in ("rssi", "rssi_unit", "antenna")}
        self.steps.append(Step(self.now, self.by, Read(at=at, **values, **extra)))
