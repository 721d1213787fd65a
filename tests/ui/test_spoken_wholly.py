"""A screen in another language shows no word that its catalogue did not give, and cuts no line without saying so.

The catalogue's letters are put into a disguise (every letter becomes ``ж``), so that a word in Latin letters is one
that came past it: a text that no translation has, or one that was never asked for.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from textual.strip import Strip
from textual.widgets import Input

from assetaudit import language
from assetaudit.language import sentence
from assetaudit.paths import Home
from assetaudit.ui.app import AuditApp
from assetaudit.ui.widgets.lines import Line, Lines, length
from assetaudit.wiring import Workspace
from assetaudit.wiring.screen import ScreenWorkspace
from tests.cli.conftest import REGISTER
from tests.language.disguise import in_disguise
from tests.ui.conftest import RACK
from tests.ui.desk import Desk
from tests.ui.desk_notes import Label
from tests.ui.pressing import Person, at_work
from tests.ui.said import messages
from tests.ui.sampled import at_samples, filled, made, register

FOREIGN = [name for name in language.languages() if name != "en"]
_WORD = re.compile(r"[^\W\d_ж]{3,}", re.IGNORECASE)
_HASH = re.compile(r"\b[0-9a-f]{12,}…?|\b[0-9a-f]{4}( [0-9a-f]{4}){3,}")
_KEYS = {"esc", "enter", "tab", "cmd", "loc", "csv", "xlsx", "json", "pdf", "html", "rfid", "assetaudit"}
_REGISTER = "Tag,Serial,Place,Status,Colour\nIT-1,S1,DC1/R1/A/01:U1,gruen,red\n,,DC1/R1,,blue\nIT-2,S2,//,,red\n"


@pytest.fixture(autouse=True)
def disguise(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every language in disguise, and English again afterwards."""
    load = language.load
    monkeypatch.setattr(language, "load", lambda name: in_disguise(load(name)))
    monkeypatch.setattr(Path, "cwd", lambda: Path("/"))
    yield
    language.use("en")


