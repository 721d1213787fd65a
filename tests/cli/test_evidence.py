"""The evidence file: checked without a workspace, every single altered byte found and named, signed where wished."""

from __future__ import annotations

import hashlib
import io
import json
import random
import shutil
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from assetaudit.errors import AssetAuditError
from assetaudit.model.event import Draft
from assetaudit.paths import Home
from assetaudit.wiring import Workspace
from assetaudit.wiring.evidence import Checked, export, verify
from assetaudit.wiring.review import Review
from tests.cli.inside import Inside
from tests.cli.opened import opened, registered


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a small audit, decided and approved, and its evidence beside it."""
    place = tmp_path_factory.mktemp("evidence")
    program = opened(place)
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "IT-00201", "XX-1", "CMD:CLOSE")
    program.ok("decide", "make", "Q4", "accept_move", "IT-00201", "--why", "seen", "--by", "mia")
    program.ok("decide", "approve", "Q4", "IT-00201", "--by", "bob")
    program.ok("evidence", "export", "Q4", "-o", place / "plain.zip", "--format", "csv")
    program.ok("evidence", "key", "--by", "bob")
    program.ok("evidence", "export", "Q4", "-o", place / "signed.zip", "--format", "csv", "--by", "bob")
    return place


def check(data: bytes, folder: Path) -> Checked | str:
    """What checking bytes tells: an error's sentence where they are no evidence file at all."""
    file = folder / "altered.zip"
    file.write_bytes(data)
    try:
        return verify(file)
    except AssetAuditError as error:
        return str(error)


def rebuilt(data: bytes, part: str, change: object) -> bytes:
    """The file with one part replaced by a doctor who repairs manifest, hashes and seal."""
    source = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: source.read(name) for name in source.namelist()}
    assert callable(change)
    parts[part] = change(parts[part])
    manifest = json.loads(parts["manifest.json"])
    for name in manifest["parts"]:
        manifest["parts"][name] = {"sha256": hashlib.sha256(parts[name]).hexdigest(), "size": len(parts[name])}
    parts["manifest.json"] = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        out.comment = b"0" * 64
        for name, content in parts.items():
            out.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    whole = target.getvalue()
    return whole[:-64] + hashlib.sha256(whole[:-64]).hexdigest().encode()


def test_an_export_is_good_on_a_machine_that_has_nothing_else(folder: Path, tmp_path: Path) -> None:
    program = Inside(tmp_path / "elsewhere")
    told = program.ok("evidence", "verify", folder / "plain.zip").out
    assert "nothing was altered" in told
    assert "Not signed" in told
    assert not (tmp_path / "elsewhere").exists()
    found = program.ok("evidence", "verify", folder / "plain.zip", "--json").json
    assert (found["good"], found["audit"], found["signed_by"]) == (True, "Q4", None)


def test_it_is_a_zip_with_everything_in_it(folder: Path) -> None:
    names = zipfile.ZipFile(folder / "plain.zip").namelist()
    assert names == [
        "README.txt",
        "frame.json",
        "events.jsonl",
        "hashes.txt",
        "register.sqlite",
        "findings.json",
        "decisions.json",
        "report.csv",
        "manifest.json",
    ]


def test_an_altered_event_is_named_though_the_manifest_was_repaired(folder: Path, tmp_path: Path) -> None:
    data = (folder / "plain.zip").read_bytes()
    found = check(rebuilt(data, "events.jsonl", lambda text: text.replace(b"IT-00201", b"IT-00202")), tmp_path)
    assert isinstance(found, Checked)
    line = next(
        number
        for number, text in enumerate(zipfile.ZipFile(folder / "plain.zip").read("events.jsonl").splitlines(), 1)
        if b"IT-00201" in text
    )
    assert f"line {line}, event " in str(found.problems[0])
    assert "it was altered" in str(found.problems[0])


def test_an_event_left_out_is_named(folder: Path, tmp_path: Path) -> None:
    data = (folder / "plain.zip").read_bytes()

    def without_last(text: bytes) -> bytes:
        return b"".join(line + b"\n" for line in text.splitlines()[:-1])

    found = check(rebuilt(data, "events.jsonl", without_last), tmp_path)
    assert isinstance(found, Checked)
    assert "missing" in str(found.problems[0])


@pytest.mark.parametrize(
    ("part", "swap"),
    [
        ("findings.json", (b'"outcome":"misplaced"', b'"outcome":"found"')),
        ("findings.json", (b'"misplaced":1', b'"misplaced":0')),
        ("findings.json", (b'"num":1', b'"num":2')),
        ("findings.json", (b"]}", b',{"outcome":"found"}\n]}')),
        ("findings.json", (b"\n]}", b"")),
        ("findings.json", (b"{", b"")),
        ("frame.json", (b'"Q4"', b'"Q5"')),
    ],
)
def test_parts_that_do_not_follow_from_the_others_are_named(
    part: str, swap: tuple[bytes, bytes], folder: Path, tmp_path: Path
) -> None:
    data = (folder / "plain.zip").read_bytes()
    assert swap[0] in zipfile.ZipFile(io.BytesIO(data)).read(part)
    found = check(rebuilt(data, part, lambda text: text.replace(*swap)), tmp_path)
    assert isinstance(found, Checked)
    assert part in " ".join(one.part for one in found.problems)


