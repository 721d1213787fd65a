"""LLRP: the captures of real readers, and whole sessions with llrpkit's emulator, plain and over TLS."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llrpkit.emulator.core import EmulatedTag, LLRPEmulator

from assetaudit.errors import MissingExtraError, UsageError
from assetaudit.model.read import Read
from assetaudit.readers import llrp_talk
from assetaudit.readers.address import Address
from assetaudit.readers.contract import LinkLostError, Reader, ReaderState, State
from assetaudit.readers.llrp_talk import SILENT, LlrpFramer
from assetaudit.readers.opening import open_reader

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "llrp.json").read_text("utf-8"))["vectors"]
BY_NAME = {vector["id"]: vector for vector in VECTORS}


def framer(options: str = "") -> LlrpFramer:
    return LlrpFramer(Address.parse(f"llrp://reader{options}"))


def pieces(vector: dict[str, Any]) -> list[bytes]:
    return [bytes.fromhex(piece) for piece in vector.get("chunks") or [vector["hex"]]]


@pytest.mark.parametrize("vector", [v for v in VECTORS if v["expected"].get("events")], ids=lambda v: str(v["id"]))
def test_reports_that_real_readers_sent(vector: dict[str, Any]) -> None:
    (event,) = vector["expected"]["events"]
    (read,) = framer().feed(pieces(vector)[0], 0.0)
    assert (read.kind, read.epc, read.antenna) == ("tag", event["epc"], event["antenna"])
    assert (read.rssi, read.rssi_unit) == (event["peak_rssi"], "dBm")
    assert read.at is not None
    assert read.at.startswith(time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(event["first_seen_utc"] / 1e6)))
    assert read.note is None


@pytest.mark.parametrize("name", ["llrp-st-coalesced-20", "llrp-st-split-odd"])
def test_streams_of_reports(name: str) -> None:
    one, expected = framer(), BY_NAME[name]["expected"]
    reads = [read for piece in pieces(BY_NAME[name]) for read in one.feed(piece, 0.0)]
    assert len(reads) == expected["tag_count"]
    assert sorted({read.epc for read in reads if read.epc}) == sorted(
        expected.get("unique_epcs", {read.epc for read in reads})
    )


@pytest.mark.parametrize("number", range(5))
def test_only_a_good_greeting_begins_the_talk(number: int) -> None:
    one = framer()
    one.feed(pieces(BY_NAME[f"llrp-rx-connattempt-{number}"])[0], 0.0)
    if number == 0:
        assert one.due(0.0)[1] == 1  # GET_READER_CAPABILITIES
        return
    with pytest.raises(LinkLostError, match="refuses the connection"):
        one.due(0.0)


def test_a_sign_of_life_is_answered() -> None:
    one = framer()
    one.feed(pieces(BY_NAME["llrp-keepalive"])[0], 0.0)
    assert one.due(0.0) == pieces(BY_NAME["llrp-keepalive_ack"])[0]


@pytest.mark.parametrize("name", ["llrp-rx-bad-version", "llrp-rx-len-too-small", "llrp-rx-len-huge"])
def test_what_is_no_llrp_is_given_up_and_not_kept(name: str) -> None:
    one = framer()
    assert one.feed(pieces(BY_NAME[name])[0] + bytes(1000), 0.0) == []
    assert not one._held
    with pytest.raises(LinkLostError, match="no LLRP"):
        one.due(0.0)
    one.lost()
    assert one.due(0.0) == b""


def test_a_broken_message_in_its_frame_is_told_and_the_next_one_read() -> None:
    data = pieces(BY_NAME["llrp-rx-truncated-param"])[0] + pieces(BY_NAME["llrp-rx-report-0"])[0]
    status, tag = framer().feed(data, 0.0)
    assert "could not be understood" in str(status.note)
    assert tag.epc == "3005FB63AC1F3841EC880467"


def test_a_reader_that_falls_silent_is_given_up() -> None:
    one = framer()
    one.feed(pieces(BY_NAME["llrp-rx-connattempt-0"])[0], 0.0)
    one.due(0.0)
    with pytest.raises(LinkLostError, match="did not answer"):
        one.due(6.0)
    silent = framer()
    silent.due(0.0)
    with pytest.raises(LinkLostError, match="silent"):
        silent.due(SILENT + 1)


STREAM = b"".join(pieces(BY_NAME["llrp-st-coalesced-20"]))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, len(STREAM)), max_size=30))
def test_any_chunking_gives_the_same_reads(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(STREAM)]
    one = framer()
    assert [read for a, b in pairwise(places) for read in one.feed(STREAM[a:b], 0.0)] == framer().feed(STREAM, 0.0)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=120), st.sampled_from([v for v in VECTORS if v["direction"] == "rx"]), st.integers(0, 60))
def test_any_bytes_are_borne(noise: bytes, vector: dict[str, Any], at: int) -> None:
    one = framer()
    whole = b"".join(pieces(vector))
    one.feed(whole[:at] + noise + whole[at + len(noise) :], 0.0)
    one.feed(noise, 0.0)


class Emulator:
    """llrpkit's emulator in a thread of its own, with a line that can be cut."""

    def __init__(self, tags: int, rate: float = 100.0) -> None:
        population = [
            EmulatedTag(epc=bytes.fromhex(f"3034257BF7194E40{n:08X}"), antennas=(1 + n % 4,), rssi_dbm=-40 - n % 30)
            for n in range(tags)
        ]
        self.rig = LLRPEmulator(tags=population, reads_per_sec=rate)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.do(self.rig.start())

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def cut(self) -> None:
        writer = self.rig._writer
        assert writer is not None
        self._loop.call_soon_threadsafe(writer.transport.abort)

    def stop(self) -> None:
        self.do(self.rig.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)


