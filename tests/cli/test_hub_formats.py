"""Reports over a hub's data are the same, byte for byte, as over all events, and no engine takes those in again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assetaudit.model.read import Read
from assetaudit.paths import Home
from assetaudit.reconcile import Reconciliation
from assetaudit.reports.write import write_report
from assetaudit.sync.hub_home import HubHome
from assetaudit.ui.overview import told_at_once
from assetaudit.wiring import Workspace
from assetaudit.wiring.audit_list import audit_list
from assetaudit.wiring.label_queue import queue
from assetaudit.wiring.review_report import full_report, list_report
from assetaudit.wiring.screen import ScreenWorkspace
from tests.cli.inside import Inside
from tests.cli.opened import opened, registered
from tests.store.event_sample import HandClock

FORMATS = ("csv", "json", "xlsx", "html", "pdf")


def reports(home: Path, audit: str) -> dict[str, bytes]:
    """A report of each format, as they are on one day."""
    found = {}
    for suffix in FORMATS:
        space = Workspace(Home.of(home), HandClock())
        make = list_report if suffix in ("csv", "json") else full_report
        file = home.parent / f"report.{suffix}"
        write_report(file, make(space, audit))
        found[suffix] = file.read_bytes()
    return found


@contextmanager
def hub(home: Path) -> Iterator[None]:
    """The workspace is a hub, which keeps what it works out, and no engine is to hold all events."""

    def held(*_: Any, **__: Any) -> None:
        raise AssertionError("all events were taken in again")

    HubHome(home).begin("http://hub.test")
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Reconciliation, "add_all", held)
            yield
    finally:
        (home / "hub.json").unlink()


def desk(home: Path, audit: str) -> tuple[object, ...]:
    """What a supervisor sees at a desk: places, walks, findings, needed labels, the measures over time."""
    space = Workspace(Home.of(home), HandClock())
    screen = ScreenWorkspace(space)
    looked = screen.look_at(audit)
    watched = told_at_once(looked), looked.attendance.walks(), looked.refresh()
    return screen.findings(audit), queue(space, audit), screen.measures(audit), audit_list(space), watched


def same(home: Path, audit: str) -> dict[str, bytes]:
    """The reports, after they were found to be the same over a hub's data, twice."""
    plain, seen = reports(home, audit), desk(home, audit)
    for _ in range(2):
        with hub(home):
            kept = reports(home, audit)
            assert desk(home, audit) == seen
        assert [suffix for suffix in FORMATS if kept[suffix] != plain[suffix]] == []
    return plain


WALK = """LOC:DC1/R2/A/07
IT-00101
IT-00101
IT-00900
X-1
IT-00102
CMD:DAMAGED
CMD:CLOSE
LOC:DC1/R2/A/08
IT-00104
"""


def test_open_decided_closed_and_gone_on(tmp_path: Path) -> None:
    program = opened(tmp_path)
    program.ok("scan", "Q4", feed=WALK)
    walked = same(program.home, "Q4")
    program.ok("decide", "make", "Q4", "proposed", "--place", "DC1", "--why", "seen so", "--by", "boss")
    program.ok("decide", "approve", "Q4", "--all", "--by", "other")
    decided = same(program.home, "Q4")
    assert decided["html"] != walked["html"]
    walk = Workspace(Home.of(program.home)).walk("Q4", by="late")
    program.ok("audit", "close", "Q4", "--reason", "time is over", "--by", "boss")
    closed = same(program.home, "Q4")
    for text in ("LOC:DC1/R2/A/07", "IT-00103", "IT-00104"):
        walk.take(Read(reader="keys://", text=text))
    walk.end()
    later = same(program.home, "Q4")
    assert b"came after the closing" in later["html"]
    assert later["csv"] == closed["csv"]


def test_a_second_audit_tells_of_the_first(tmp_path: Path) -> None:
    program = registered(tmp_path)
    for name in ("first", "second"):
        program.ok("audit", "new", name, "--scope", "DC1")
        program.ok("scan", name, feed="LOC:DC1/R2/A/07\nIT-00101\nCMD:CLOSE\n")
    assert b"first" in same(program.home, "second")["html"]


def test_the_demo(tmp_path: Path) -> None:
    program = Inside(tmp_path / "home")
    program.ok("demo", "--headless")
    names = [row["name"] for row in program.ok("audit", "list", "--json").json]
    for name in names:
        same(program.home, name)
