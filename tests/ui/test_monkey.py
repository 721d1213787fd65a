"""Anything at all, pressed and scanned in any order: it never crashes, loses no read, and acts on exact codes only."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from assetaudit.identify.codes import CONTROLS
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from assetaudit.ui.commands import COMMANDS
from assetaudit.ui.screens.home import HomeScreen
from tests.ui.desk import Desk
from tests.ui.hall import RACKS
from tests.ui.pressing import Person, at_work

LONG = bool(os.environ.get("ASSETAUDIT_LONG_TESTS"))
STEPS = 3000 if LONG else 150
SEEDS = range(6) if LONG else range(2)
KEYS = sorted({key for one in COMMANDS for key in one.key.split(",")} | {"tab", "home", "end", "backspace"})
NOT_QUITE = (
    "CMD:",
    "CMD:UNDO ",
    "CMD UNDO",
    "XCMD:UNDO",
    "CMD:UNDOX",
    "CMD:UN\x00DO",
    "CMD:UNDO\tCMD:CLOSE",
    "cmd:nothing",
)
"""Codes that look like control codes, and are none."""


def codes(chance: random.Random) -> str:
    kinds = (
        lambda: f"IT-{chance.choice((3000, 3100, 3200, 3300)) + chance.randrange(18):06}",
        lambda: f"LOC:{chance.choice(RACKS)}",
        lambda: f"LOC:{chance.choice(RACKS)}:U{chance.randrange(1, 43)}",
        lambda: f"CMD:{chance.choice(sorted(CONTROLS))}",
        lambda: chance.choice(NOT_QUITE),
        lambda: "".join(chr(chance.randrange(1, 0x2FF)) for _ in range(chance.randrange(1, 30))),
        lambda: str(chance.randrange(10**12)),
    )
    return chance.choice(kinds)()


async def one_step(person: Person, chance: random.Random, scanned: list[str]) -> None:
    if chance.random() < 0.5:
        text = codes(chance)
        if person.app.feed is not None:
            scanned.append(text)
        person.app.take(Read("keys://", text=text))
    else:
        await person.pilot.press(chance.choice(KEYS))
    if chance.random() < 0.2:
        await person.settle()


def kept(desk: Desk, audit: str) -> list[str]:
    """Texts of every read that lies in an event, in order of writing."""
    source = desk.store.source(desk.store.find_audit(audit).id)
    reads = [event.d["read"] for event in source.events() if "read" in event.d]
    return [
        read.get("text", bytes.fromhex(read["hex"]).decode("utf-8", "replace") if "hex" in read else "")
        for read in reads
    ]


@pytest.mark.parametrize("seed", SEEDS)
async def test_keys_and_scans_in_any_order(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    chance = random.Random(seed)
    desk = Desk(tmp_path / "desk")
    desk.create_audit("Q4", [Place.parse("DC1/R2")], user="user-boss")
    monkeypatch.setattr(Desk, "create_audit", lambda *_args, **_more: None)
    scanned: list[str] = []
    async with at_work(desk) as person:
        for _ in range(STEPS):
            await one_step(person, chance, scanned)
            assert person.app.is_running, "it has left by itself"
            if isinstance(person.app.screen, HomeScreen) and person.app.feed is None:
                person.app.begin("Q4")
                await person.until(lambda: person.app.feed is not None and person.app.feed.opened)
        await person.settle()
        assert person.app.return_code in (None, 0)
    found = kept(desk, "Q4")
    missing = [text for text in scanned if found.count(text) < scanned.count(text)]
    assert missing == [], "reads that were handed in and are not on disk"


@pytest.mark.parametrize("text", NOT_QUITE)
async def test_what_is_not_exactly_a_control_code_is_a_scan(desk: Desk, text: str) -> None:
    async with at_work(desk) as person:
        await person.scan("LOC:DC1/R2/A/07", "IT-003000")
        await person.scan(text)
        source = desk.store.source(desk.store.find_audit("Q4").id)
        last = list(source.events())[-1]
        assert last.k == "scan"
