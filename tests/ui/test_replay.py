"""A recorded walk of two people, played into the screen."""

from __future__ import annotations

from collections.abc import Iterator

from assetaudit.model.read import Read
from tests.ui.desk import Desk
from tests.ui.pressing import at_work

RECORDED = [
    ("ana", "LOC:DC1/R2/A/07"),
    ("ana", "IT-003000"),
    ("ben", "LOC:DC1/R2/B/01"),
    ("ben", "IT-003300"),
    ("ana", "IT-003001"),
    ("ana", "CMD:CLOSE"),
    ("ben", "IT-003301"),
    ("ben", "IT-003302"),
    ("ben", "IT-003303"),
]


def played(delay: float) -> Iterator[tuple[float, str, Read]]:
    for person, text in RECORDED:
        yield delay, person, Read("replay://", text=text)


async def test_both_walks_are_taken_and_shown(desk: Desk) -> None:
    async with at_work(desk, replay=played(0.0)) as person:
        await person.until(lambda: any("come to its end" in told for told in person.told()))
        await person.settle()
        assert desk.events("Q4") == [text for _, text in RECORDED if text.startswith("IT-")]
        recent = person.line("#recent")
        assert "IT-003300  ben" in recent
        assert "IT-003000  ana" in recent
        assert "DC1 / R2 / B / 01" in person.line("#top")
        source = desk.store.source(desk.store.find_audit("Q4").id)
        scans = [(event.user, event.d["read"]["text"]) for event in source.events() if event.k == "scan"]
        assert ("user-ben", "IT-003300") in scans
        assert ("user-ana", "IT-003001") in scans
        assert [event.k for event in source.events()].count("sweep") == 1


async def test_speed_and_pause(desk: Desk) -> None:
    async with at_work(desk, replay=played(0.3)) as person:
        player = person.walk.player
        assert player is not None
        await person.press("full_stop")
        assert player.paused
        count = len(desk.events("Q4"))
        await person.pilot.pause(0.5)
        assert len(desk.events("Q4")) <= count + 1
        await person.press("plus", "plus", "plus", "plus", "plus")
        assert player.speed == 64
        await person.press("full_stop")
        await person.until(lambda: len(desk.events("Q4")) == 6)


async def test_leaving_ends_the_replay(desk: Desk) -> None:
    async with at_work(desk, replay=played(5.0)) as person:
        await person.press("escape", "enter")
        await person.until(lambda: person.app.feed is None)
        await person.until(lambda: not person.app.workers, 60)
        assert len(desk.events("Q4")) <= 1
