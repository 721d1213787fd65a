"""A fuzzer, led by the coverage of the drivers, that looks for bytes they do not survive.

Run with ``python -m tests.readers.fuzz_framers [seconds]`` (default 60). The first byte picks the driver, the rest is
cut into pieces, each sent as it is or within a good frame. After anything and a silence, a good frame must be read.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import suppress

import atheris

with atheris.instrument_imports(include=["assetaudit.readers"]):
    from assetaudit.readers.address import Address
    from assetaudit.readers.contract import Framer, LinkLostError
    from assetaudit.readers.framing import FORGET, PATIENCE
    from assetaudit.readers.protocols import dialect
    from assetaudit.readers.zeti import ZetiFramer

from assetaudit.model.read import Read
from tests.readers.emulated import ALL
from tests.readers.emulated_text import TEXT
from tests.readers.emulation import Emulated

KINDS = (*ALL, *TEXT)
LONGEST = 8192
"""Bytes that any driver may hold; NUR frames are the longest."""


def one_input(data: bytes) -> None:
    """Bytes and good frames of any content, in pieces with pauses; then silence, then a frame that has to be read."""
    if not data:
        return
    device = KINDS[data[0] % len(KINDS)]()
    framer = dialect(device.protocol).framer(Address.parse(f"tcp://h:1?protocol={device.protocol}"))
    now = _feed(framer, device, data[1:])
    framer.idle(now + PATIENCE)
    framer.idle(now + FORGET * 2)
    now += 100
    number = device.numbers[0]
    reads = framer.feed(device.tag(number) * 2, now) + framer.idle(now + FORGET * 2)
    if _same_shape(framer, device.tag(number)):
        assert number in {read.epc or read.text for read in reads}


def _same_shape(framer: Framer, report: bytes) -> bool:
    """Whether the device was not found, by what came before, to send reports of another shape."""
    if isinstance(framer, ZetiFramer):
        return framer.shape == ZetiFramer(Address.parse("tcp://h:1")).shape
    mark = getattr(getattr(framer, "cutter", None), "mark", None)
    return mark is None or report.startswith(mark)


def _feed(framer: Framer, device: Emulated, data: bytes) -> float:
    now, at = 0.0, 0
    while at < len(data):
        size, now = (data[at] >> 1) + 1, now + (data[at] & 3) / 10
        piece = data[at + 1 : at + 1 + size]
        _check(framer.feed(device.wrap(piece) if data[at] & 1 else piece, now))
        _check(framer.idle(now))
        with suppress(LinkLostError):
            framer.due(now)
        at += 1 + size
    assert len(getattr(framer, "cutter", b"")) <= LONGEST
    return now


def _check(reads: list[Read]) -> None:
    for read in reads:
        assert Read.from_dict(read.to_dict()) == read


def main() -> None:
    """Fuzz for so many seconds; whatever is found is printed, and the exit code is not 0."""
    seconds = sys.argv[1] if len(sys.argv) > 1 else "60"
    found = f"-artifact_prefix={tempfile.gettempdir()}/framers-"
    wishes = ["-max_len=600", f"-max_total_time={seconds}", "-verbosity=0", "-print_final_stats=1", found]
    atheris.Setup([sys.argv[0], *wishes], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
