"""The main job by the command line alone: import, audit, walk, findings, report, labels, log."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.program import Program

KEYS = ["hash", "seq", "text", "verdict", "asset", "asset_tag", "expected", "at"]
WALK = ("LOC:DC1/R2/A/07", "IT-00101", "IT-00201", "IT-00900", "XX-1", "IT-00101", "CMD:CLOSE")


def by_tag(findings: dict[str, object]) -> dict[str, dict[str, object]]:
    """Findings by asset tag, or identifier where there is no tag."""
    rows = findings["findings"]
    assert isinstance(rows, list)
    return {row["asset_tag"] or row["identifier"]: row for row in rows}


def test_a_walk_is_acknowledged_line_by_line(hall: Program) -> None:
    lines = hall.scan("Q4", *WALK)
    assert [line["verdict"] for line in lines] == [
        "place",
        "found",
        "misplaced",
        "retired_present",
        "unknown",
        "repeat",
        "command",
    ]
    assert all(list(line)[: len(KEYS)] == KEYS for line in lines)
    assert lines[1]["asset"] == "cmdb:IT-00101"
    assert lines[2]["expected"] == "DC1/R2/A/08:U10"
    assert lines[2]["at"] == "DC1/R2/A/07"
    assert [line["seq"] for line in lines] == sorted({line["seq"] for line in lines})


def test_plain_acknowledgement_is_verdict_and_text(hall: Program) -> None:
    done = hall.ok("scan", "Q4", "--by", "ana", feed="LOC:DC1/R2/A/07\n\nIT-00101\r\n")
    assert done.out == "place  LOC:DC1/R2/A/07\nfound  IT-00101\n"


def test_findings_follow_from_the_walk(hall: Program) -> None:
    hall.scan("Q4", *WALK)
    result = hall.findings("Q4")
    rows = by_tag(result)
    assert {tag: row["outcome"] for tag, row in rows.items()} == {
        "IT-00101": "found",
        "IT-00102": "missing",
        "IT-00103": "missing",
        "IT-00201": "misplaced",
        "IT-00300": "off_site",
        "IT-00888": "unplaced",
        "IT-00900": "retired_present",
        "XX-1": "unknown",
    }
    assert result["counts"]["missing"] == 2
    assert sum(result["counts"].values()) == len(result["findings"])
    assert result["measures"]["existence"] == {"num": 1, "den": 3}
    assert result["measures"]["coverage"] == {"num": 1, "den": 2}
    assert result["measures"]["value_missing"]["num"] == 8300.5
    assert result["audit"]["scope"] == ["DC1/R2"]
    assert result["audit"]["complete"] is False
    assert rows["IT-00900"]["also"] == ["found"]
    assert rows["XX-1"]["found"] == "DC1/R2/A/07"


def test_only_one_outcome_keeps_the_counts_whole(hall: Program) -> None:
    hall.scan("Q4", *WALK)
    part = hall.ok("findings", "Q4", "--json", "--outcome", "missing").json
    whole = hall.findings("Q4")
    assert [row["outcome"] for row in part["findings"]] == ["missing", "missing"]
    assert (part["counts"], part["measures"]) == (whole["counts"], whole["measures"])


def test_undo_takes_back_the_last_scan(hall: Program) -> None:
    lines = hall.scan("Q4", "LOC:DC1/R2/A/07", "IT-00201", "CMD:UNDO")
    assert lines[-1]["verdict"] == "command"
    assert by_tag(hall.findings("Q4"))["IT-00201"]["outcome"] == "not_swept"


def test_reads_before_any_place_are_saved_and_no_sighting(hall: Program) -> None:
    assert [line["verdict"] for line in hall.scan("Q4", "IT-00101")] == ["saved"]
    assert by_tag(hall.findings("Q4"))["IT-00101"]["outcome"] == "not_swept"


def test_two_places_are_contested_until_somebody_says(hall: Program) -> None:
    hall.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101")
    assert hall.scan("Q4", "LOC:DC1/R2/A/08", "IT-00101")[-1]["verdict"] == "contested"
    row = by_tag(hall.findings("Q4"))["IT-00101"]
    assert row["found"] is None
    assert row["places"] == ["DC1/R2/A/07", "DC1/R2/A/08"]
    hall.scan("Q4", "LOC:DC1/R2/A/08", "IT-00101", "CMD:MOVED")
    assert by_tag(hall.findings("Q4"))["IT-00101"]["outcome"] == "misplaced"


def test_a_read_as_json_keeps_its_symbology(hall: Program) -> None:
    read = {"kind": "code", "text": "IT-00101", "symbology": "]C0"}
    line = hall.scan("Q4", "LOC:DC1/R2/A/07", json.dumps(read))[-1]
    assert (line["verdict"], line["text"]) == ("found", "IT-00101")
    events = [json.loads(text) for text in hall.ok("log", "export", "Q4").out.splitlines()]
    kept = next(event for event in events if event["k"] == "scan")
    assert kept["d"]["read"]["symbology"] == "]C0"


def test_blind_walk_tells_nothing(hall: Program) -> None:
    hall.ok("audit", "new", "Blind", "--scope", "DC1/R2", "--blind")
    lines = hall.scan("Blind", "LOC:DC1/R2/A/07", "IT-00101", "IT-00201", "IT-00101")
    assert [line["verdict"] for line in lines] == ["place", "saved", "saved", "repeat"]
    assert all(line["expected"] is None for line in lines)


def test_the_chain_can_be_recomputed_from_the_export(hall: Program) -> None:
    acknowledged = hall.scan("Q4", *WALK)
    tips: dict[str, bytes] = {}
    hashes = set()
    for line in hall.ok("log", "export", "Q4").out.encode().splitlines():
        event = json.loads(line)
        assert line == json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        tip = hashlib.sha256(tips.get(event["log"], bytes(32)) + line).digest()
        tips[event["log"]] = tip
        hashes.add(tip.hex())
    assert {line["hash"] for line in acknowledged} <= hashes
    assert {one for row in hall.findings("Q4")["findings"] for one in row.get("evidence", [])} <= hashes
    assert hall.run("log", "verify", "Q4").code == 0


@pytest.mark.parametrize("suffix", ["pdf", "xlsx", "csv", "json", "html"])
def test_reports_are_written(hall: Program, tmp_path: Path, suffix: str) -> None:
    hall.scan("Q4", *WALK)
    file = tmp_path / f"report.{suffix}"
    hall.ok("report", "Q4", "-o", file)
    assert file.stat().st_size > 500


def test_labels_for_what_could_not_be_read(hall: Program, tmp_path: Path) -> None:
    hall.scan("Q4", "LOC:DC1/R2/A/07", "7LDDH2J", "CMD:DAMAGED", "CMD:CLOSE")
    file = tmp_path / "labels.pdf"
    done = hall.ok("labels", "print", "--audit", "Q4", "--needed", "--stock", "avery-l7160", "-o", file)
    assert file.read_bytes().startswith(b"%PDF")
    assert "1 label" in done.out


def test_audit_list_show_and_close(hall: Program) -> None:
    hall.scan("Q4", *WALK)
    row = hall.ok("audit", "list", "--json").json[0]
    assert list(row) == ["name", "scope", "opened", "closed", "coverage", "open"]
    assert row["coverage"] == {"num": 1, "den": 2}
    assert row["closed"] is None
    assert "DC1/R2/A/08" in hall.ok("audit", "show", "Q4").out
    hall.ok("audit", "close", "Q4", "--reason", "row A/08 was locked", "--by", "ana")
    assert hall.ok("audit", "list", "--json").json[0]["closed"] is not None


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["scan", "Nope"], 1, "Nope"),
        (["findings", "Q4", "--outcome", "lost"], 2, "lost"),
        (["report", "Q4", "-o", "x.docx"], 1, "docx"),
        (["register", "import", "nowhere.csv"], 1, "nowhere.csv"),
        (["audit", "new", "Q4", "--scope", "DC1/R2"], 1, "Q4"),
        (["audit", "new", "Q5", "--scope", "DC1//R2"], 2, "DC1//R2"),
        (["audit", "new", "Q5", "--scope", "DC1/R2", "--where", "cost >"], 2, "cost >"),
        (
            ["audit", "new", "Q5", "--scope", "DC1/R2", "--where", "nofield = 3"],
            2,
            "1: no record has a field",
        ),
        (["audit", "new", "Q5", "--scope", "DC1/R2", "--where", "cost > 1 and catgory = x"], 2, "Do you mean category"),
        (["labels", "print", "--all", "--stock", "avery-0", "-o", "x.pdf"], 1, "avery-0"),
        (["readers", "test", "carrier-pigeon://1"], 1, "carrier-pigeon"),
        (["dance"], 2, "dance"),
    ],
)
def test_errors_are_one_sentence(hall: Program, arguments: list[str], code: int, said: str) -> None:
    done = hall.run(*arguments)
    assert (done.code, said in done.err) == (code, True), done
    assert "Traceback" not in done.err


def test_an_audit_that_no_record_meets_says_so(hall: Program) -> None:
    done = hall.run("audit", "new", "Q6", "--scope", "DC1/R2", "--where", "category = submarine")
    assert done.code == 0
    assert "0 assets expected" in done.out
    assert "No record lies in its scope and meets its filter" in done.err


def test_a_code_is_identified_with_what_the_register_has(hall: Program) -> None:
    found = hall.ok("identify", "it-00101", "--json").json
    assert list(found)[:3] == ["text", "cleaned", "candidates"] or "symbology" in found
    assert found["candidates"][0]["kind"] == "asset_tag"
    assert found["register"] == [
        {
            "asset": "cmdb:IT-00101",
            "asset_tag": "IT-00101",
            "serial": "7LDDH2J",
            "status": "Deployed",
            "class": "expected",
            "place": "DC1/R2/A/07:U12",
        }
    ]
