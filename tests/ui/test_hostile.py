"""Hostile codes through the wedge into the real screen: nothing acts, nothing crashes, nothing reaches the terminal.

The codes are those of ``tests/vectors/malicious.json``, typed as a scanner does, on a pseudo-terminal.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assetaudit.identify import aim
from assetaudit.model.place import Place
from tests.ui.desk import Desk
from tests.ui.terminal_session import TerminalSession

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "malicious.json").read_text("utf-8")
)["vectors"]
LONG = bool(os.environ.get("ASSETAUDIT_LONG_TESTS"))
FEW = 400
"""Characters of two thousand codes that come at once, where there is little time: each of them is a commit."""
OURS = re.compile(
    rb"\x1b\[[0-9;:?<>= ]*[ -/]*[@-~]"  # what Textual itself draws and asks with
    rb"|\x1b[78=>]|\x1b\(B|\x1bP\$q[^\x1b]*\x1b\\|\x1b\][0-9;]*\?\x1b\\|\x1b_G[^\x1b]*\x1b\\"
)
FORBIDDEN = (
    (b"\x1b]0;", "a window title"),
    (b"\x1b]52;", "the clipboard"),
    (b"\x1b]8;", "a link"),
    (b"\x1b]1337;", "a file"),
    (b"\x1b[2J\x1b[HFAKE", "a faked screen"),
    (b"\x1bP+q", "a device control string"),
    (b"\x1bPq#", "a picture"),
    (b"\x1bc", "a reset"),
    (b"\xc2\x9b", "a C1 control"),
    (b"\xc2\x9d", "a C1 control"),
    (b"\xe2\x80\xae", "a change of direction"),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("hostile") / "desk")
    desk.create_audit("Q4", [Place.parse("DC1/R2")], user="boss")
    return desk


@pytest.fixture(scope="module")
def session(desk: Desk) -> Iterator[TerminalSession]:
    session = TerminalSession("tests.ui.run_desk", str(desk.home), "Q4")
    assert session.wait_for_text("Scan the label"), bytes(session.output[-3000:])
    session.type(b"LOC:DC1/R2/A/07\r")
    assert session.wait_for_text("A / 07"), bytes(session.output[-3000:])
    yield session
    session.close()


@pytest.fixture(scope="module")
def log(desk: Desk) -> Log:
    return Log(desk)


def typed(vector: dict[str, Any]) -> bytes:
    data = bytes.fromhex(vector["hex"]) if "hex" in vector else vector["text"].encode("utf-8", "surrogatepass")
    return data[:FEW] if vector["id"] == "misc-many-fast" and not LONG else data


def scans(data: bytes) -> list[str]:
    """What the log must hold of it: each line as it was sent, a symbology mark apart."""
    lines = re.split("[\r\n]", data.decode("utf-8", "surrogateescape"))
    return [aim.split(line)[1] for line in lines if line.strip()]


class Log:
    """What the log holds, read as it grows."""

    def __init__(self, desk: Desk) -> None:
        self._source = desk.store.source(desk.store.find_audit("Q4").id)
        self._mark = 0
        self.texts: list[str] = []

    def holds(self, number: int) -> bool:
        """Whether so many scans are there."""
        self._mark, events = self._source.events_after(self._mark)
        reads = [event.d["read"] for event in events if event.k == "scan"]
        self.texts += [read.get("text", read.get("hex")) for read in reads]
        return len(self.texts) >= number


GROUPS = [VECTORS[start : start + 11] for start in range(0, len(VECTORS), 11)]


@pytest.mark.parametrize("group", GROUPS, ids=[group[0]["id"] for group in GROUPS])
def test_hostile_codes_are_data(session: TerminalSession, log: Log, group: list[dict[str, Any]]) -> None:
    """Each code is followed by a mark: what lies between two marks is what the code was taken for."""
    before = len(session.output)
    for vector in group:
        expect(session, log, typed(vector), f"OK-{vector['id']}")
    session.settle()
    shown = bytes(session.output[before:])
    assert b"stands here" not in shown
    for bad, what in FORBIDDEN:
        assert bad not in shown, what
    assert not control_characters(shown), control_characters(shown)


def expect(session: TerminalSession, log: Log, data: bytes, mark: str) -> None:
    """Type a code and its mark; in the log there is between this mark and the last what was sent, and no more."""
    log.holds(0)
    known = len(log.texts)
    session.type(data if data.endswith((b"\r", b"\n")) else data + b"\r", 0.0)  # any pace would depend on the machine
    session.wait_for(lambda: log.holds(known + len(scans(data))), 120)
    session.type(f"{mark}\r".encode(), 0.0)
    ended = session.wait_for(lambda: log.holds(0) and log.texts[-1:] == [mark], 120)
    assert ended, (mark, log.texts[-3:], session.output[-500:])
    assert session.process.poll() is None, mark
    assert log.texts[known:-1] == scans(data), (mark, [len(one) for one in log.texts[known:]])


def control_characters(shown: bytes) -> bytes:
    rest = OURS.sub(b"", shown)
    return bytes(byte for byte in rest if byte < 0x20 and byte not in (0x0A, 0x0D, 0x07))


def test_the_screen_still_answers_keys(session: TerminalSession, desk: Desk) -> None:
    session.type(b"LOC:DC1/R2/A/08\r", 0.002)
    assert session.wait_for_text("A / 08")
    time.sleep(0.3)
    session.type(b"c")
    assert session.wait_for_text("becomes missing")
    source = desk.store.source(desk.store.find_audit("Q4").id)
    kinds = [event.k for event in source.events() if not event.k.startswith(("log.", "audit."))]
    assert set(kinds) == {"place", "scan"}
