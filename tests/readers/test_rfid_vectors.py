"""Every published, captured and constructed frame of the RFID protocols, whole, in pieces and with noise around it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings, target
from hypothesis import strategies as st

from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Framer, LinkLostError
from assetaudit.readers.framing import FORGET, PATIENCE, Cutter
from assetaudit.readers.protocols import dialect, framer_of
from tests.readers.emulated import ALL
from tests.readers.emulation import Emulated

FOLDER = Path(__file__).parents[1] / "vectors"
Vector = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One vector, and the driver that is to understand it."""

    protocol: str
    vector: Vector
    first_port: int = 1
    """What the vector's counting of antennas calls the first one."""

    @property
    def chunks(self) -> list[bytes]:
        return [bytes.fromhex(chunk) for chunk in self.vector.get("chunks", [self.vector.get("hex", "")])]

    @property
    def tags(self) -> list[Vector]:
        expected = self.vector["expected"]
        events: list[Vector] = expected.get("events") or expected.get("tags") or [expected]
        return [event for event in events if event.keys() & {"epc", "uid", "id_hex"} and not _suspect(event)]

    @property
    def suspects(self) -> int:
        """Reports that are no tag, for they contradict themselves."""
        return sum(map(_suspect, self.vector["expected"].get("events", ())))

    def framer(self, **options: str) -> Framer:
        query = "&".join(f"{name}={value}" for name, value in options.items())
        return framer_of(Address.parse(f"tcp://reader:1?protocol={self.protocol}&{query}"))

    def agrees(self, read: Read, tag: Vector) -> None:
        text = tag.get("uid") or tag.get("id_hex")
        if text:
            assert (read.kind, read.text) == ("code", text)
            return
        assert (read.kind, read.epc, read.tid) == ("tag", tag["epc"], tag.get("tid"))
        unit = "raw" if "rssi_raw" in tag else "dBm" if "rssi_dbm" in tag else read.rssi_unit
        assert (read.rssi_unit, read.rssi) == (unit, tag.get("rssi_raw", tag.get("rssi_dbm", read.rssi)))
        port = next((tag[name] for name in ("antenna", "antenna_tx", "antenna_index") if name in tag), None)
        if port is not None:
            assert read.antenna == port + 1 - self.first_port


def _suspect(event: Vector) -> bool:
    return event.get("type") == "tag_suspect"


FILES = {
    "r200_m100": ("r200", 1),
    "r2000_a0": ("a0", 1),
    "thingmagic": ("thingmagic", 1),
    "chafon_cf600": ("cf600", 1),
    "chainway_ur4": ("ur4", 0),
    "nordicid_nur": ("nur", 0),
    "pn532_acr122": ("pn532", 1),
    "rdm6300_id12la": ("rdm6300", 1),
}


def load() -> list[Case]:
    cases = []
    for name, (protocol, first) in FILES.items():
        vectors = json.loads((FOLDER / f"{name}.json").read_text())["vectors"]
        cases += [Case(protocol, vector, first) for vector in vectors if vector.get("protocol") != "pcsc_apdu"]
    for vector in json.loads((FOLDER / "uhfreader18_288.json").read_text())["vectors"]:
        old = vector["id"].startswith("uhf18")
        cases.append(Case("uhfreader18" if old else "uhfreader288", vector))
    return [case for case in cases if case.vector["id"] != "cw-udp-discovery"]


CASES = load()
HEARD = [case for case in CASES if case.vector["direction"] == "rx"]
SENT = [case for case in CASES if case.vector["direction"] == "tx"]
MEANT = [case for case in HEARD if case.tags]
ANY = st.sampled_from(MEANT)


def names(cases: list[Case]) -> list[str]:
    return [case.vector["id"] for case in cases]


def heard(case: Case, pieces: list[bytes], **options: str) -> tuple[list[Read], list[str]]:
    """What is read of these bytes and the silence after them, and what is told."""
    framer = case.framer(**options)
    reads = [read for piece in pieces for read in framer.feed(piece, 0)]
    reads += framer.idle(PATIENCE) + framer.idle(FORGET * 2)
    told = [read.note or "" for read in reads if read.kind == "status"]
    return [read for read in reads if read.kind != "status"], told


