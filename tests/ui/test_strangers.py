"""What no record has, or nobody could read, has its own row in the rack for just as long as its finding lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assetaudit.model.place import Place, Position
from assetaudit.model.read import Read
from assetaudit.ui.picture import Row, WalkPicture
from assetaudit.ui.survey import Survey
from tests.ui.desk import Desk
from tests.ui.pressing import at_work

RACK = "LOC:DC1/R2/A/07"


class Technician:
    """A walk with its pictures, without a screen."""

    def __init__(self, desk: Desk, audit: str = "Q4") -> None:
        self.audit = desk.open_audit(audit)
        self.walk = desk.walk(self.audit, "user-ana")
        self.survey = Survey(self.audit, self.walk, "ana")
        self.picture: WalkPicture = self.survey.picture()

    def scan(self, *texts: str) -> None:
        for text in texts:
            self.picture = self.survey.after(self.walk.take(Read("keys://", text=text)))

    def unreadable(self, unit: int | None = None) -> None:
        position = None if unit is None else Position(2 * unit)
        self.picture = self.survey.after(self.walk.mark_unreadable(position))

    def undo(self) -> None:
        self.picture = self.survey.after(self.walk.undo())

    def row(self, asset: str) -> Row:
        return next(row for row in self.picture.rows if row.asset == asset)

    @property
    def odd(self) -> list[str]:
        """States and units of the rows that are no record's."""
        return [f"{row.state} {row.units}".strip() for row in self.picture.rows if (row.asset or "")[:1] in ("?", "!")]


@contextmanager
def technician(desk: Desk, audit: str = "Q4") -> Iterator[Technician]:
    one = Technician(desk, audit)
    yield one
    one.walk.end()


def test_an_unreadable_device_goes_with_its_undo(desk: Desk) -> None:
    with technician(desk) as ana:
        ana.scan(RACK)
        ana.unreadable()
        assert ana.odd == ["unreadable"]
        assert ana.picture.wrong == 1
        ana.undo()
        assert ana.odd == []
        assert ana.picture.wrong == 0


def test_an_unknown_code_goes_with_its_undo(desk: Desk) -> None:
    with technician(desk) as ana:
        ana.scan(RACK, "XX-77")
        assert ana.odd == ["unknown"]
        ana.undo()
        assert ana.odd == []


def test_two_unreadable_devices_are_two_rows_and_undo_takes_the_last(desk: Desk) -> None:
    with technician(desk) as ana:
        ana.scan(RACK)
        ana.unreadable(27)
        ana.unreadable(3)
        assert ana.odd == ["unreadable U27", "unreadable U3"]
        assert ana.picture.wrong == 2
        ana.undo()
        assert ana.odd == ["unreadable U27"]


def test_who_leaves_and_comes_back_sees_them_again(desk: Desk) -> None:
    with technician(desk) as ana:
        ana.scan(RACK, "XX-77")
        ana.unreadable(27)
        ana.scan("LOC:DC1/R2/A/08")
        assert ana.odd == []
        ana.scan(RACK)
        assert ana.odd == ["unreadable U27", "unknown"]
    with technician(desk) as ben:
        ben.scan(RACK)
        assert ben.odd == ["unreadable U27", "unknown"]


def test_a_device_that_is_picked_is_unreadable_no_longer(desk: Desk) -> None:
    with technician(desk) as ana:
        ana.scan(RACK)
        ana.unreadable()
        (key,) = (row.asset for row in ana.picture.rows if row.state == "unreadable")
        ana.picture = ana.survey.after(ana.walk.pick("cmdb:IT-003001", "sight", (key or "").removeprefix("!")))
        assert ana.odd == []
        assert ana.row("cmdb:IT-003001").state == "found"


def test_an_unknown_code_that_is_paired_is_a_stranger_no_longer(desk: Desk) -> None:
    with technician(desk) as ana:
        ana.scan(RACK, "XX-77", "CMD:PAIR", "7LD3000")
        assert ana.odd == []
        assert ana.row("cmdb:IT-003000").state == "found"


def test_conflicting_evidence_stays_when_one_comes_back(desk: Desk) -> None:
    with technician(desk) as ana:
        ana.scan("LOC:DC1/R2/A/08", "IT-003000", RACK, "IT-003000")
        assert ana.row("cmdb:IT-003000").state == "contested"
        ana.scan("LOC:DC1/R2/A/08")
        assert ana.row("cmdb:IT-003000").state == "contested"


def test_a_unit_with_a_device_that_nobody_could_read_is_not_empty(desk: Desk) -> None:
    with technician(desk) as ana:
        ana.scan(RACK)
        before = ana.walk.empty_units()
        assert Position(6) in before
        ana.unreadable(3)
        assert ana.walk.empty_units() == [unit for unit in before if unit != Position(6)]
        ana.undo()
        assert ana.walk.empty_units() == before


def test_a_blind_walk_lists_what_was_seen_and_nothing_of_what_that_comes_to(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "blind")
    desk.create_audit("B", [Place.parse("DC1/R2")], blind=True)
    with technician(desk, "B") as ana:
        ana.scan(RACK, "IT-003000", "IT-003103", "XX-77")
        ana.unreadable()
        ana.scan("LOC:DC1/R2/A/08", RACK)
        assert [(row.state, row.units, row.note) for row in ana.picture.rows] == [("saved", "", "")] * 4
        assert ana.picture.wrong == 0


async def test_the_row_of_an_unreadable_device_leaves_the_screen_with_its_undo(desk: Desk) -> None:
    async with at_work(desk, size=(120, 40)) as person:
        await person.scan(RACK, "CMD:UNREADABLE")
        assert "unreadable" in person.line("#elevation")
        await person.press("u")
        await person.settle()
        assert "unreadable" not in person.line("#elevation")
