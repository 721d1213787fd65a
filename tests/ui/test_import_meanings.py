"""Another meaning for a column is chosen from where it is now: Enter twice changes nothing."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from assetaudit.ui.screens.ask import ChooseOne
from assetaudit.ui.screens.imports import KEPT, ImportScreen
from assetaudit.ui.widgets.choice import Choice
from tests.ui.desk import Desk
from tests.ui.pressing import at_work


async def test_the_meaning_of_now_is_marked(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text("Tag,Serial,Place,Colour\nIT-1,S1,DC1/R1/A/01:U1,red\n", "utf-8")
    async with at_work(Desk(tmp_path / "new", holding=None), None) as person:
        await person.press("i")
        person.app.screen.query_one("#path", Input).value = str(file)
        await person.press("enter")
        await person.settle()
        screen = person.app.screen
        assert isinstance(screen, ImportScreen)
        before = dict(screen.mapping or {})
        for meaning in ("asset_tag", "serial", "place", KEPT):
            await person.press("enter")
            await person.settle()
            assert isinstance(person.app.screen, ChooseOne)
            assert person.app.screen.query_one(Choice).marked == meaning
            await person.press("enter")
            await person.settle()
            assert screen.mapping == before
            await person.press("down")
