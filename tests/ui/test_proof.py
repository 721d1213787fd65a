"""What proves that a device which cannot be scanned is the one that it is taken for."""

from __future__ import annotations

import hashlib
from pathlib import Path

from textual.widgets import Input

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
