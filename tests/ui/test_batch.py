"""A scanner hands over many codes at once: the rack on the screen takes back what it took for scans made here."""

from __future__ import annotations

from assetaudit.model.read import Read
from tests.ui.desk import Desk
from tests.ui.pressing import at_work

DUMP = ("IT-003000", "IT-003001", "XX-1", "IT-003002", "XX-2", "IT-003003")


async def test_codes_of_a_batch_are_taken_back_from_the_rack(desk: Desk) -> None:
    async with at_work(desk) as person:
        person.app.take(Read("keys://", text="LOC:DC1/R2/A/07", at="2026-03-01T10:00:00.000Z"))
        await person.settle()
        assert "0 of 19 seen" in person.line("#top")
        for number, code in enumerate(DUMP):
            person.app.take(Read("keys://", text=code, at=f"2026-03-01T10:01:00.{number}00Z"))
        await person.settle()
        assert "out of a scanner's memory" in " ".join(person.shown().split())
        assert "0 of 19 seen" in person.line("#top")
        person.app.take(Read("keys://", text="IT-003004", at="2026-03-01T10:01:30.000Z"))
        await person.settle()
        assert "1 of 19 seen" in person.line("#top")