def test_a_whole_new_file_has_another_hash_and_no_signature(folder: Path, tmp_path: Path) -> None:
    signed = (folder / "signed.zip").read_bytes()
    program = Inside(tmp_path / "home")
    honest = verify(folder / "signed.zip")
    assert (honest.good, honest.name) == (True, "bob")
    program.ok("evidence", "verify", folder / "signed.zip", "--key", honest.signed_by, "--expect", honest.digest)
    doctored = check(rebuilt(signed, "decisions.json", lambda text: text.replace(b"mia", b"max")), tmp_path)
    assert isinstance(doctored, Checked)
    assert "does not fit the manifest" in str(doctored.problems[0])
    done = program.run("evidence", "verify", folder / "plain.zip", "--expect", "ab" * 32)
    assert (done.code, "another file" in done.out) == (1, True)
    done = program.run("evidence", "verify", folder / "plain.zip", "--key", honest.signed_by)
    assert (done.code, "not signed" in done.out) == (1, True)


def test_photographs_that_the_log_names_travel_with_it(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "home", tmp_path / "home")
    picture = b"\x89PNG of a rack"
    name = hashlib.sha256(picture).hexdigest()
    space = Workspace(Home(tmp_path / "home"))
    space.home.photos.mkdir(exist_ok=True)
    (space.home.photos / f"{name}.png").write_bytes(picture)
    writer = space.events.writer(space.find("Q4").id)
    writer.append(Draft("blob", {"bytes": len(picture), "media": "image/png", "sha256": name}), user="x")
    writer.close()
    program = Inside(tmp_path / "home")
    program.ok("evidence", "export", "Q4", "-o", tmp_path / "p.zip", "--format", "csv")
    assert zipfile.ZipFile(tmp_path / "p.zip").read(f"photos/{name}.png") == picture
    assert verify(tmp_path / "p.zip").good
    swapped = check(
        rebuilt((tmp_path / "p.zip").read_bytes(), f"photos/{name}.png", lambda data: data + b"!"), tmp_path
    )
    assert isinstance(swapped, Checked)
    assert "not the photograph" in str(swapped.problems[0])


def test_a_large_photograph_is_neither_exported_nor_checked_in_one_piece(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "home", tmp_path / "home")
    space = Workspace(Home(tmp_path / "home"))
    picture = random.Random(7).randbytes(24 << 20)
    name = hashlib.sha256(picture).hexdigest()
    space.home.photos.mkdir(exist_ok=True)
    (space.home.photos / f"{name}.jpg").write_bytes(picture)
    writer = space.events.writer(space.find("Q4").id)
    writer.append(Draft("blob", {"bytes": len(picture), "media": "image/jpeg", "sha256": name}), user="x")
    writer.close()
    del picture
    review = Review.open(space, "Q4")
    tracemalloc.start()
    export(review, tmp_path / "large.zip", formats=("csv",))
    assert verify(tmp_path / "large.zip").good
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "large.zip").stat().st_size > 24 << 20
    assert peak < 12 << 20, f"{peak >> 20} MiB at once"


def test_a_key_is_made_once_and_only_its_owner_reads_it(folder: Path) -> None:
    program = Inside(folder / "home")
    assert program.ok("evidence", "key", "--by", "bob").out == program.ok("evidence", "key", "--by", "bob").out
    (key,) = (folder / "home" / "keys").iterdir()
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"no evidence", bytes(range(256)) * 16], ids=["empty", "zip", "text", "bytes"]
)
def test_what_is_no_evidence_file_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    done = Inside(tmp_path / "home").run("evidence", "verify", tmp_path / "x.zip")
    assert (done.code, "no evidence file" in done.err) == (1, True)
    assert "Traceback" not in done.err


def test_decisions_are_declared_unless_the_key_of_the_frame_signed_them(tmp_path: Path) -> None:
    program = registered(tmp_path)
    program.ok("evidence", "key", "--by", "mia")
    program.ok("audit", "new", "Q4", "--scope", "DC1/R2", "--role", "mia=manager", "--role", "bob=approver")
    program.ok("evidence", "key", "--by", "bob")
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00201")
    program.ok("decide", "make", "Q4", "accept_move", "IT-00201", "--why", "seen", "--by", "mia")
    program.ok("decide", "approve", "Q4", "IT-00201", "--by", "bob")
    (decision,) = [row["decision"] for row in program.ok("decide", "list", "Q4", "--json").json if row["decision"]]
    assert (decision["by"], decision["name"]) == ("mia", "signed")
    assert (decision["approved_by"], decision["approved_names"]) == (["bob"], ["declared"])
    program.ok("audit", "close", "Q4", "--by", "mia", "--reason", "the rest next week")
    events = [json.loads(line) for line in program.ok("log", "export", "Q4").out.splitlines()]
    assert [event["k"] for event in events if event["k"] in ("audit.close", "signature")][-2:] == [
        "audit.close",
        "signature",
    ]
    assert program.run("log", "verify", "Q4").code == 0
