"""A workspace with an audit over two rooms, of which one rack was walked: enough to draw samples from."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from assetaudit.paths import Home
from assetaudit.ui.app import AuditApp
from assetaudit.ui.screens.samples import SamplesScreen
from assetaudit.wiring import Workspace
from assetaudit.wiring.screen import ScreenWorkspace
from tests.cli.inside import Inside
from tests.ui.pressing import Person

RACKS = {"DC1/R1/A/01": 25, "DC1/R1/A/02": 25, "DC1/R2/A/07": 50}
"""Rack to how many servers it holds, one in each unit from its bottom."""


def register() -> Iterator[str]:
    """100 servers, every fourth of which is dear."""
    yield "asset_tag,serial,model,manufacturer,status,place,cost,u_height\n"
    places = (f"{rack}:U{unit}" for rack, height in RACKS.items() for unit in range(1, height + 1))
    for number, place in enumerate(places, 1001):
        cost = 12_000 if number % 4 == 0 else 900
        yield f"IT-{number},S{number},R640,Dell,Deployed,{place},{cost},1\n"


def made(folder: Path) -> Path:
    """The workspace; the first rack was swept but for two servers."""
    (folder / "register.csv").write_text("".join(register()), "utf-8")
    program = Inside(folder / "home")
    program.ok("register", "import", folder / "register.csv", "--source", "cmdb")
    program.ok("audit", "new", "Q4", "--scope", "DC1")
    program.scan("Q4", "LOC:DC1/R1/A/01", *(f"IT-{1000 + n}" for n in range(1, 24)), "CMD:CLOSE", "CMD:CLOSE")
    return folder / "home"


@asynccontextmanager
async def at_samples(
    home: Path, person: str = "mia", *, size: tuple[int, int] = (80, 24), language: str = "en"
) -> AsyncIterator[Person]:
    """A person before the list of samples."""
    (home / "settings.toml").write_text(f'person = "{person}"\nsound = "off"\nlanguage = "{language}"\n', "utf-8")
    app = AuditApp(ScreenWorkspace(Workspace(Home(home))))
    async with app.run_test(size=size) as pilot:
        somebody = Person(app, pilot)
        await somebody.settle()
        await somebody.press("n")
        await somebody.settle()
        await somebody.until(lambda: isinstance(app.screen, SamplesScreen))
        yield somebody


async def filled(person: Person, **fields: str) -> None:
    """Write into fields of the page for a new sample, as a person does: to each with Tab."""
    for name, text in fields.items():
        for _ in range(20):
            if person.app.focused is not None and person.app.focused.id == name:
                break
            await person.press("tab")
        await person.press("end", "ctrl+u")
        await person.write(text)
    await person.pilot.pause(0.3)
    await person.settle()


async def drawn(person: Person, **fields: str) -> None:
    """Plan and draw a sample; its sheet is shown."""
    await person.press("n")
    await filled(person, **fields)
    await person.press("enter")
    await person.settle()
    await person.press("enter")
    await person.settle()
