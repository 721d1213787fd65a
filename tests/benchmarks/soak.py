"""A day of RFID, hurried: a hundred reads a second through gathering, log and engine; what a second leaves in memory.

Run with ``python -m tests.benchmarks.soak [hours]`` (default 24; an hour takes about a minute).
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from assetaudit.audit.gathering import Gathering
from assetaudit.model.place import Place
from assetaudit.model.read import Read
from tests.benchmarks.rfid import TAGS, counted, resident, walk_in

RATE = 100
"""Reads a second."""
MOVE = 600
"""Seconds in one rack."""
NEAR = 60
"""Tags that are heard from one place."""
STRANGE = 5
"""Of those, tags that no record has."""


def tags_of(rack: int) -> list[str]:
    """What an antenna before a rack hears: its tags, those of its neighbours, and a few that no record has."""
    numbers = [*range(rack * TAGS // 20, rack * TAGS // 20 + NEAR - STRANGE), *range(TAGS, TAGS + STRANGE)]
    return [f"3414257BF4{number % (TAGS + STRANGE):014X}" for number in numbers]


def read(epc: str, chance: random.Random) -> Read:
    """One read; no two are quite as strong."""
    return Read("tcp://a", kind="tag", epc=epc, antenna=1, rssi=-50 - chance.randint(0, 20), rssi_unit="dBm")


def main(hours: float = 24.0) -> int:
    """Print what came of it, an hour a line."""
    with tempfile.TemporaryDirectory() as folder:
        walk, events = walk_in(Path(folder))
        gathering, taken, memory, cpu, chance = Gathering(), 0, [], time.process_time(), random.Random(1)
        for second in range(int(hours * 3600)):
            if second % MOVE == 0:
                rack = second // MOVE % 20
                walk.go(Place.parse(f"DC1/R1/{rack:02}"))
                heard_here = tags_of(rack)
            for number in range(RATE):
                gathering.take(read(chance.choice(heard_here), chance), second + number / RATE)
            for heard in gathering.due(second + 0.999, all_of_it=True):
                walk.take_heard(heard)
                taken += heard.count
            memory.append(resident())
            if second % 3600 == 3599:
                print(f"   hour {second // 3600 + 1}: {memory[-1] >> 20} MiB, {time.process_time() - cpu:.0f} s of CPU")
        walk.end()
        kept = counted(events)
    half = memory[len(memory) // 2 :]
    """By then every rack has been visited once."""
    third = max(1, len(half) // 3)
    grown = (median(half[-third:]) - median(half[:third])) / max(1, len(half) - third) * 3600 / 2**20
    print(f"{taken:,} reads, {taken - kept} lost; in the second half {grown:.2f} MiB more in memory an hour")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*map(float, sys.argv[1:])))
