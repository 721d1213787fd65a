"""Lights of the readers beside the walk: ready, lost and told once, back and told once; the walk goes on."""

from __future__ import annotations

from assetaudit.model.read import Read
from tests.ui.desk import Desk
from tests.ui.pressing import at_work

RACK = "LOC:DC1/R2/A/07"


class Lamp:
    def __init__(self, address: str, state: str, message: str = "") -> None:
        self.address = address
        self.state = state
        self.message = message


async def test_a_reader_in_a_thread_and_its_loss(desk: Desk) -> None:
    desk.chosen.readers = ("serial:///dev/ttyACM0",)
    async with at_work(desk) as person:
        await person.until(lambda: desk.readers)
        desk.tell(Lamp("serial:///dev/ttyACM0", "ready"))
        desk.readers["serial:///dev/ttyACM0"](Read("serial:///dev/ttyACM0", text=RACK))
        desk.readers["serial:///dev/ttyACM0"](Read("serial:///dev/ttyACM0", text="IT-003000"))
        await person.settle()
        assert desk.events("Q4") == ["IT-003000"]
        assert "● serial ttyACM0" in person.line("#keys")
        desk.tell(Lamp("serial:///dev/ttyACM0", "lost", "Plug it in again."))
        await person.pilot.pause()
        await person.settle()
        assert "✗ serial ttyACM0" in person.line("#keys")
        for state in ("waiting", "lost", "waiting", "lost", "waiting"):
            desk.tell(Lamp("serial:///dev/ttyACM0", state, "Plug it in again."))
        await person.pilot.pause()
        await person.settle()
        assert "✗ serial ttyACM0 lost" in person.line("#keys")
        assert [told for told in person.told() if "ttyACM0" in told] == ["serial ttyACM0 is lost. Plug it in again."]
        desk.tell(Lamp("serial:///dev/ttyACM0", "ready"))
        desk.tell(Lamp("serial:///dev/ttyACM0", "ready", "A remark of the device's own."))
        await person.pilot.pause()
        await person.settle()
        assert "● serial ttyACM0" in person.line("#keys")
        assert person.told().count("serial ttyACM0 is back.") == 1
        await person.scan("IT-003001")
        assert desk.events("Q4") == ["IT-003000", "IT-003001"]
