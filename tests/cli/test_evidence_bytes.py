"""Every single byte of an evidence file: altered, cut off, added, moved – found, and named by its part."""

from __future__ import annotations

import hashlib
import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assetaudit.errors import AssetAuditError
from assetaudit.model.event import Draft
from assetaudit.paths import Home
from assetaudit.wiring import Workspace
from assetaudit.wiring.evidence import verify
from tests.cli.opened import opened

SEAL = 64
SHARES = 5
"""Tests that share the bytes; the first is always run, the others where there is time for all."""
LONG = pytest.mark.skipif(not os.environ.get("ASSETAUDIT_LONG_TESTS"), reason="ASSETAUDIT_LONG_TESTS is not set")
PICTURE = b"\x89PNG of a rack" * 5
EARLIER = Path(__file__).parents[1] / "old_bundles" / "evidence_1.zip"
"""Written before the manifest told how each part is packed."""
Region = tuple[int, int, str, str]
"""Begin, end, words that have to be told, and the part's name."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small and complete evidence file: decided, approved, photographed, closed, scanned again after that, signed."""
    place = tmp_path_factory.mktemp("complete")
    program = opened(place)
    program.scan("Q4", "LOC:DC1/R2/A/07", "IT-00101", "IT-00201", "XX-1", "CMD:CLOSE")
    space, name = Workspace(Home(place / "home")), hashlib.sha256(PICTURE).hexdigest()
    space.home.photos.mkdir(exist_ok=True)
    (space.home.photos / f"{name}.png").write_bytes(PICTURE)
    logged(space, Draft("blob", {"bytes": len(PICTURE), "media": "image/png", "sha256": name}))
    program.ok("decide", "make", "Q4", "accept_move", "IT-00201", "--why", "seen", "--by", "mia")
    program.ok("decide", "approve", "Q4", "IT-00201", "--by", "bob")
    program.ok("evidence", "key", "--by", "bob")
    program.ok("audit", "close", "Q4", "--by", "bob", "--reason", "the rest next week")
    logged(space, Draft("scan", {"read": {"reader": "keys://", "text": "IT-00102"}}))
    program.ok("evidence", "export", "Q4", "-o", place / "complete.zip", "--format", "csv", "--by", "bob")
    return (place / "complete.zip").read_bytes()


def logged(space: Workspace, draft: Draft) -> None:
    """Write an event, whether the audit is open or not."""
    writer = space.events.writer(space.find("Q4").id)
    writer.append(draft, user="x")
    writer.close()