@pytest.fixture(autouse=True)
def cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lines that were longer than their room: what is shortened by rule ends in an ellipsis and fits."""
    found: list[str] = []
    draw = Lines._strip

    def strip(self: Lines, line: Line, width: int) -> Strip:
        if length(line) > width:
            found.append(f"{type(self.screen).__name__} {self.id}: {''.join(part.text for part in line)}")
        return draw(self, line, width)

    monkeypatch.setattr(Lines, "_strip", strip)
    return found


class Reader:
    """Somebody who reads every screen, and knows which words are data."""

    def __init__(self, person: Person, data: Iterable[str]) -> None:
        self.person = person
        self.data = {word.casefold() for text in data for word in _WORD.findall(text)} | _KEYS
        self.strange: list[str] = []

    async def read(self, where: str) -> None:
        """Note the lines, and the remarks, that hold a word which no catalogue gave."""
        await self.person.settle()
        for row in (*self.person.shown().splitlines(), *self.person.told()):
            if any(not self._known(word.casefold()) for word in _WORD.findall(_HASH.sub("", row))):
                self.strange.append(f"{where}: {row.strip()}")
        self.person.app.clear_notifications()

    def _known(self, word: str) -> bool:
        """Whether it is data, or the beginning or end of data where a line is cut."""
        return word in self.data or any(one.startswith(word) or one.endswith(word) for one in self.data)

    async def press(self, keys: Iterable[str], depth: int) -> None:
        """Press keys one by one, read what each shows, and come back each time."""
        for key in keys:
            await self.person.press(key)
            await self.read(key)
            while len(self.person.app.screen_stack) > depth:
                await self.person.press("escape")


def data(desk: Desk) -> list[str]:
    """What the register says, and what people called things."""
    known: list[str] = ["ana ben boss", "cmdb", "serial:///dev/ttyACM0", "~/register.csv", "U12#bay3"]
    known += ["category server and cost", "Q4.pdf", "/labels.pdf", "Esc", "CLOSE UNDO UNREADABLE NEXT MOVED WRONG TWO"]
    known += ["PAIR SAME EMPTY BLOCKED HERE NOTE DAMAGED ADOPT REAR FRONT", "camera", "JPEG PNG WebP", "HOST http PATH"]
    known += [note.text for note in desk.label_stocks()]
    for asset in desk.holding.assets() if desk.holding else ():
        known += [
            str(asset.asset_tag),
            str(asset.serial),
            asset.name,
            asset.model,
            asset.manufacturer,
            str(asset.place),
        ]
    return known


@pytest.mark.parametrize("name", FOREIGN)
async def test_every_screen_at_home_speaks_it(desk: Desk, tmp_path: Path, name: str, cut: list[str]) -> None:
    desk.chosen.language = name
    file = tmp_path / "list.csv"
    file.write_text(_REGISTER, "utf-8")
    async with at_work(desk, None) as person:
        reader = Reader(person, [*data(desk), str(file), "Tag Serial Place Status Colour list"])
        await reader.press(("", "s", "c", "w", "a", "y", "v", "e", "p", "question_mark", "colon"), 2)
        await person.press("i")
        for path in (file, tmp_path / "none.csv"):
            person.app.screen.query_one("#path", Input).value = str(path)
            person.app.screen.query_one("#path", Input).focus()
            reader.data |= {word.casefold() for word in _WORD.findall(str(path))}
            await person.press("enter")
            await reader.read("import")
    assert (reader.strange, cut) == ([], []), "\n".join(reader.strange + cut)


@pytest.mark.parametrize("name", FOREIGN)
async def test_every_screen_of_a_walk_speaks_it(desk: Desk, name: str, cut: list[str]) -> None:
    desk.chosen.language = name
    desk.labels = [Label("IT-003002", ("IT-003002",), "DC1/R2/A/07:U37", "unreadable")]
    async with at_work(desk, size=(120, 40)) as person:
        reader = Reader(person, [*data(desk), "0118273645"])
        await reader.read("begun")
        await person.scan("LOC:DC1/R2/A/07", "IT-003000", "0118273645", "IT-001007", "IT-003103")
        depth = len(person.app.screen_stack)
        await reader.press(("", *"ascnbdogfvepqhzx", "escape", "question_mark", "colon", "comma"), depth)
    assert (reader.strange, cut) == ([], []), "\n".join(reader.strange + cut)


@pytest.mark.parametrize("name", FOREIGN)
async def test_every_screen_of_a_review_speaks_it(walked: Path, tmp_path: Path, name: str, cut: list[str]) -> None:
    shutil.copytree(walked, tmp_path / "home")
    settings = f'person = "mia"\nsound = "off"\nlanguage = "{name}"\n'
    (tmp_path / "home" / "settings.toml").write_text(settings, "utf-8")
    app = AuditApp(ScreenWorkspace(Workspace(Home(tmp_path / "home"))))
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        stocks = [note.text for note in app.workspace.label_stocks()]
        reader = Reader(
            person,
            [
                REGISTER,
                RACK,
                *stocks,
                "mia ana",
                "Code QR",
                "XX-1",
                "Dell R640",
                "cmdb",
                "two",
                "Esc",
                "/changes",
                "/labels.pdf",
            ],
        )
        await person.settle()
        await reader.press("vpem", 2)
        await person.press("r")
        await reader.read("queue")
        await reader.press(("enter", *"dacnrb"), 3)
        await person.press("enter", "enter")
        await reader.read("decided")
        await person.press("f")
        await reader.read("all")
        await reader.press("ac", 3)
        await person.press("u")
        await reader.read("taken back")
    assert (reader.strange, cut) == ([], []), "\n".join(reader.strange + cut)


@pytest.mark.parametrize("name", FOREIGN)
async def test_every_screen_of_a_sample_speaks_it(tmp_path: Path, name: str, cut: list[str]) -> None:
    home = made(tmp_path)
    async with at_samples(home, language=name) as person:
        reader = Reader(person, [*register(), "mia cost and category server"])
        await reader.read("samples")
        await person.press("n")
        await reader.read("new")
        for key in ("right", "right", "right", "up", "right"):
            await person.press(key)
            await person.pilot.pause(0.3)
            await reader.read(f"new {key}")
        await person.press("left", "tab", "right")
        await filled(person, name="7", seed="7")
        await person.press("enter")
        await reader.read("draw")
        await person.press("enter")
        await reader.read("drawn")
        await person.press("o", "f")
        await reader.press(("enter", *"vu"), len(person.app.screen_stack))
        await person.press("escape", "x")
        await reader.read("take back")
        await person.press("enter")
        await reader.read("taken back")
    assert (reader.strange, cut) == ([], []), "\n".join(reader.strange + cut)


_SHOWN = (
    *("audit", "config.py", "model/place.py", "plugins.py", "printing", "readers", "reconcile/where.py", "review"),
    *("reports/write.py", "store/event_database.py", "store/event_log.py", "store/event_claim.py", "store/people.py"),
    *("store/register_index.py", "store/register_read.py", "store/register_settle.py", "store/photos.py", "sync"),
    *("registers/importing.py", "registers/records.py", "registers/columns.py", "registers/file.py", "wiring"),
    *("registers/csv_file.py", "registers/json_file.py", "registers/xlsx_file.py", "registers/mapping.py"),
    *("registers/places.py", "registers/placing.py", "registers/place_list.py"),
)
"""Where messages come from that a screen may show."""
_SAME = ("--scope 7: 7", "status 7.")
"""What every language writes alike."""


@pytest.mark.parametrize("name", FOREIGN)
def test_every_message_that_a_screen_may_show_is_said_in_it(name: str) -> None:
    language.use(name)
    said = {text: file for text, file in messages(*_SHOWN).items() if _WORD.search(text)}
    assert len(said) > 300
    silent = {text: file for text, file in said.items() if sentence(text.strip()) == text.strip() and text not in _SAME}
    assert silent == {}


def test_a_quoted_piece_is_data_and_stays() -> None:
    language.use(FOREIGN[0])
    assert "'held'" in sentence("No record has the identifier 'held', seen at A by tag.")
