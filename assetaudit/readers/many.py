"""Several readers at once, as one row of reads."""

from __future__ import annotations

import queue
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from assetaudit.model.needs import Clock
from assetaudit.model.read import Read
from assetaudit.readers.contract import Reader, ReaderState, State
from assetaudit.readers.opening import open_reader
from assetaudit.readers.sweeps import Sweeps

WAITING = 10_000
"""Reads that may wait to be taken; a reader that is faster waits then, and nothing is dropped."""
_LOOK = 0.1


def reads_of_readers(
    addresses: Sequence[str],
    *,
    notice: Callable[[str], None],
    seconds: float | None = None,
    opened: Callable[[str], Reader] = open_reader,
) -> Iterator[Read]:
    """Reads of all these readers until they end or so many seconds have passed; every change of state is told."""
    for read in _heard([opened(address) for address in addresses], notice, seconds):
        if read is not None:
            yield read


def sweeps_of_readers(
    addresses: Sequence[str],
    *,
    notice: Callable[[str], None],
    clock: Clock,
    opened: Callable[[str], Reader] = open_reader,
) -> Iterator[Sequence[Read]]:
    """The same as deliveries, each to be one event: a code alone, or the tags that one reader heard in a second."""
    sweeps = Sweeps(clock)
    try:
        for read in _heard([opened(address) for address in addresses], notice, None):
            now = time.monotonic()
            yield from sweeps.over(now) if read is None else sweeps.add(read, now)
    except KeyboardInterrupt:
        yield from sweeps.rest(time.monotonic())
        raise
    yield from sweeps.rest(time.monotonic())


def _heard(readers: Sequence[Reader], notice: Callable[[str], None], seconds: float | None) -> Iterator[Read | None]:
    """Reads as they come, None whenever nothing has come for a moment; what was handed in at the end comes as well."""
    waiting: queue.Queue[Read | ReaderState] = queue.Queue(WAITING)
    stopped: KeyboardInterrupt | None = None
    try:
        yield from _until(readers, waiting, notice, seconds)
    except KeyboardInterrupt as interrupt:
        stopped = interrupt
    finally:
        _stop(readers, waiting)
    while not waiting.empty():
        item = waiting.get()
        if isinstance(item, Read):
            yield item
    if stopped is not None:
        raise stopped


def _until(
    readers: Sequence[Reader],
    waiting: queue.Queue[Read | ReaderState],
    notice: Callable[[str], None],
    seconds: float | None,
) -> Iterator[Read | None]:
    until = None if seconds is None else time.monotonic() + seconds
    open_ones = len(readers)
    for reader in readers:
        reader.start(waiting.put, waiting.put)
    while open_ones and (until is None or time.monotonic() < until):
        try:
            item = waiting.get(timeout=_LOOK)
        except queue.Empty:
            yield None
            continue
        if isinstance(item, Read):
            yield item
            continue
        open_ones -= item.state is State.ENDED
        notice(told(item))


def told(state: ReaderState) -> str:
    """A change of state for people."""
    return f"{state.address}: {state.state}{'. ' + state.reason if state.reason else ''}"


def _stop(readers: Sequence[Reader], waiting: queue.Queue[Read | ReaderState]) -> None:
    """Stop them all; whoever waits to hand in a read is let go first."""
    with waiting.not_full:
        waiting.maxsize = sys.maxsize
        waiting.not_full.notify_all()
    for reader in readers:
        reader.stop()