@pytest.fixture
def told(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """What checking bytes tells is wrong; none where nothing is."""
    file = tmp_path / "altered.zip"

    def check(data: bytes) -> list[str]:
        file.write_bytes(data)
        try:
            return [str(one) for one in verify(file).problems]
        except AssetAuditError as error:
            return [str(error)]

    return check


def regions(data: bytes) -> Iterator[Region]:
    """Every byte's region, without a gap: headers and bytes of the parts, directory, its end, seal."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    at = archive.start_dir
    for info in archive.infolist():
        begin = info.header_offset + 30 + len(info.filename)
        yield info.header_offset, begin, "in the header of {}", info.filename
        yield begin, begin + info.compress_size, "", info.filename
    for info in archive.infolist():
        yield at, at + 46 + len(info.filename), "in the entry of {} in the directory", info.filename
        at += 46 + len(info.filename)
    yield at, len(data) - SEAL, "in the end of the directory", ""
    yield len(data) - SEAL, len(data), "seal", ""


def is_told(told: list[str], offset: int, region: Region, names: list[str]) -> bool:
    """Whether the altered byte is named by its part or its header, and no other part is blamed."""
    _, _, words, name = region
    if words.startswith("in the"):
        return told == [f"container: byte {offset} was altered, {words.format(name)}."]
    blamed = any(text.startswith(f"{other}:") for other in names if other != name for text in told)
    return bool(told) and not blamed and all((words or name) in text for text in told)


def test_the_regions_are_all_bytes(data: bytes) -> None:
    found = sorted(regions(data))
    assert [begin for begin, *_ in found] == [0, *(end for _, end, *_ in found[:-1])]
    assert found[-1][1] == len(data)
    assert {name for *_, name in found} > {
        "events.jsonl",
        "frame.json",
        "decisions.json",
        "report.csv",
        "addendum.json",
    }


@pytest.mark.parametrize("share", [0, *(pytest.param(share, marks=LONG) for share in range(1, SHARES))])
def test_every_single_byte_that_is_altered_is_found_and_named(
    share: int, data: bytes, told: Callable[[bytes], list[str]]
) -> None:
    assert told(data) == []
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    for region in regions(data):
        for offset in range(region[0], region[1]):
            if offset % SHARES == share:
                altered = bytearray(data)
                altered[offset] ^= 1 << (offset // SHARES % 8)
                found = told(bytes(altered))
                assert is_told(found, offset, region, names), (offset, region, found)


def test_what_is_cut_off_is_found_and_named(data: bytes, told: Callable[[bytes], list[str]]) -> None:
    parts = [region for region in regions(data) if not region[2]]
    for begin, end, _, name in parts:
        found = " ".join(told(data[: (begin + end) // 2]))
        assert f"cut off within the part {name}, at byte {(begin + end) // 2}" in found
    behind = parts[-1][1]
    assert f"cut off behind the part {parts[-1][3]}, at byte {behind + 9}" in " ".join(told(data[: behind + 9]))
    assert told(data[:-1]) == ["container: 1 bytes are missing at its end."]
    assert "no ZIP" in told(b"")[0]


def test_what_was_added_is_found_and_named(data: bytes, told: Callable[[bytes], list[str]]) -> None:
    end = len(data)
    assert told(data + b"\n") == [
        f"container: 1 bytes from byte {end} on are none of it: they were put behind its end."
    ]
    assert "2097152 bytes from byte" in told(data + bytes(2 << 20))[0]
    assert told(data + data)
    assert told(b"!" + data)
    for begin, _, _, name in regions(data):
        found = told(data[:begin] + b"PK" + data[begin:])
        assert found, (begin, name)


def rebuilt(data: bytes, change: Callable[[dict[str, bytes]], dict[str, bytes]], *, seal: bool = True) -> bytes:
    """The file with other parts, in order, by somebody who repairs the container and, if told to, the seal."""
    archive, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        out.comment = data[-SEAL:]
        for name, content in change({name: archive.read(name) for name in archive.namelist()}).items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            known = archive.NameToInfo.get(name)
            info.compress_type = known.compress_type if known else zipfile.ZIP_STORED
            out.writestr(info, content)
    whole = target.getvalue()
    return whole[:-SEAL] + hashlib.sha256(whole[:-SEAL]).hexdigest().encode() if seal else whole


def test_parts_that_changed_places_or_names_are_found_and_named(
    data: bytes, told: Callable[[bytes], list[str]]
) -> None:
    assert told(rebuilt(data, lambda parts: parts)) == []

    def exchanged(parts: dict[str, bytes]) -> dict[str, bytes]:
        return parts | {"report.csv": parts["decisions.json"], "decisions.json": parts["report.csv"]}

    assert {one.partition(":")[0] for one in told(rebuilt(data, exchanged))} == {"report.csv", "decisions.json"}

    def renamed(parts: dict[str, bytes]) -> dict[str, bytes]:
        return {name.replace("report", "retort"): content for name, content in parts.items()}

    assert told(rebuilt(data, renamed)) == ["report.csv: it is missing.", "retort.csv: the manifest does not list it."]

    def reversed_(parts: dict[str, bytes]) -> dict[str, bytes]:
        return dict(reversed(parts.items()))

    assert "the order of its parts" in told(rebuilt(data, reversed_, seal=False))[0]

    def left_out(parts: dict[str, bytes]) -> dict[str, bytes]:
        return {name: content for name, content in parts.items() if not name.startswith("photos/")}

    assert told(rebuilt(data, left_out)) == [f"photos/{hashlib.sha256(PICTURE).hexdigest()}.png: it is missing."]

    def without_signature(parts: dict[str, bytes]) -> dict[str, bytes]:
        return {name: content for name, content in parts.items() if name != "signature.json"}

    assert told(rebuilt(data, without_signature)) == []


def test_one_name_in_place_of_another_is_found_in_both_headers(data: bytes, told: Callable[[bytes], list[str]]) -> None:
    headers = [begin for begin, _, words, name in regions(data) if words.startswith("in") and name == "frame.json"]
    both = bytearray(data)
    for begin, skipped in zip(headers, (30, 46), strict=True):
        both[begin + skipped] += 1
    assert {"frame.json: it is missing.", "grame.json: the manifest does not list it."} == set(told(bytes(both)))


def test_a_part_that_was_only_packed_in_another_way_is_named(data: bytes, told: Callable[[bytes], list[str]]) -> None:
    begin, end, *_ = next(region for region in regions(data) if region[2:] == ("", "events.jsonl"))
    content = zipfile.ZipFile(io.BytesIO(data)).read("events.jsonl")
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    other = packer.compress(content) + packer.flush()
    grown = len(other) - (end - begin)
    altered = bytearray(data[:begin] + other + data[end:])
    struct.pack_into("<L", altered, data.index(b"events.jsonl") - 12, len(other))
    at = altered.rindex(b"PK\x05\x06")
    struct.pack_into("<L", altered, at + 16, struct.unpack_from("<L", data, at - grown + 16)[0] + grown)
    archive = zipfile.ZipFile(io.BytesIO(data))
    where = archive.start_dir + grown
    for info in archive.infolist():
        if info.filename == "events.jsonl":
            struct.pack_into("<L", altered, where + 20, len(other))
        if info.header_offset > begin:
            struct.pack_into("<L", altered, where + 42, info.header_offset + grown)
        where += 46 + len(info.filename)
    altered[-SEAL:] = hashlib.sha256(altered[:-SEAL]).hexdigest().encode()
    assert zipfile.ZipFile(io.BytesIO(altered)).testzip() is None
    assert told(bytes(altered)) == [
        "events.jsonl: it was packed again, or bytes between its own were altered; its content is whole."
    ]


def test_a_file_of_an_earlier_version_is_checked_and_its_bytes_too(told: Callable[[bytes], list[str]]) -> None:
    data = EARLIER.read_bytes()
    assert told(data) == []
    assert "packed" not in json.loads(zipfile.ZipFile(io.BytesIO(data)).read("manifest.json"))["parts"]["frame.json"]
    for offset in range(0, len(data), 97):
        altered = bytearray(data)
        altered[offset] ^= 4
        assert told(bytes(altered)), f"byte {offset}"
    assert told(data[:-1] + bytes([data[-1] ^ 1])) == [
        "container: its seal (the last 64 bytes) was altered, or how a part is packed; every part is whole."
    ]
