"""Reports for whom and in which language, signed or kindly refused; names and pictures erased once one is sure."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from assetaudit.config import load
from assetaudit.language import languages
from assetaudit.ui.screens.erasing import ErasingScreen
from tests.cli.inside import Inside
from tests.cli.test_erasing import PICTURES, add_picture, everything
from tests.cli.test_retention import Later
from tests.ui.pressing import Person
from tests.ui.test_review import home
from tests.ui.test_terms import at_home, fill, to_row

__all__ = ["home"]


async def write(person: Person, file: Path) -> None:
    """Name the file and write it."""
    person.app.screen.query_one("#path", Input).value = str(file)
    person.app.screen.query_one("#path", Input).focus()
    await person.press("enter")
    await person.settle()


async def test_a_report_is_written_for_whom_it_is_meant_in_their_language(home: Path, tmp_path: Path) -> None:
    async with at_home(home, "mia") as mia:
        await mia.press("e")
        await mia.settle()
        assert "the auditor: everything" in mia.shown()
        await mia.press("a")
        for _ in range(languages().index("de") + 1):
            await mia.press("l")
        assert "the manager: figures" in mia.shown()
        await write(mia, tmp_path / "report.html")
        assert "report.html" in mia.shown()
        told = (tmp_path / "report.html").read_text("utf-8")
    program = Inside(home)
    program.ok("report", "Q4", "-o", tmp_path / "same.html", "--for", "manager", "--language", "de")
    same = (tmp_path / "same.html").read_text("utf-8")
    assert 'lang="de"' in told
    assert len(told) == len(same)


@pytest.mark.parametrize(("key", "said"), [("none.p12", "There is no file"), ("", "no PDF")])
async def test_a_signature_that_cannot_be_is_told_and_nothing_is_written(
    home: Path, tmp_path: Path, key: str, said: str
) -> None:
    async with at_home(home, "mia") as mia:
        await mia.press("e")
        await mia.settle()
        await mia.press("s")
        await fill(mia, str(tmp_path / (key or "any.p12")), "enter")
        file = tmp_path / ("report.pdf" if key else "report.csv")
        await write(mia, file)
        assert any(said in told for told in mia.told()), mia.told()
        assert "No report was written" in mia.shown()
        assert not file.exists()


async def test_a_stamp_without_a_signature_is_refused(home: Path, tmp_path: Path) -> None:
    async with at_home(home, "mia") as mia:
        await mia.press("e")
        await mia.settle()
        await mia.press("t")
        await fill(mia, "http://tsa.example", "enter")
        assert "http://tsa.example" in mia.shown()
        await write(mia, tmp_path / "report.pdf")
        assert any("Only a signature is time stamped" in told for told in mia.told())
        assert not (tmp_path / "report.pdf").exists()


async def test_names_are_erased_only_when_one_is_sure(home: Path) -> None:
    program = Inside(home)
    async with at_home(home, "mia") as mia:
        await mia.press("x")
        await mia.settle()
        assert isinstance(mia.app.screen, ErasingScreen)
        await mia.press("d")
        await mia.settle()
        assert any("Nothing is due" in told for told in mia.told())
        await to_row(mia, "name       ana")
        await mia.press("x")
        await mia.settle()
        assert "Erase this for good?" in mia.shown()
        await mia.press("escape")
        await mia.settle()
        assert names(program)["ana"]
        await mia.press("x")
        await mia.settle()
        await mia.press("enter")
        await mia.settle()
        assert "(name erased)" in mia.shown()
        await to_row(mia, "name       (name")
        await mia.press("x")
        await mia.settle()
        assert any("nothing left of it" in told for told in mia.told())
    assert "ana" not in names(program)
    assert program.ok("log", "verify", "Q4")


def names(program: Inside) -> dict[str, bool]:
    """Names that are known."""
    return {row["name"]: True for row in program.ok("people", "list", "--json").json if row["name"]}


async def test_days_are_set_and_a_picture_is_erased_on_the_page(home: Path) -> None:
    for picture in PICTURES:
        add_picture(home, "Q4", picture)
    async with at_home(home, "mia") as mia:
        await mia.press("s")
        await mia.settle()
        await mia.press("d")
        await fill(mia, "0 30", "enter")
        assert any("pictures for 30 days" in told for told in mia.told())
        await mia.press("escape", "x")
        await mia.settle()
        await to_row(mia, "picture")
        await mia.press("x")
        await mia.settle()
        await mia.press("enter")
        await mia.settle()
        await mia.press("r")
        await fill(mia, "40 20", "enter")
        assert "names are kept for 40 days" in " ".join(mia.shown().split())
    assert sum(picture in everything(home) for picture in PICTURES) == 1
    kept = load(home / "settings.toml")
    assert (kept.retention_days_names, kept.retention_days_photos) == (0, 30)
    assert [days for _audit, days in kept.retention_audits] == ["40 20"]


async def test_what_is_due_is_listed_and_erased_on_the_page(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = Inside(home)
    for picture in PICTURES:
        add_picture(home, "Q4", picture)
    program.ok("audit", "close", "Q4", "--reason", "done", "--by", "ana")
    monkeypatch.setattr("assetaudit.wiring.workspace.SystemClock", lambda: Later(21))
    async with at_home(home, "mia", "retention_days_photos = 20\n") as mia:
        await mia.press("x")
        await mia.settle()
        await mia.press("d")
        await mia.settle()
        assert "Erase these 2 for good?" in mia.shown()
        await mia.press("enter")
        await mia.settle()
        await mia.press("d")
        await mia.settle()
        assert any("Nothing is due" in told for told in mia.told())
    assert not any(picture in everything(home) for picture in PICTURES)
    assert program.run("log", "verify", "Q4").code == 0
    program.ok("evidence", "export", "Q4", "-o", tmp_path / "evidence.zip")
    checked = program.ok("evidence", "verify", tmp_path / "evidence.zip", "--json").json
    assert (checked["good"], checked["pictures_erased"]) == (True, 2)
