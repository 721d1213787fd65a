"""Several readers at once, as one row of reads."""

from __future__ import annotations

import queue
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from assetaudit.model.read import Read
from assetaudit.readers.contract import Reader, ReaderState, State
from assetaudit.readers.opening import open_reader

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
    waiting: queue.Queue[Read | ReaderState] = queue.Queue(WAITING)
    readers = [opened(address) for address in addresses]
    until = None if seconds is None else time.monotonic() + seconds
    open_ones = len(readers)
    try:
        for reader in readers:
            reader.start(waiting.put, waiting.put)
        while open_ones and (until is None or time.monotonic() < until):
            try:
                item = waiting.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if isinstance(item, Read):
                yield item
                continue
            open_ones -= item.state is State.ENDED
            notice(told(item))
    finally:
        _stop(readers, waiting)


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
