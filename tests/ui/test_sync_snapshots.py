"""The sync screen in each of its states, at 80x24 and at 120x40: nobody met, under way, refused, done, in conflict."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from assetaudit.errors import SyncError
from assetaudit.ui.sounds import Sounds
from tests.ui.desk import Desk
from tests.ui.pressing import at_work
from tests.ui.test_page_snapshots import SIZES, Camera, Size


@dataclass(frozen=True)
class Device:
    """A device that was met."""

    name: str
    state: str
    fingerprint: str
    held: int = 0
    met: str = ""
    own: bool = False


@dataclass(frozen=True)
class Standing:
    """Where a workspace stands."""

    fingerprint: str = "5f3a 91c0 77de 0142 8ac1"
    hub: str = "https://hub.dc1.example:8443"
    segments: int = 12
    held: int = 0
    newer: int = 0
    purged: Sequence[str] = ()
    warnings: Sequence[str] = ()
    known: Sequence[Device] = (
        Device("hub DC1", "hub", "aa01 22b7 0001 4e6f 13c5", met="2026-03-02 09:41 UTC"),
        Device("ben's laptop", "trusted", "0c11 9d3e 77aa 5c1e 90b1"),
        Device("laptop 7", "trusted", "5f3a 91c0 77de 0142 8ac1", own=True),
    )
    is_hub: bool = False
    last: str = ""


@dataclass(frozen=True)
class Invited:
    """An invitation to a hub."""

    text: str = "aahub1:ABCDEFGHIJKLMNOPQRSTUVWX.ab.cd@https://hub.dc1.example:8443"
    code: str = (
        "AAHUB1:" + "ABCDEFGHIJKLMNOPQRSTUVWX" + "." + "7" * 52 + "." + "A" * 32 + "+HTTPS://HUB.DC1.EXAMPLE:8443"
    )


@dataclass
class Meeting:
    """A meeting that goes as far as it is let, or is refused."""

    stands: Standing = field(default_factory=Standing)
    error: SyncError | None = None
    met: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def state(self) -> Standing:
        return self.stands

    def waiting(self) -> str:
        return "To send: 1 segment, 3 pictures. To receive: nothing."

    def invite(self, name: str) -> Invited:
        return Invited()

    def exchange(self, progress: Callable[[str, int, int], None]) -> Sequence[str]:
        progress("up", 3, 10)
        self.met.set()
        self.go_on.wait(30)
        if self.error is not None:
            raise self.error
        return ["Sent: 10 segments. Received: 4 segments. 812 new events."]


CONFLICT = Standing(
    held=2,
    newer=1,
    purged=("Q1", "Q2 north"),
    warnings=(
        "Two workspaces have printed labels from IT-012000 to IT-012099: those numbers are on two devices each.",
    ),
    known=(
        *Standing().known,
        Device("", "unknown", "77aa 0f0f 1e32 6b6b 0d0d", held=2),
        Device("old laptop", "revoked", "9b9b 1a1a 2b2b 3c3c 4d4d"),
    ),
    last="2026-03-02 09:41 UTC, synced with hub DC1: Sent: 2 segments. Received: 1 segment, 1 register. 88 new events.",
)


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "cwd", lambda: Path("/home/ana"))
    monkeypatch.setattr(Sounds, "play", lambda self, tone: None)


@SIZES
async def test_sync_in_each_state(
    desk: Desk, snapshot: SnapshotAssertion, size: Size, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = Meeting(Standing(hub="", segments=0, known=()))
    monkeypatch.setattr(desk, "syncing", lambda: meeting)
    async with at_work(desk, None, size=size) as person:
        camera = Camera(person, snapshot, size)
        await camera.take("sync_empty", "y")
        await camera.back()
        meeting.stands = Standing()
        await person.press("y")
        await person.settle()
        await person.pilot.press("s")
        await person.until(meeting.met.is_set)
        await person.until(lambda: "Sending 3 of 10" in person.shown())
        camera.catch("sync_busy")
        meeting.go_on.set()
        await camera.take("sync_done", shows="Sent: 10")
        meeting.error = SyncError("The hub cannot be reached.", hint="Check the network; nothing is lost meanwhile.")
        await camera.take("sync_refused", "s", shows="It was not finished")
        await camera.back()
        meeting.stands = CONFLICT
        await camera.take("sync_conflicts", "y", shows="Held back")
        await camera.take("sync_trust", "down", "down", "down", "v", shows="Let its owner read")
        await camera.back()
        meeting.stands = Standing(hub="", is_hub=True)
        await camera.take("sync_hub", "y", shows="this workspace is one")
        await person.press("i")
        await person.pilot.pause()
        await person.write("laptop 7")
        await camera.take("sync_invitation", "enter", shows="Valid once")
        assert camera.wrong == []
