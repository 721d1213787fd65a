"""Several readers at once, as one row of reads."""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from assetaudit.audit.gathering import Gathering
from assetaudit.audit.tags import Heard
from assetaudit.model.read import Read
from assetaudit.readers.contract import OnRead, Reader, ReaderState, State
from assetaudit.readers.opening import open_reader

WAITING = 10_000
"""Reads that may wait to be taken; a reader that is faster waits then, and nothing is dropped."""
_LOOK = 0.05
_Item: TypeAlias = tuple[Read | Heard, ...] | ReaderState


def reads_of_readers(
    addresses: Sequence[str],
    *,
    notice: Callable[[str], None],
    seconds: float | None = None,
    opened: Callable[[str], Reader] = open_reader,
) -> Iterator[Read]:
    """Reads of all these readers until they end or so many seconds have passed; every change of state is told."""
    waiting: queue.Queue[_Item] = queue.Queue(WAITING)
    readers = [opened(address) for address in addresses]
    try:
        for items in _taken(readers, waiting, lambda read: waiting.put((read,)), notice, seconds):
            yield from (item for item in items if isinstance(item, Read))
    finally:
        _stop(readers, waiting)


def deliveries_of_readers(
    addresses: Sequence[str], *, notice: Callable[[str], None], opened: Callable[[str], Reader] = open_reader
) -> Iterator[Read | Heard]:
    """The same as deliveries, each to be one event: a code, or what one reader heard of tags within a second.

    Tags are counted in their reader's thread. Whatever else is read closes the batches at that moment: tags heard
    before a place label belong to the old place and those after it to the new one, however late the label is taken.
    """
    waiting: queue.Queue[_Item] = queue.Queue(WAITING)
    gathering, order = Gathering(), threading.Lock()

    def take(read: Read) -> None:
        if read.kind == "tag":
            gathering.take(read, time.monotonic())
            return
        with order:
            waiting.put((*gathering.due(time.monotonic(), all_of_it=True), read))

    readers = [opened(address) for address in addresses]
    stopped: KeyboardInterrupt | None = None
    try:
        for items in _taken(readers, waiting, take, notice):
            yield from items or gathering.due(time.monotonic())
    except KeyboardInterrupt as interrupt:
        stopped = interrupt
    finally:
        _stop(readers, waiting)
    for items in _left(waiting):
        yield from items
    yield from gathering.due(time.monotonic(), all_of_it=True)
    if stopped is not None:
        raise stopped


def _taken(
    readers: Sequence[Reader],
    waiting: queue.Queue[_Item],
    take: OnRead,
    notice: Callable[[str], None],
    seconds: float | None = None,
) -> Iterator[Sequence[Read | Heard]]:
    """What is handed in; nothing whenever nothing has come for a moment."""
    until = None if seconds is None else time.monotonic() + seconds
    open_ones = len(readers)
    for reader in readers:
        reader.start(take, waiting.put)
    while open_ones and (until is None or time.monotonic() < until):
        try:
            item = waiting.get(timeout=_LOOK)
        except queue.Empty:
            yield ()
            continue
        if isinstance(item, ReaderState):
            open_ones -= item.state is State.ENDED
            notice(told(item))
        else:
            yield item


def _left(waiting: queue.Queue[_Item]) -> Iterator[Sequence[Read | Heard]]:
    """What was handed in before the end and not taken yet."""
    while not waiting.empty():
        item = waiting.get()
        if not isinstance(item, ReaderState):
            yield item


def told(state: ReaderState) -> str:
    """A change of state for people."""
    return f"{state.address}: {state.state}{'. ' + state.reason if state.reason else ''}"


def _stop(readers: Sequence[Reader], waiting: queue.Queue[_Item]) -> None:
    """Stop them all; whoever waits to hand in a read is let go first."""
    with waiting.not_full:
        waiting.maxsize = sys.maxsize
        waiting.not_full.notify_all()
    for reader in readers:
        reader.stop()
