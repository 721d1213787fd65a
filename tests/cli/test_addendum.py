"""What arrives after a closing: the report stays as closed, the addendum tells the rest, and evidence has both."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from assetaudit.model.event import Draft
from assetaudit.model.read import Read
from assetaudit.paths import Home
from assetaudit.store.event_bytes import chain
from assetaudit.wiring import Workspace
from assetaudit.wiring.evidence import Checked, verify
from tests.cli.inside import Inside
from tests.cli.opened import opened
from tests.cli.test_evidence import check, rebuilt


def walked_on(folder: Path, *after: str) -> tuple[Inside, bytes]:
    """Q4 closed with a signature while somebody still walks; what the CSV report said, before they scanned on."""
    program = opened(folder)
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "CMD:CLOSE")
    walk = Workspace(Home(program.home)).walk("Q4", by="late")
    program.ok("evidence", "key", "--by", "boss")
    program.ok("audit", "close", "Q4", "--reason", "time is over", "--by", "boss")
    told = report(program, folder, "csv")
    for text in after:
        walk.take(Read(reader="keys://", text=text))
    walk.end()
    return program, told


def report(program: Inside, folder: Path, suffix: str) -> bytes:
    """A report's bytes."""
    file = folder / f"report.{suffix}"
    program.ok("report", "Q4", "-o", file)
    return file.read_bytes()


def findings(program: Inside) -> dict[str, str]:
    """Tag to outcome as it is known now."""
    return {row["asset_tag"]: row["outcome"] for row in program.ok("findings", "Q4", "--json").json["findings"]}


def test_a_report_stays_as_closed_and_lists_what_came_after(tmp_path: Path) -> None:
    program, before = walked_on(tmp_path, "LOC:DC1/R2/A/07", "IT-00102")
    assert findings(program)["IT-00102"] == "found"
    assert report(program, tmp_path, "csv") == before
    rows = {row["asset_tag"]: row["outcome"] for row in csv.DictReader(io.StringIO(before.decode()))}
    assert rows["IT-00102"] == "missing"
    page = report(program, tmp_path, "html").decode()
    assert "2 events came after the closing, see the addendum" in page
    assert "IT-00102: not located → verified" in page
    assert "1 finding would be another with it" in page
    assert program.ok("findings", "Q4", "--json").json["audit"]["later"] == 2
    as_closed = json.loads(report(program, tmp_path, "json"))
    now = program.ok("findings", "Q4", "--json").json
    assert as_closed["counts"]["missing"] == now["counts"]["missing"] + 1


def test_decisions_after_the_closing_are_no_addendum(tmp_path: Path) -> None:
    program, _ = walked_on(tmp_path)
    program.ok("decide", "make", "Q4", "recount", "IT-00102", "--why", "look again", "--by", "mia")
    page = report(program, tmp_path, "html").decode()
    assert "Nothing came after the closing but decisions." in page
    assert "look again" in page
    assert "signed with the key" in page


def test_an_open_audit_has_no_addendum(tmp_path: Path) -> None:
    program = opened(tmp_path)
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101")
    assert "ddendum" not in report(program, tmp_path, "html").decode()


def test_reopening_makes_everything_count_again(tmp_path: Path) -> None:
    program, before = walked_on(tmp_path, "LOC:DC1/R2/A/07", "IT-00102")
    space = Workspace(Home(program.home))
    loaded = space.open_audit("Q4")
    closing = loaded.audit.closing
    assert closing is not None
    writer = space.events.writer(loaded.id)
    writer.append(Draft("void", {"reason": "too early"}, (closing.hash,)), user="boss")
    writer.close()
    assert report(program, tmp_path, "csv") != before
    program.ok("audit", "close", "Q4", "--reason", "done", "--by", "boss")
    assert b"IT-00102" in report(program, tmp_path, "csv")
    assert "Nothing came after" in report(program, tmp_path, "html").decode()


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Evidence of a closed audit with an addendum."""
    folder = tmp_path_factory.mktemp("addendum")
    program, _ = walked_on(folder, "LOC:DC1/R2/A/07", "IT-00102", "XX-9")
    program.ok("evidence", "export", "Q4", "-o", folder / "e.zip", "--format", "csv")
    return folder / "e.zip"


def test_evidence_has_both_and_knows_which_is_which(evidence: Path, tmp_path: Path) -> None:
    parts = zipfile.ZipFile(evidence)
    told = json.loads(parts.read("addendum.json"))
    assert len(told["later"]) == 3
    changed = {(one["closed"] or one["now"])["outcome"] for one in told["findings"]}
    assert changed == {"missing", "unknown"}
    assert {row["outcome"] for row in json.loads(parts.read("findings.json"))["findings"]} >= {"missing"}
    checked = verify(evidence)
    assert (checked.good, checked.later, len(checked.closing_signed_by)) == (True, 3, 64)
    said = Inside(tmp_path / "elsewhere").ok("evidence", "verify", evidence).out
    assert "3 events came after it: findings.json and the reports are as closed" in said
    assert f"Closed by event {told['closing']}, signed with the key" in said


@pytest.mark.parametrize("part", ["addendum.json", "findings.json"])
def test_a_doctored_addendum_is_named(part: str, evidence: Path, tmp_path: Path) -> None:
    found = check(rebuilt(evidence.read_bytes(), part, lambda text: text.replace(b'"missing"', b'"found"')), tmp_path)
    assert isinstance(found, Checked)
    assert part in {one.part for one in found.problems}


def without_log(data: bytes, log: str) -> bytes:
    """The file after a doctor took a whole log out, and repaired hashes, tips, manifest and seal."""
    source = zipfile.ZipFile(io.BytesIO(data))
    lines = [line for line in source.read("events.jsonl").splitlines() if json.loads(line)["log"] != log]
    tips: dict[str, bytes] = {}
    hashes = []
    for line in lines:
        name = json.loads(line)["log"]
        tips[name] = chain(tips.get(name, bytes(32)), line)
        hashes.append(tips[name].hex())
    data = rebuilt(data, "events.jsonl", lambda _: b"".join(line + b"\n" for line in lines))
    data = rebuilt(data, "hashes.txt", lambda _: "".join(f"{one}\n" for one in hashes).encode())

    def manifest(text: bytes) -> bytes:
        told: dict[str, Any] = json.loads(text)
        told["tips"] = {name: tip.hex() for name, tip in sorted(tips.items())}
        return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    return rebuilt(data, "manifest.json", manifest)


def test_a_log_that_the_closing_cites_and_that_was_taken_out_is_named(evidence: Path, tmp_path: Path) -> None:
    events = [json.loads(line) for line in zipfile.ZipFile(evidence).read("events.jsonl").splitlines()]
    scanned = next(event["log"] for event in events if event["k"] == "sweep")
    found = check(without_log(evidence.read_bytes(), scanned), tmp_path)
    assert isinstance(found, Checked)
    assert any(f"cites an end of log {scanned} that is not here" in one.what for one in found.problems)


def test_the_sealed_bytes_follow_from_the_audit(evidence: Path) -> None:
    assert hashlib.sha256(evidence.read_bytes()[:-64]).hexdigest().encode() == evidence.read_bytes()[-64:]
