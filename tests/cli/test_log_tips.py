"""Tips on the command line: shown as codes that a camera reads, and checked against a log that somebody doctored."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from assetaudit.model.log_tip import tips_in
from assetaudit.store.event_bytes import chain
from tests.cli.inside import Inside
from tests.cli.opened import opened

LIGHT = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}


def read_codes(lines: list[str]) -> list[str]:
    """What a camera reads on a terminal that shows these lines."""
    rows = [bytes(255 * LIGHT[sign][half] for sign in line) for line in lines for half in (0, 1)]
    size = len(rows[0]), len(rows)
    picture = Image.frombytes("L", size, b"".join(rows)).resize((size[0] * 4, size[1] * 4), Image.Resampling.NEAREST)
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.fixture
def program(tmp_path: Path) -> Inside:
    """A workspace with an audit of two logs."""
    program = opened(tmp_path)
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "IT-00201")
    return program


def longest(program: Inside) -> dict[str, str]:
    """The tip of the walk's log."""
    found: list[dict[str, str]] = program.ok("log", "tips", "Q4", "--json").json
    return max(found, key=lambda tip: tip["events"])


def test_codes_on_the_terminal_are_read_by_a_camera(program: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    program.scan("Q4", "LOC:DC1/R2/A/08", "IT-00300")
    tips = program.ok("log", "tips", "Q4", "--json").json
    assert len(tips) == 2
    for columns, lines, codes in (("80", "24", 2), ("120", "40", 1)):
        monkeypatch.setenv("COLUMNS", columns)
        monkeypatch.setenv("LINES", lines)
        shown = program.ok("log", "tips", "Q4", "--qr").out.splitlines()
        drawn = [line if set(line) <= LIGHT.keys() and line else "" for line in shown]
        blocks = [block.splitlines() for block in "\n".join(drawn).split("\n\n") if block.strip("\n")]
        read = [text for block in blocks for text in read_codes([line for line in block if line])]
        assert len(read) == codes
        assert max(map(len, blocks)) <= int(lines)
        assert sorted(tip.hash for text in read for tip in tips_in(text)) == sorted(tip["hash"] for tip in tips)


def test_a_tip_holds_while_the_log_goes_on(program: Inside) -> None:
    tip = longest(program)
    assert "unchanged; 0 came after" in program.ok("log", "check-tip", "Q4", tip["text"]).out
    program.scan("Q4", "LOC:DC1/R2/A/08", "IT-00300")
    both = "".join(one["text"] if n == 0 else "+" + one["text"][7:] for n, one in enumerate([tip, tip]))
    assert program.ok("log", "check-tip", "Q4", both.lower()).out.count("unchanged") == 2


def doctor(home: Path, *, rechain: bool, cut: bool = False) -> None:
    """Change a scan of the longest log, or cut its end off; ``rechain`` repairs every hash after it."""
    with closing(sqlite3.connect(home / "events.sqlite", isolation_level=None)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        log = db.execute("SELECT log FROM events GROUP BY log ORDER BY COUNT(*) DESC").fetchone()[0]
        if cut:
            last = "(SELECT MAX(seq) FROM events WHERE log = ?)"
            db.execute(f"DELETE FROM events WHERE log = ? AND seq = {last}", (log, log))
            return
        tip = bytes(32)
        rows = db.execute("SELECT mark, body FROM events WHERE log = ? ORDER BY seq", (log,)).fetchall()
        for mark, body in rows:
            new = body.replace(b"IT-00101", b"IT-00102")
            tip = chain(tip, new)
            db.execute("UPDATE events SET body = ? WHERE mark = ?", (new, mark))
            if rechain:
                db.execute("UPDATE events SET hash = ? WHERE mark = ?", (tip, mark))


def test_a_log_written_anew_with_good_hashes_is_named(program: Inside) -> None:
    tip = longest(program)
    doctor(program.home, rechain=True)
    assert program.run("log", "verify", "Q4").code == 0, "the chain alone does not show it"
    done = program.run("log", "check-tip", "Q4", tip["text"])
    assert done.code == 1
    assert f"log {tip['log']}: NOT as it was" in done.out
    assert "has another hash now" in done.out


def test_an_event_changed_before_the_tip_is_named(program: Inside) -> None:
    tip = longest(program)
    doctor(program.home, rechain=False)
    done = program.run("log", "check-tip", "Q4", tip["text"])
    assert (done.code, "is not as it was written" in done.out) == (1, True)


def test_an_end_that_was_cut_off_is_named(program: Inside) -> None:
    tip = longest(program)
    doctor(program.home, rechain=False, cut=True)
    done = program.run("log", "check-tip", "Q4", tip["text"])
    assert (done.code, "the log ends at event" in done.out) == (1, True)


def test_a_log_of_another_audit_and_no_tip_at_all(program: Inside) -> None:
    tip = longest(program)
    program.ok("audit", "new", "Q5", "--scope", "DC1/R2")
    done = program.run("log", "check-tip", "Q5", tip["text"])
    assert (done.code, "the log is not here" in done.out) == (1, True)
    done = program.run("log", "check-tip", "Q4", "hello")
    assert (done.code, "no tip of a log" in done.err) == (2, True)
