"""The walk: Ana and Ben go through three rooms, first each on their own, then where the other one had been."""

from __future__ import annotations

from random import Random

from assetaudit.sample import layout
from assetaudit.sample.codes import Code
from assetaudit.sample.floor import Floor
from assetaudit.sample.ledger import Ledger
from assetaudit.sample.oddities import R1, R2, R3, Story
from assetaudit.sample.records import CUSTOMER
from assetaudit.sample.serials import serial
from assetaudit.sample.walker import Step, Walker

ANA = "ana"
BEN = "ben"
FOREIGN_SHAPE = r"NWB-\d{6}"
"""The customer's own asset labels."""
FOREIGN_OWNER = CUSTOMER
NEW_RACK = "DC1/R2/B/04"
"""Stands there, with a label, and no register knows it."""
_BLEED = -71
_NEAR = -48


class Route:
    """Both people's steps, made up rack by rack."""

    def __init__(self, floor: Floor, story: Story, ledger: Ledger, dice: Random) -> None:
        self.floor, self.story, self.ledger, self.dice = floor, story, ledger, dice
        self.ana = Walker(ANA, "serial:///dev/ttyACM0", floor, ledger, story, dice)
        self.ben = Walker(BEN, "keys://", floor, ledger, story, dice)
        self._special = self._left_to_last()

    def walk(self) -> list[Step]:
        """All steps by time."""
        self._ana_first()
        self._ben_first()
        self._people_move_things()
        halfway = max(self.ana.now, self.ben.now) + 300
        self.ana.wait_until(halfway)
        self.ben.wait_until(halfway)
        self._ana_second()
        self._ben_second()
        return sorted(self.ana.steps + self.ben.steps, key=lambda step: (step.seconds, step.by))

    def _left_to_last(self) -> set[int]:
        story = self.story
        return {
            *story.tags_crossed,
            story.exchanged,
            *story.same_tag,
            *story.same_serial,
            *story.unreadable,
            story.relabelled,
            *story.unopened,
            *story.unreached,
        }

    def _ana_first(self) -> None:
        ana = self.ana
        self._rack(ana, f"{R1}/A/01")
        self._unregistered(ana, "dell")
        ana.close()
        self._by_unit(ana, f"{R1}/A/02")
        ana.close()
        self._rack(ana, f"{R1}/A/03", label=layout.rack_code(f"{R1}/A/03"))
        ana.close()
        ana.go(layout.SCRAP)
        self._devices(ana, layout.SCRAP)
        ana.close()

    def _ben_first(self) -> None:
        ben = self.ben
        ben.code(self.floor.records[self._first_of(f"{R2}/A/01")].tag)
        ben.go(R2)
        self._devices(ben, R2)
        self._rack(ben, f"{R2}/A/01")
        self._no_label(ben)
        ben.close()
        ben.next(f"{R2}/A/02")
        self._by_unit(ben, f"{R2}/A/02")
        ben.close()
        self._rack(ben, f"{R2}/A/03")
        ben.close()
        self._by_radio(ben, f"{R2}/B/01", neighbour=f"{R2}/B/02")
        self._rack(ben, f"{R2}/B/02")
        self._crossed_tags(ben)
        ben.close()
        self._rack(ben, f"{R2}/B/03")
        ben.code("IT-20417")
        self.ledger.saw_strange("IT-20417", ben.here)
        ben.close()
        self._new_rack(ben)
        self._cage(ben)

    def _people_move_things(self) -> None:
        for number in (*self.story.contested, self.story.carried_over):
            self.floor.move(number, self.story.second_homes[number])

    def _ana_second(self) -> None:
        ana, story = self.ana, self.story
        ana.go(R3)
        self._devices(ana, R3)
        self._rack(ana, f"{R3}/A/01")
        for number in story.same_tag:
            ana.code(self.floor.records[number].tag)
            self.ledger.saw_shared(story.same_tag, ana.here)
        ana.close()
        self._rack(ana, f"{R3}/A/02")
        ana.code(self.floor.serials[story.same_serial[0]])
        self.ledger.saw_shared(story.same_serial, ana.here)
        ana.close()
        self._rack(ana, f"{R3}/A/03")
        ana.close()
        self._rack(ana, f"{R3}/B/01")
        ana.scan_tag(story.same_serial[1])
        self._new_label(ana)
        ana.close()
        ana.go(f"{R3}/B/03")
        ana.block()
        self._rack(ana, f"{R3}/B/02")

    def _ben_second(self) -> None:
        ben, story, ledger = self.ben, self.story, self.ledger
        self._rack(ben, f"{R1}/B/01", leave={story.carried_over})
        ben.code(self.floor.records[story.carried_over].tag)
        ben.command("MOVED")
        ledger.only(story.carried_over, ben.here)
        twin = self.floor.records[story.twin].tag
        ben.code(twin)
        ben.command("TWO")
        ledger.saw_strange(twin, ben.here)
        ben.close()
        self._rack(ben, f"{R1}/B/02", label=f"LOC-{layout.short_code(f'{R1}/B/02')}")
        ben.code(self.floor.records[story.loose_label].tag)
        ben.command("WRONG")
        self._no_label(ben)
        ben.close()
        self._rack(ben, f"{R1}/B/03")
        self._exchanged(ben)
        ben.close()
        self._store(ben)
        ben.go(R1)
        self._devices(ben, R1)
        ben.close()

    def _rack(self, walker: Walker, rack: str, *, label: str = "", leave: set[int] | None = None) -> None:
        walker.go(rack, label)
        self._devices(walker, rack, leave or set())

    def _devices(self, walker: Walker, node: str, leave: set[int] | None = None) -> None:
        for number in self.floor.standing_in(node):
            if number not in self._special and number not in (leave or set()):
                self._device(walker, number)

    def _device(self, walker: Walker, number: int) -> None:
        turn = self.dice.random()
        if turn < 0.015 and walker.has_serial(number):
            walker.wrong_code(number)
        if turn > 0.985 and walker.has_serial(number):
            walker.both(number)
            return
        walker.scan(number)
        if 0.02 < turn < 0.03:
            walker.again(number)
        elif 0.03 < turn < 0.036:
            walker.command("DAMAGED")
        elif 0.04 < turn < 0.046:
            walker.code(f"TRACK{self.dice.randrange(10**6):06d}")
            walker.command("UNDO")

    def _by_unit(self, walker: Walker, rack: str) -> None:
        walker.go(rack)
        for number in self.floor.standing_in(rack):
            if number not in self._special:
                walker.at_unit(str(self.floor.where[number]))
                self._device(walker, number)
        walker.go(rack)

    def _by_radio(self, walker: Walker, rack: str, *, neighbour: str) -> None:
        walker.go(rack, f"LOC-{layout.short_code(rack)}")
        here = [number for number in self.floor.standing_in(rack) if number not in self._special]
        for number in here[::3]:
            walker.radio(number, _NEAR - self.dice.randrange(12))
            self.ledger.saw(number, walker.here)
        beside = [number for number in self.floor.standing_in(neighbour) if number not in self._special]
        for number in beside[::11]:
            walker.radio(number, _BLEED - self.dice.randrange(6))
        for number in here:
            if number not in here[::3]:
                self._device(walker, number)
        walker.code("NWB-004711")
        self.ledger.saw_strange("NWB-004711", walker.here, foreign=True)
        walker.close()

    def _unregistered(self, walker: Walker, shape: str) -> None:
        text = serial(shape, self.dice)
        walker.code(text)
        self.ledger.saw_strange(text, walker.here)

    def _no_label(self, walker: Walker) -> None:
        walker.command("UNREADABLE")
        self.ledger.unreadable.append(walker.here)

    def _crossed_tags(self, walker: Walker) -> None:
        first, second = self.story.tags_crossed
        records, serials = self.floor.records, self.floor.serials
        for tag, number in ((records[second].tag, first), (records[first].tag, second)):
            walker.tie(Code(tag), Code(serials[number]))
        self.ledger.saw_crossed((first, second), walker.here)

    def _exchanged(self, walker: Walker) -> None:
        number = self.story.exchanged
        walker.tie(Code(self.floor.records[number].tag), Code(self.floor.serials[number]))
        self.ledger.saw_crossed((number,), walker.here)

    def _new_label(self, walker: Walker) -> None:
        number = self.story.relabelled
        walker.tie(Code("IT-20500"), Code(self.floor.serials[number]))
        self.ledger.saw(number, walker.here)

    def _new_rack(self, walker: Walker) -> None:
        walker.go(NEW_RACK)
        self._unregistered(walker, "supermicro")

    def _cage(self, walker: Walker) -> None:
        walker.go(layout.CAGE)
        theirs = self.floor.standing_in(layout.CAGE)
        for number in theirs[:-2]:
            self._device(walker, number)
        self._unregistered(walker, "dell")
        walker.close()

    def _store(self, walker: Walker) -> None:
        for place in (layout.STORE, f"{layout.STORE}/BIN-1", f"{layout.STORE}/BIN-2"):
            walker.go(place)
            self._devices(walker, place)
            if place.endswith("BIN-2"):
                self._unregistered(walker, "hpe")
            walker.close()

    def _first_of(self, rack: str) -> int:
        return next(number for number in self.floor.standing_in(rack) if number not in self._special)
