"""What proves that a device which cannot be scanned is the one that it is taken for."""

from __future__ import annotations

import hashlib
from pathlib import Path

from textual.widgets import Input

from assetaudit.model.finding import Outcome
from assetaudit.ui.widgets.elevation import Elevation
from tests.ui.desk import Desk
from tests.ui.pressing import at_work
from tests.ui.test_walk import RACK, kinds


async def test_a_photograph_proves_a_pick(desk: Desk, tmp_path: Path) -> None:
    picture = tmp_path / "front.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n picture")
    async with at_work(desk) as person:
        await person.scan(RACK)
        await person.press("n")
        await person.settle()
        await person.press("down", "enter")
        await person.settle()
        await person.press("tab")
        field = person.app.screen.query_one("#picture", Input)
        assert field.has_focus
        field.value = str(tmp_path / "none.png")
        await person.press("enter")
        await person.settle()
        assert any("cannot be read" in told for told in person.told())
        assert kinds(desk) == ["place"]
        field.value = str(picture)
        await person.press("enter")
        await person.settle()
        await person.settle()
        (pick,) = [event.d for event in desk.store.source(desk.store.find_audit("Q4").id).events() if event.k == "pick"]
        assert (pick["asset"], pick["proof"]) == ("cmdb:IT-003000", "photo")
        assert pick["photo"] == hashlib.sha256(picture.read_bytes()).hexdigest()
        assert [file.stem for file in (desk.home / "photos").glob("*.png")] == [pick["photo"]]
        await person.press("u")
        await person.settle()
        assert kinds(desk)[-1] == "void"


async def test_a_device_without_a_label_is_said_to_be_one_that_is_left(desk: Desk) -> None:
    async with at_work(desk, size=(120, 56)) as person:
        await person.scan(RACK)
        await person.press("n")
        await person.settle()
        person.app.screen.query_one("#units", Input).value = "39"
        await person.press("enter")
        await person.settle()
        rows = [row.strip() for row in person.line("#elevation").splitlines()]
        assert any("unreadable" in row and row.startswith("U39") for row in rows), "listed below what is expected there"
        assert any(row.startswith("40 · IT-003001") for row in rows)
        elevation = person.app.screen.query_one(Elevation)
        elevation.mark = next(number for number, row in enumerate(elevation.rows) if row.state == "unreadable")
        await person.press("enter")
        await person.settle()
        assert "I cannot tell" not in person.shown()
        await person.press("down", "enter")
        await person.settle()
        await person.write("3001")
        await person.press("enter")
        await person.settle()
        audit = desk.open_audit("Q4").reconciliation
        assert [audit.counts()[outcome] for outcome in (Outcome.FOUND, Outcome.UNREADABLE)] == [1, 0]
        assert "unreadable" not in person.line("#elevation")
