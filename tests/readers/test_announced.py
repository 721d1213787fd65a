"""Readers that tell the network of themselves are heard, and nothing else is taken for one."""

from __future__ import annotations

import json
import socket
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetaudit.errors import ReaderError
from assetaudit.readers import announced, listing
from assetaudit.readers.address import Address

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "chainway_ur4.json").read_text())["vectors"]
(VECTOR,) = [vector for vector in VECTORS if vector["id"] == "cw-udp-discovery"]
DATA = bytes.fromhex(VECTOR["hex"])


def test_the_vector_is_understood() -> None:
    found = announced.understood(DATA)
    assert found is not None
    told = VECTOR["expected"]
    assert (found.mac, found.ip, found.port) == (told["mac"], told["ip"], told["port"])
    assert found.address == "tcp://192.168.99.202:8888?protocol=ur4"


@given(st.binary(max_size=40))
def test_no_other_bytes_are_a_reader_or_do_harm(data: bytes) -> None:
    found = announced.understood(data)
    if found is None:
        assert len(data) != 12 or not any(data[6:10]) or not any(data[10:])
    else:
        assert Address.parse(found.address).scheme == "tcp"


def sent(port: int, *datagrams: bytes) -> threading.Thread:
    """A reader that announces itself on this machine, until it is heard."""

    def send() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as reader:
            for _ in range(8):
                for data in datagrams:
                    reader.sendto(data, ("127.0.0.1", port))
                time.sleep(0.05)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_each_reader_is_told_once_within_the_time() -> None:
    port = free_port()
    thread = sent(port, b"who is there?", DATA, DATA[:-1] + b"\xb9", DATA)
    found = list(announced.heard(0.6, host="127.0.0.1", port=port))
    thread.join()
    assert sorted(one.port for one in found) == [8888, 8889]


def test_silence_ends_in_time_and_a_taken_port_is_told() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(ReaderError, match="cannot be listened on"):
            list(announced.heard(0.1, host="127.0.0.1", port=taken.getsockname()[1]))
    assert list(announced.heard(0.05, host="127.0.0.1", port=free_port())) == []


def test_the_list_has_them_with_the_address_that_opens_them(monkeypatch: pytest.MonkeyPatch) -> None:
    found = announced.understood(DATA)
    monkeypatch.setattr(listing, "heard", lambda _seconds: iter([found]))
    assert list(listing.in_network(0)) == []
    (listed,) = listing.in_network(3)
    assert listed.address == "tcp://192.168.99.202:8888?protocol=ur4"
    assert "00:58:34:00:2C:00" in listed.product
