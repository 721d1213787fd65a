"""Retention: what closed audits no longer need is listed, and erased only when asked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assetaudit.paths import Home
from assetaudit.store.clock import SystemClock
from assetaudit.wiring import Workspace
from assetaudit.wiring.retention import Due, due, erase_due
from tests.cli.conftest import REGISTER
from tests.cli.inside import Inside
from tests.cli.test_erasing import PICTURES, add_picture, everything

LIMITS = "retention_days_names = 90\nretention_days_photos = 30\n"


class Later(SystemClock):
    """The system's clock, some days on."""

    def __init__(self, days: float) -> None:
        super().__init__()
        self._days = days

    def now(self) -> datetime:
        return super().now() + timedelta(days=self._days)


@pytest.fixture
def program(tmp_path: Path) -> Inside:
    """Q4, walked by ana and opened by bob, with two pictures; Q5 is open, names one of them, and bob opened it."""
    (tmp_path / "register.csv").write_text(REGISTER, "utf-8")
    program = Inside(tmp_path / "home")
    program.ok("register", "import", tmp_path / "register.csv", "--source", "cmdb")
    for name in ("Q4", "Q5"):
        program.ok("audit", "new", name, "--scope", "DC1/R2", "--by", "bob")
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101")
    for picture in PICTURES:
        add_picture(program.home, "Q4", picture)
    add_picture(program.home, "Q5", PICTURES[1])
    (program.home / "settings.toml").write_text(LIMITS, "utf-8")
    return program


def due_after(program: Inside, days: float) -> Due:
    """What is due so many days from now."""
    return due(Workspace(Home(program.home), Later(days)))


def told(found: Due) -> tuple[Sequence[str], Sequence[str]]:
    """Hashes and names."""
    return [picture.sha256 for _, picture in found.pictures], [name for _, name in found.names]


def test_nothing_of_an_open_audit_is_ever_due(program: Inside) -> None:
    assert not due_after(program, 4000)


def test_days_count_from_the_closing_and_what_another_audit_needs_stays(program: Inside) -> None:
    program.ok("audit", "close", "Q4", "--reason", "done", "--by", "ana")
    only = hashlib.sha256(PICTURES[0]).hexdigest()
    assert told(due_after(program, 29)) == ([], [])
    assert told(due_after(program, 31)) == ([only], [])
    assert told(due_after(program, 91)) == ([only], ["ana"])
    program.ok("audit", "close", "Q5", "--reason", "done", "--by", "bob")
    pictures, names = told(due_after(program, 91))
    assert sorted(pictures) == sorted(hashlib.sha256(picture).hexdigest() for picture in PICTURES)
    assert names == ["ana", "bob"]


def test_zero_days_keep_everything(program: Inside) -> None:
    program.ok("audit", "close", "Q4", "--reason", "done", "--by", "ana")
    (program.home / "settings.toml").write_text("", "utf-8")
    assert not due_after(program, 4000)


def test_whoever_works_here_keeps_their_name(program: Inside) -> None:
    program.ok("audit", "close", "Q4", "--reason", "done", "--by", "ana")
    (program.home / "settings.toml").write_text('person = "Ana"\n' + LIMITS, "utf-8")
    assert told(due_after(program, 91))[1] == []


def test_erasing_what_is_due_leaves_the_log_whole(program: Inside) -> None:
    program.ok("audit", "close", "Q4", "--reason", "done", "--by", "ana")
    space = Workspace(Home(program.home), Later(91))
    erase_due(space, due(space))
    assert not due(space)
    assert b'"ana"' not in everything(program.home)
    assert PICTURES[0] not in everything(program.home)
    assert PICTURES[1] in everything(program.home)
    assert program.run("log", "verify", "Q4").code == 0


def test_the_command_lists_first_and_the_report_tells_the_rule(
    program: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.ok("audit", "close", "Q4", "--reason", "done", "--by", "ana")
    assert "Nothing is due" in program.ok("audit", "retain").out
    monkeypatch.setattr("assetaudit.wiring.workspace.SystemClock", lambda: Later(91))
    listed = program.ok("audit", "retain").out
    assert "picture" in listed
    assert any(line.startswith("name") and line.endswith("ana") for line in listed.splitlines())
    assert "--apply" in listed
    assert b'"ana"' in everything(program.home)
    assert program.ok("audit", "retain", "--json").json["names"][0]["name"] == "ana"
    assert "Erased: 1 picture, 1 name" in program.ok("audit", "retain", "--apply").out
    assert b'"ana"' not in everything(program.home)
    assert "Nothing is due" in program.ok("audit", "retain").out
    program.ok("report", "Q4", "-o", tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "names are kept for 90 days after the closing, pictures for 30 days after the closing" in page


@pytest.mark.parametrize("wrong", ["-1", '"90"', "true", "1.5"])
def test_a_setting_that_is_no_number_of_days_is_named(program: Inside, wrong: str) -> None:
    (program.home / "settings.toml").write_text(f"retention_days_names = {wrong}\n", "utf-8")
    done = program.run("audit", "retain")
    assert (done.code, "retention_days_names" in done.err) == (1, True)


def test_an_audit_has_days_of_its_own_and_gives_them_back(program: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    program.ok("audit", "close", "Q4", "--reason", "done", "--by", "ana")
    assert "pictures for 30 days" in program.ok("audit", "retain").out
    told = program.ok("audit", "retain", "--for", "Q4", "--names", "7", "--pictures", "365").out
    assert "names are kept for 7 days after the closing, pictures for 365 days" in told
    assert told_days(program, 8) == (0, 1)
    assert told_days(program, 300) == (0, 1)
    assert told_days(program, 366) == (1, 1)
    assert "pictures for 30 days" in program.ok("audit", "retain").out
    program.ok("audit", "retain", "--for", "Q4", "--pictures", "0")
    assert told_days(program, 4000) == (0, 1)
    program.ok("audit", "retain", "--for", "Q4", "--as-others")
    assert told_days(program, 31) == (1, 0)
    program.ok("audit", "retain", "--names", "0", "--pictures", "1")
    assert told_days(program, 4000) == (1, 0)


def told_days(program: Inside, days: float) -> tuple[int, int]:
    """How many pictures and names are due so many days from now."""
    found = due_after(program, days)
    return len(found.pictures), len(found.names)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--names", "-1"), "two whole numbers"),
        (("--for", "Q9", "--names", "1"), "Q9"),
        (("--as-others",), "--for"),
    ],
)
def test_days_that_cannot_be_change_nothing(program: Inside, wrong: tuple[str, ...], said: str) -> None:
    done = program.run("audit", "retain", *wrong)
    assert (done.code > 0, said in done.err, "Traceback" in done.err) == (True, True, False), done.err
    assert (program.home / "settings.toml").read_text("utf-8") == LIMITS
