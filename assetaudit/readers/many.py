"""Several readers at once, as one row of reads."""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from assetaudit.audit.gathering import Gathering, acts
from assetaudit.audit.tags import Heard, Stood
from assetaudit.errors import ReaderError
from assetaudit.model.read import Read
from assetaudit.readers.contract import OnRead, Reader, ReaderState, State
from assetaudit.readers.opening import open_reader

WAITING = 10_000
"""Reads that may wait to be taken; a reader that is faster waits then, and nothing is dropped."""
_LOOK = 0.05
_Handed: TypeAlias = tuple[Read, int]
"""A read, and where it stands among the tags that are gathered."""


def reads_of_readers(
    addresses: Sequence[str],
    *,
    notice: Callable[[str], None],
    seconds: float | None = None,
    opened: Callable[[str], Reader] = open_reader,
    obey: Callable[[], None] = lambda: None,
) -> Iterator[Read]:
    """Reads of all these readers until they end or so many seconds have passed; every change of state is told.

    ``obey`` raises KeyboardInterrupt where the readers are to be stopped; it is asked between two reads.
    """
    waiting: queue.Queue[_Handed | ReaderState] = queue.Queue(WAITING)
    readers = [opened(address) for address in addresses]
    try:
        for handed in _taken(readers, waiting, lambda read: waiting.put((read, 0)), notice, seconds):
            obey()
            if handed is not None:
                yield handed[0]
    finally:
        _stop(readers, waiting)


def deliveries_of_readers(
    addresses: Sequence[str],
    *,
    notice: Callable[[str], None],
    opened: Callable[[str], Reader] = open_reader,
    stood: Callable[[], Stood] = Stood,
    obey: Callable[[], None] = lambda: None,
) -> Iterator[Read | Heard]:
    """The same as deliveries, each to be one event: a code, or what one reader heard of tags within a second.

    Tags are counted in their reader's thread, and codes overtake them, but for control codes. Where a code has moved
    ``stood``, tags heard before it belong to the old place and those after it to the new one, however late it is taken.
    """
    waiting: queue.Queue[_Handed | ReaderState] = queue.Queue(WAITING)
    gathering = Gathering()
    readers = [opened(address) for address in addresses]
    stopped: KeyboardInterrupt | ReaderError | None = None
    try:
        for handed in _taken(readers, waiting, _sorting(gathering, waiting), notice):
            if handed is not None:
                yield from _delivered(handed, gathering, stood)
            yield from gathering.due(time.monotonic())
            obey()
    except (KeyboardInterrupt, ReaderError) as end:
        stopped = end
    finally:
        _stop(readers, waiting)
    for handed in _left(waiting):
        yield from _delivered(handed, gathering, stood)
    yield from gathering.due(time.monotonic(), all_of_it=True)
    if stopped is not None:
        raise stopped


def _sorting(gathering: Gathering, waiting: queue.Queue[_Handed | ReaderState]) -> OnRead:
    """Takes reads from every reader's thread: tags are counted, all else waits in the order in which it is marked."""
    order = threading.Lock()

    def take(read: Read) -> None:
        if read.kind == "tag":
            gathering.take(read, time.monotonic())
            return
        with order:
            waiting.put((read, gathering.mark()))

    return take


def _delivered(handed: _Handed, gathering: Gathering, stood: Callable[[], Stood]) -> Iterator[Read | Heard]:
    read, mark = handed
    if acts(read):
        yield from gathering.before(mark)
    before = stood()
    yield read
    gathering.settle(mark, before if stood() != before else None)


def _taken(
    readers: Sequence[Reader],
    waiting: queue.Queue[_Handed | ReaderState],
    take: OnRead,
    notice: Callable[[str], None],
    seconds: float | None = None,
) -> Iterator[_Handed | None]:
    """What is handed in; None whenever nothing has come for a moment. ReaderError at the end where one failed."""
    failed: ReaderState | None = None
    until = None if seconds is None else time.monotonic() + seconds
    open_ones, lost = len(readers), set[str]()
    for reader in readers:
        reader.start(take, waiting.put)
    while open_ones and (until is None or time.monotonic() < until):
        try:
            item = waiting.get(timeout=_LOOK)
        except queue.Empty:
            yield None
            continue
        if isinstance(item, ReaderState):
            open_ones -= item.state is State.ENDED
            failed = item if item.failed else failed
            if _is_news(item, lost):
                notice(told(item))
        else:
            yield item
    if failed is not None:
        raise ReaderError(f"{failed.address} could not be read to its end.", hint=failed.reason)


def _left(waiting: queue.Queue[_Handed | ReaderState]) -> Iterator[_Handed]:
    """What was handed in before the end and not taken yet."""
    while not waiting.empty():
        item = waiting.get()
        if not isinstance(item, ReaderState):
            yield item


def _is_news(state: ReaderState, lost: set[str]) -> bool:
    """Whether a state is worth telling: not that a lost reader is tried once more, and in vain."""
    known = state.address in lost
    if state.state is State.LOST:
        lost.add(state.address)
    elif state.state is not State.CONNECTING:
        lost.discard(state.address)
    return not known or state.address not in lost


def told(state: ReaderState) -> str:
    """A change of state for people."""
    return f"{state.address}: {state.state}{'. ' + state.reason if state.reason else ''}"


def _stop(readers: Sequence[Reader], waiting: queue.Queue[_Handed | ReaderState]) -> None:
    """Stop them all; whoever waits to hand in a read is let go first."""
    with waiting.not_full:
        waiting.maxsize = sys.maxsize
        waiting.not_full.notify_all()
    for reader in readers:
        reader.stop()