class Session:
    def __init__(self, address: str) -> None:
        self.reads: list[Read] = []
        self.states: list[ReaderState] = []
        self.reader: Reader = open_reader(address)
        self.reader.start(self.reads.append, self.states.append)

    def until(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, (len(self.reads), self.states)
            time.sleep(0.02)

    def until_reads(self, count: int) -> None:
        self.until(lambda: len(self.reads) >= count)

    def reasons(self, state: State) -> list[str]:
        return [told.reason for told in self.states if told.state is state]


@pytest.fixture
def emulators() -> Iterator[Callable[..., Emulator]]:
    made: list[Emulator] = []

    def make(*arguments: Any) -> Emulator:
        made.append(Emulator(*arguments))
        return made[-1]

    yield make
    for each in made:
        each.stop()


def test_thousands_of_tags_come_in_and_the_reader_is_left_free(emulators: Callable[..., Emulator]) -> None:
    rig = emulators(2000, 6000.0)
    session = Session(f"llrp://127.0.0.1:{rig.rig.port}?session=s0")
    session.until(lambda: len({read.epc for read in session.reads}) >= 1200, 90)
    begun = time.monotonic()
    session.reader.stop()
    assert time.monotonic() - begun < 2
    known = {f"3034257BF7194E40{n:08X}" for n in range(2000)}
    assert {read.epc for read in session.reads} <= known
    assert {read.antenna for read in session.reads} == {1, 2, 3, 4}
    assert {read.rssi_unit for read in session.reads} == {"dBm"}
    assert all(read.rssi is not None and -90 < read.rssi < -20 for read in session.reads)
    assert session.reasons(State.LOST) == []
    again = Session(f"llrp://127.0.0.1:{rig.rig.port}")  # refused, were the first connection not taken leave of
    again.until(lambda: bool(again.reads))
    again.reader.stop()


def test_antennas_power_and_keep_alives(emulators: Callable[..., Emulator]) -> None:
    rig = emulators(40, 300.0)
    session = Session(f"llrp://127.0.0.1:{rig.rig.port}?antenna=2,3&power=20dBm&session=s2")
    session.until(lambda: len(session.reads) > 60)
    rig.do(rig.rig.send_keepalive())
    session.until(lambda: rig.rig.keepalive_acks > 0)
    session.reader.stop()
    assert {read.antenna for read in session.reads} == {2, 3}


def test_a_cut_line_is_told_and_the_inventory_goes_on(emulators: Callable[..., Emulator]) -> None:
    rig = emulators(10, 200.0)
    session = Session(f"llrp://127.0.0.1:{rig.rig.port}")
    session.until(lambda: bool(session.reads))
    rig.cut()
    session.until(lambda: len(session.reasons(State.READY)) == 2)
    before = len(session.reads)
    session.until(lambda: len(session.reads) > before + 5)
    session.reader.stop()
    assert session.reasons(State.LOST)[0]


def test_what_the_reader_cannot_do_is_told(emulators: Callable[..., Emulator]) -> None:
    rig = emulators(1)
    session = Session(f"llrp://127.0.0.1:{rig.rig.port}?antenna=9")
    session.until(lambda: bool(session.reasons(State.LOST)))
    session.reader.stop()
    assert "there is no antenna 9" in session.reasons(State.LOST)[0]


def test_a_pulled_antenna_is_told(emulators: Callable[..., Emulator]) -> None:
    rig = emulators(8)
    session = Session(f"llrp://127.0.0.1:{rig.rig.port}")
    session.until(lambda: bool(session.reads))
    rig.do(rig.rig.set_antenna_connected(2, connected=False))
    session.until(lambda: any("Antenna 2 is disconnected" in told.reason for told in session.states))
    session.reader.stop()


class TlsFront:
    """TLS before the emulator, as on a reader that has its own certificate."""

    def __init__(self, folder: Path, port: int) -> None:
        self.certificate = folder / "reader.pem"
        key = folder / "key.pem"
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        names = ["-subj", "/CN=reader", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
        out = ["-keyout", str(key), "-out", str(self.certificate)]
        subprocess.run([*command, *names, *out], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, key)
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._behind = port
        server = asyncio.start_server(self._relay, "127.0.0.1", 0, ssl=context)
        self._server = asyncio.run_coroutine_threadsafe(server, self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _relay(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, onward = await asyncio.open_connection("127.0.0.1", self._behind)
        await asyncio.gather(self._pump(near, onward), self._pump(far, back))

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
        sink.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl, which makes the test's certificate, is absent")
def test_over_tls_a_certificate_is_checked(emulators: Callable[..., Emulator], tmp_path: Path) -> None:
    front = TlsFront(tmp_path, emulators(5).rig.port)
    stranger = Session(f"llrps://127.0.0.1:{front.port}")
    stranger.until(lambda: bool(stranger.reasons(State.LOST)))
    stranger.reader.stop()
    assert "ca=FILE" in stranger.reasons(State.LOST)[0]
    for options in (f"ca={front.certificate}", "verify=off"):
        session = Session(f"llrps://127.0.0.1:{front.port}?{options}")
        session.until_reads(4)
        session.reader.stop()
        time.sleep(0.2)
    front.stop()


def test_something_else_behind_the_port_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        session = Session(f"llrp://127.0.0.1:{server.getsockname()[1]}")
        peer, _ = server.accept()
        peer.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")
        session.until(lambda: bool(session.reasons(State.LOST)))
        session.reader.stop()
        peer.close()
    assert "no LLRP" in session.reasons(State.LOST)[0]


@pytest.mark.parametrize("address", ["llrp://", "llrp://h?power=99", "llrp://h?colour=red", "llrps://h?ca=/no/file"])
def test_addresses_that_cannot_be_used_are_told(address: str) -> None:
    with pytest.raises(UsageError):
        open_reader(address)


def test_without_the_library_it_is_said_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent() -> None:
        raise ImportError("No module named 'llrpkit'")

    monkeypatch.setattr(llrp_talk, "_Library", absent)
    with pytest.raises(MissingExtraError, match="llrpkit") as told:
        open_reader("llrp://reader")
    assert "assetaudit[llrp]" in told.value.hint
