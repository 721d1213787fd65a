"""Budget 7b: a recorded log of raw reads taken in, from stored bytes to sightings, on one core.

Run with ``python -m tests.benchmarks.replay [assets]`` (default 200,000; as many reads). Every read is the first of its
asset, and no code comes twice. Of 20 in a rack 12 are asset tags, 5 makers' serial numbers (Dell, HPE, Cisco), 2 other
serial numbers and 1 an EPC in hex; each rack begins with its place label. Racks are walked far apart, so that no page
of the register is warm from the rack before. Told is the CPU of decoding alone, and of all with identification, look-up
in the stored register, sighting, and calling the roll of the audit, which happens once.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assetaudit.identify.identifier import identifier
from assetaudit.identify.vendors import base36
from assetaudit.model.event import Draft
from assetaudit.model.frame import Frame, Patterns
from assetaudit.model.place import Place
from assetaudit.paths import Home
from assetaudit.reconcile import Reconciliation
from assetaudit.reconcile.batches import uncollected
from assetaudit.registers.importing import Wishes, import_file
from assetaudit.store.clock import SystemClock
from assetaudit.store.event_bytes import event_of
from assetaudit.store.event_chain import Chain
from assetaudit.store.register_version import RegisterStore
from tests.benchmarks.findings import IN_RACK, rack

GOAL = 100_000
STEP = 997
AT_ONCE = 10_000
"""Events of one look into the store."""
TAGS = 12


def serial(number: int) -> str:
    """A serial number as the maker writes it."""
    kinds = (
        f"{base36(2_300_000_000 + number * 31_337):0>7}"[-7:],
        f"CZJ{number % 10}{number % 52 + 1:02}{base36(number):0>4}"[:10],
        f"FCW{number % 90 + 10}{number % 52 + 1:02}{base36(number):0>4}"[:11],
        f"XK-{number:08}",
    )
    return kinds[number % 4]


def epc(number: int) -> str:
    """A GIAI-96 in hex."""
    return f"{(0x34 << 88) | (5 << 82) | (614141 << 58) | number:024X}"


def code(number: int) -> str:
    """What is read of an asset."""
    slot = number % IN_RACK
    return f"IT-{number:07}" if slot < TAGS else epc(number) if slot == IN_RACK - 1 else serial(number)


def register(folder: Path, size: int) -> Home:
    """Import a register of racks with 20 assets each."""
    file = folder / "register.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("Asset Tag,Serial,EPC,Model,Status,Location\n")
        for number in range(size):
            place = f"{rack(number)}:U{number % IN_RACK * 2 + 1}"
            out.write(f"IT-{number:07},{serial(number)},{epc(number)},PowerEdge R740,Deployed,{place}\n")
    home = Home.of(folder).make()
    import_file(RegisterStore(home), file, Wishes("cmdb"))
    return home


def stored(size: int) -> Iterator[tuple[bytes, bytes]]:
    """The bytes and hashes of a log: rack after rack entered and scanned."""
    chain, clock, racks = Chain(1, "log", "audit"), SystemClock(), size // IN_RACK
    for turn in range(racks):
        first = turn * STEP % racks * IN_RACK
        chain, event, row = chain.link(Draft("place", {"by": "label", "place": rack(first)}), user="u", clock=clock)
        yield row.body, row.hash
        for number in range(first, first + IN_RACK):
            read = {"kind": "code", "reader": "keys://", "text": code(number)}
            chain, _event, row = chain.link(Draft("scan", {"at": event.hash, "read": read}), user="u", clock=clock)
            yield row.body, row.hash


def budget_7b(size: int) -> None:
    """The whole way of a log, three times, and what decoding takes of it."""
    with tempfile.TemporaryDirectory() as folder:
        store, log = RegisterStore(register(Path(folder), size)), list(stored(size))
        current = store.current()
        assert current is not None
        frame = Frame("bench", (Place.parse("DC1"),), current.version, patterns=Patterns(asset_tag=(r"IT-\d{7}",)))
        rates = []
        for _ in range(3):
            gc.collect()
            gc.freeze()
            cold = RegisterStore(Home.of(Path(folder))).open(current.version)
            engine = Reconciliation(frame, cold, identifier(frame.patterns))
            decoding, whole = _replayed(engine, log)
            rates.append(len(log) / whole)
            print(f"   decoded in {decoding / len(log) * 1e6:.1f} us an event, all in {whole / len(log) * 1e6:.1f} us")
        found = {outcome.value: count for outcome, count in engine.counts().items() if count}
        rate = sorted(rates)[1]
        told = "kept" if rate >= GOAL else "MISSED"
        print(f"7b {len(log):,} events, {found}: {rate:,.0f} a CPU second, goal {GOAL:,}: {told}")
        began, count = time.process_time(), 0
        for count, _finding in enumerate(engine.findings(), 1):
            if count == 20_000:
                break
        print(f"   whole findings with their sentences: {count / (time.process_time() - began):,.0f} a CPU second")


def _replayed(engine: Reconciliation, log: list[tuple[bytes, bytes]]) -> tuple[float, float]:
    """Seconds of CPU: decoding, and all."""
    decoding, began = 0.0, time.process_time()
    with uncollected():  # as an audit that is opened does
        for start in range(0, len(log), AT_ONCE):
            before = time.process_time()
            events = [event_of(body, digest) for body, digest in log[start : start + AT_ONCE]]
            decoding += time.process_time() - before
            engine.add_all(events)
    return decoding, time.process_time() - began


def main() -> int:
    """Print the rate beside its goal."""
    budget_7b(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
    return 0


if __name__ == "__main__":
    sys.exit(main())
