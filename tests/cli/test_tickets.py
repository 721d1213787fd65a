"""Change tickets are kept in the review, stand in every full report, and as they were at the closing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.inside import Inside
from tests.cli.opened import registered
from tests.cli.test_closed_decisions import sheets

_HEAD = "Asset tag,To,Number\n"


@pytest.fixture
def walked(tmp_path: Path) -> Inside:
    """IT-00201 was found in a rack that is not its own, IT-00102 was not located."""
    program = registered(tmp_path)
    program.ok("audit", "new", "Q4", "--scope", "DC1/R2")
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "IT-00201", "CMD:CLOSE")
    return program


def tickets(folder: Path, rows: str, name: str = "tickets.csv") -> Path:
    file = folder / name
    file.write_text(_HEAD + rows, "utf-8")
    return file


def brought(program: Inside, file: Path) -> str:
    return program.ok("changes", "cutoff", "Q4", "--tickets", file, "--by", "mia").out


def booked(program: Inside) -> dict[str, str]:
    return {one["name"]: one["what"] for one in program.ok("changes", "cutoff", "Q4", "--json").json}


def test_tickets_are_kept_with_their_hash_and_who_brought_them(walked: Inside, tmp_path: Path) -> None:
    out = brought(walked, tickets(tmp_path, "IT-00201,DC1/R2/A/07:U3,CHG-9\nIT-9,DC1,CHG-1\n,DC1,\nIT-00102,,CHG-2\n"))
    assert "2 tickets of tickets.csv kept, 1 about what this audit examines. 2 rows were left out." in out
    assert "tickets.csv:4 has no asset. tickets.csv:5 has no new place." in out
    assert booked(walked) == {"IT-00201": "ticket CHG-9"}
    (row,) = walked.ok("changes", "tickets", "Q4", "--json").json
    assert (row["file"], row["tickets"], row["left_out"], row["by"], row["state"]) == (
        "tickets.csv",
        2,
        2,
        "mia",
        "kept",
    )
    assert len(row["sha256"]) == 64
    (proposed,) = [one for one in walked.ok("decide", "list", "Q4", "--json").json if one["name"] == "IT-00201"]
    assert "ticket CHG-9" in proposed["proposal"]["reason"]
    assert any('"k":"tickets"' in line for line in walked.ok("log", "export", "Q4").out.splitlines())


def test_another_file_adds_a_newer_one_of_its_name_replaces_and_the_same_one_changes_nothing(
    walked: Inside, tmp_path: Path
) -> None:
    first = tickets(tmp_path, "IT-00201,DC1/R2/A/07:U3,CHG-9\n")
    brought(walked, first)
    assert "was read before, by mia: nothing was changed." in brought(walked, first)
    assert "It counts beside and after tickets.csv." in brought(
        walked, tickets(tmp_path, "IT-00102,DC1/R9,C-1\n", "b.csv")
    )
    assert set(booked(walked)) == {"IT-00201", "IT-00102"}
    assert "It replaces the tickets.csv that mia brought." in brought(
        walked, tickets(tmp_path, "IT-00201,DC1/R9,CHG-8\n")
    )
    assert booked(walked)["IT-00201"] == "ticket CHG-8"
    assert [one["state"] for one in walked.ok("changes", "tickets", "Q4", "--json").json] == [
        "replaced",
        "kept",
        "kept",
    ]
    assert "change tickets of tickets.csv" in walked.ok("decide", "undo", "Q4", "--by", "mia").out
    assert booked(walked)["IT-00201"] == "ticket CHG-9"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a,b\n1,2\n", "has no column for the asset and none for its new place; its columns are a, b."),
        (b"Asset tag,Owner\nIT-1,x\n", "has no column for its new place; its columns are Asset tag, Owner."),
        (b"", "is empty."),
        (b"Asset tag,To\n", "has no ticket."),
        (b"Asset tag,To\n,DC1\nIT-1,\n", "has no ticket. t.csv:2 has no asset. t.csv:3 has no new place."),
        (b'Asset tag,To\n"IT-1,DC1\n', "has no ticket. t.csv:2 has a quotation mark that is not closed."),
        pytest.param(b"\x00\x01\x02\xff" * 50, "t.csv", id="no text"),
    ],
)
def test_a_file_without_tickets_is_refused_with_its_reason(
    walked: Inside, tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(content)
    done = walked.run("changes", "cutoff", "Q4", "--tickets", file, "--by", "mia")
    assert done.code == 1
    assert told in done.err
    assert walked.ok("changes", "tickets", "Q4", "--json").json == []


def test_a_closed_report_lists_moves_as_at_its_closing_and_later_ones_in_the_addendum(
    walked: Inside, tmp_path: Path
) -> None:
    brought(walked, tickets(tmp_path, "IT-00201,DC1/R2/A/07:U3,CHG-9\n"))
    walked.ok("audit", "close", "Q4", "--reason", "time is over", "--by", "boss")
    before = sheets(walked, tmp_path / "before.xlsx")
    assert [row[:1] + row[3:4] for row in before["cutoff"]] == [("IT-00201", "ticket CHG-9")]
    assert [row[0] for row in before["tickets"]] == ["tickets.csv"]
    assert "booked-later" not in before
    moved = (tmp_path / "register.csv").read_text("utf-8").replace("DC1/R2/A/07", "DC1/R2/A/08")
    (tmp_path / "newer.csv").write_text(moved, "utf-8")
    walked.ok("register", "import", tmp_path / "newer.csv", "--source", "cmdb")
    brought(walked, tickets(tmp_path, "IT-00201,DC1/R2/A/07:U4,CHG-10\n"))
    after = sheets(walked, tmp_path / "after.xlsx")
    assert {name: after[name] for name in ("cutoff", "tickets")} == {
        name: before[name] for name in ("cutoff", "tickets")
    }
    later = {row[0]: row[3] for row in after["booked-later"]}
    assert later["IT-00201"] == "ticket CHG-10"
    assert later["IT-00101"] == "newer register"
    assert [row[0] for row in after["tickets-later"]] == ["tickets.csv", "tickets.csv"]


@pytest.mark.parametrize("audience", ["auditor", "manager"])
@pytest.mark.parametrize(("language", "told"), [("en", "Change tickets"), ("de", "Änderungstickets")])
def test_every_full_report_lists_moves_and_tickets(
    walked: Inside, tmp_path: Path, audience: str, language: str, told: str
) -> None:
    brought(walked, tickets(tmp_path, "IT-00201,DC1/R2/A/07:U3,CHG-9\n"))
    walked.ok("report", "Q4", "-o", tmp_path / "r.html", "--for", audience, "--language", language)
    page = (tmp_path / "r.html").read_text("utf-8")
    assert told in page
    assert "CHG-9" in page
    assert "tickets.csv" in page