def one_by_one(case: Case) -> dict[str, str]:
    return {"again": "0"} if case.protocol in ("rdm6300", "pn532") else {}


@pytest.mark.parametrize("case", HEARD, ids=names(HEARD))
def test_what_is_heard(case: Case) -> None:
    reads, told = heard(case, case.chunks, **one_by_one(case))
    expected = case.vector["expected"]
    if expected.get("events") and expected["events"][-1].get("count"):
        assert len(reads) == expected["events"][-1]["count"]
        return
    assert len(reads) == len(case.tags)
    for read, tag in zip(reads, case.tags, strict=True):
        case.agrees(read, tag)
        assert read.note is None
    assert bool(expected.get("errors") or case.suspects) <= bool(told)


@pytest.mark.parametrize("case", SENT, ids=names(SENT))
def test_what_is_sent_can_be_made_and_is_whole(case: Case) -> None:
    (frame,) = case.chunks
    module = import_module(dialect(case.protocol).framer.__module__)
    if case.protocol != "thingmagic":  # its commands lack the status that its answers have
        assert Cutter(module.SHAPE).feed(frame, 0) == [frame]
    assert MADE[case.protocol](module, frame) == frame


MADE: dict[str, Callable[[Any, bytes], bytes]] = {
    "r200": lambda made, frame: made.command(frame[2], frame[5:-2], frame[0]),
    "uhfreader18": lambda made, frame: made.command(frame[2], frame[3:-2], frame[1]),
    "uhfreader288": lambda made, frame: made.command(frame[2], frame[3:-2], frame[1]),
    "a0": lambda made, frame: made.command(frame[3], frame[4:-1], frame[2]),
    "thingmagic": lambda made, frame: made.command(frame[2], frame[3:-2]),
    "cf600": lambda made, frame: made.command(frame[2] << 8 | frame[3], frame[5:-2], frame[1]),
    "ur4": lambda made, frame: made.command(frame[4], frame[5:-3]),
    "nur": lambda made, frame: made.command(frame[6], frame[7:-2]),
    "pn532": lambda made, frame: made.command(frame[6], frame[7:-2]),
}


def pieces_of(data: bytes, cuts: list[int]) -> list[bytes]:
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    return [data[a:b] for a, b in pairwise(places)]


@given(ANY, st.lists(st.integers(0, 400), max_size=12), st.integers(1, 4))
def test_the_same_is_read_however_the_bytes_come(case: Case, cuts: list[int], times: int) -> None:
    stream = b"".join(case.chunks) * times
    whole = heard(case, [stream], **one_by_one(case))
    assert heard(case, pieces_of(stream, cuts), **one_by_one(case)) == whole
    assert len(whole[0]) == len(case.tags) * times


@given(
    ANY, st.lists(st.tuples(st.integers(0, 200), st.integers(1, 255)), min_size=1, max_size=3), st.binary(max_size=60)
)
def test_damage_and_noise_cost_no_frame_after_them(case: Case, flips: list[tuple[int, int]], noise: bytes) -> None:
    whole = b"".join(case.chunks)
    damaged = bytearray(whole)
    for place, bits in flips:
        damaged[place % len(damaged)] ^= bits
    framer = case.framer(**one_by_one(case))
    framer.feed(bytes(damaged) + noise, 0)
    framer.idle(PATIENCE)
    framer.idle(FORGET * 2)
    assume(not locked(framer))
    after = [read for read in framer.feed(whole, 100) + framer.idle(200) if read.kind != "status"]
    assert len(after) == len(case.tags)


@given(st.sampled_from([kind for kind in ALL if kind.tells_pc]), st.integers(1, 31), st.integers(0, 7))
def test_a_tag_of_another_length_than_its_pc_word_says_is_told_and_no_tag(
    kind: type[Emulated], words: int, rest: int
) -> None:
    device = kind()
    device.announced = bytes((words << 3 | rest & 5, 0))
    report, framer = device.tag(device.numbers[0]), Case(device.protocol, {}).framer()
    reads = [read for read in framer.feed(report, 0) if read.kind == "tag"]
    assert bool(reads) == (words == 6)


