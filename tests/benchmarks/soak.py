"""A day of RFID, hurried: a hundred reads a second through gathering, log and engine; what a second leaves in memory.

Run with ``python -m tests.benchmarks.soak [hours]`` (default 24; an hour takes about a minute).
"""

from __future__ import annotations

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


def tags_of(rack: int) -> list[Read]:
    """What an antenna before a rack hears: its tags, and a few that pass by."""
    numbers = range(rack * TAGS // 20, rack * TAGS // 20 + NEAR)
    return [Read("tcp://a", kind="tag", epc=f"3414257BF4{number % TAGS:014X}", antenna=1) for number in numbers]


def main(hours: float = 24.0) -> int:
    """Print what came of it, an hour a line."""
    with tempfile.TemporaryDirectory() as folder:
        walk, events = walk_in(Path(folder))
        gathering, taken, memory, cpu = Gathering(), 0, [], time.process_time()
        for second in range(int(hours * 3600)):
            if second % MOVE == 0:
                rack = second // MOVE % 20
                walk.go(Place.parse(f"DC1/R1/{rack:02}"))
                heard_here = tags_of(rack)
            for number in range(RATE):
                gathering.take(heard_here[number * 7 % NEAR], second + number / RATE)
            for heard in gathering.due(second + 0.999, all_of_it=True):
                walk.take_heard(heard)
                taken += heard.count
            memory.append(resident())
            if second % 3600 == 3599:
                print(f"   hour {second // 3600 + 1}: {memory[-1] >> 20} MiB, {time.process_time() - cpu:.0f} s of CPU")
        walk.end()
        kept = counted(events)
    third = max(1, len(memory) // 3)
    grown = (median(memory[-third:]) - median(memory[:third])) / max(1, len(memory) - third)
    print(f"{taken:,} reads, {taken - kept} lost; {grown:,.0f} bytes more in memory a second of reads")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*map(float, sys.argv[1:])))