def test_noise_that_a_sum_lets_through_is_hardly_ever_a_tag() -> None:
    """Steady noise at 115,200 baud, an hour of it in frames whose sum happens to be right."""
    noise, framer = random.Random(1), Case("a0", {}).framer()
    tags = 0
    for _ in range(20_000):
        body = bytes((0xA0, noise.randrange(9, 70), noise.randrange(256), 0x89)) + noise.randbytes(80)
        body = body[: body[1] + 1]
        tags += sum(read.kind == "tag" for read in framer.feed(body + bytes((-sum(body) & 0xFF,)), 0))
    assert tags < 20_000 / 32


def locked(framer: Framer) -> bool:
    """Whether noise was a good frame of the other framing; that lock is given up later, which another test shows."""
    cutter = getattr(framer, "cutter", None)
    return cutter is not None and cutter.mark == b"\xaa"


@given(ANY.filter(lambda case: "mixed" not in case.vector["id"]), st.integers(0, 200), st.integers(1, 255))
def test_one_damaged_byte_never_makes_another_tag(case: Case, place: int, bits: int) -> None:
    whole = bytearray(b"".join(case.chunks))
    right, _ = heard(case, [bytes(whole)], **one_by_one(case))
    whole[place % len(whole)] ^= bits
    reads, _ = heard(case, [bytes(whole)], **one_by_one(case))
    assert {replace(read, note=None) for read in reads} <= {replace(read, note=None) for read in right}


ROUNDS = settings(max_examples=6_000 if os.environ.get("ASSETAUDIT_LONG_TESTS") else 150, deadline=None)


@ROUNDS
@given(st.data())
def test_no_bytes_make_it_raise_or_grow(data: st.DataObject) -> None:
    """Frames, damaged frames and noise in any mixture; the search is led towards what is read and what is held."""
    case = data.draw(ANY)
    framer, now, reads = case.framer(**one_by_one(case)), 0.0, 0
    piece = st.one_of(st.binary(max_size=300), st.sampled_from(case.chunks), st.sampled_from(case.chunks).flatmap(bent))
    for bytes_ in data.draw(st.lists(piece, max_size=12)):
        reads += len(framer.feed(bytes_, now))
        now += data.draw(st.sampled_from((0.0, 0.01, PATIENCE, FORGET * 2)))
        reads += len(framer.idle(now))
        with suppress(LinkLostError):
            framer.due(now)
    held = len(framer.cutter)  # type: ignore[attr-defined]
    assert held <= import_module(dialect(case.protocol).framer.__module__).SHAPE.most
    target(float(reads), label="reads")
    target(float(held), label="held")


@ROUNDS
@given(st.sampled_from(ALL), st.lists(st.binary(max_size=120), max_size=4))
def test_any_content_of_a_right_frame_is_borne(kind: type[Emulated], contents: list[bytes]) -> None:
    device = kind()
    framer = Case(device.protocol, {}).framer()
    for content in contents:
        for read in framer.feed(device.wrap(content), 0):
            assert Read.from_dict(read.to_dict()) == read


if os.environ.get("ASSETAUDIT_LONG_TESTS"):

    def test_a_fuzzer_led_by_coverage_finds_nothing() -> None:
        command = [sys.executable, "-m", "tests.readers.fuzz_framers", "60"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=FOLDER.parents[1])
        assert done.returncode == 0, done.stderr[-2000:]


def bent(frame: bytes) -> st.SearchStrategy[bytes]:
    """A frame with one byte changed, or cut short."""
    changed = st.tuples(st.integers(0, max(0, len(frame) - 1)), st.binary(min_size=1, max_size=1))
    return st.one_of(
        changed.map(lambda what: frame[: what[0]] + what[1] + frame[what[0] + 1 :]),
        st.integers(0, len(frame)).map(lambda end: frame[:end]),
    )
