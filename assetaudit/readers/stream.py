"""A reader over a link: one thread that connects, reads, frames, and connects again after the cable was pulled."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import (
    STOP_SECONDS,
    Framer,
    Link,
    LinkLostError,
    OnRead,
    OnState,
    ReaderState,
    State,
    Tap,
)

FIRST_WAIT = 0.25
LONGEST_WAIT = 5.0
"""Seconds between attempts to connect: doubled each time, up to this."""


class StreamReader:
    """The Reader contract over any link and framer."""

    def __init__(self, address: Address, link: Link, framer: Framer, tap: Tap | None = None) -> None:
        self._address = address
        self._link = link
        self._framer = framer
        self._tap = tap
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._on_read: OnRead = _nobody
        self._on_state: OnState = _nobody

    @property
    def address(self) -> str:
        """As it was given."""
        return self._address.text

    def start(self, on_read: OnRead, on_state: OnState) -> None:
        """Begin to read in a thread of its own."""
        self._on_read, self._on_state = on_read, on_state
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name=self.address, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a device that hangs is left behind, silent."""
        self._stopping.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(STOP_SECONDS)
        self._on_read = self._on_state = _nobody
        self._link.close()

    def _run(self) -> None:
        wait = FIRST_WAIT
        while not self._stopping.is_set():
            self._tell(State.CONNECTING)
            try:
                self._link.open()
                self._tell(State.READY)
                wait = FIRST_WAIT
                self._listen()
            except LinkLostError as error:
                self._tell(State.LOST, f"{error} It is tried again in a moment.")
            except Exception as error:  # noqa: BLE001 - the border of the reader's thread: told, and tried again
                self._tell(State.LOST, f"{type(error).__name__}: {error}. It is tried again in a moment.")
            self._link.close()
            self._framer.lost()
            self._stopping.wait(wait)
            wait = min(wait * 2, LONGEST_WAIT)
        self._tell(State.ENDED)

    def _listen(self) -> None:
        if hello := self._framer.hello():
            self._link.send(hello)
            self._record("tx", hello)
        while not self._stopping.is_set():
            data = self._link.receive()
            now = time.monotonic()
            if data:
                self._record("rx", data)
            for read in self._framer.feed(data, now) if data else self._framer.idle(now):
                self._deliver(read)

    def _deliver(self, read: Read) -> None:
        """Hand a read on; whoever fails to take one still gets the next."""
        try:
            self._on_read(read)
        except Exception as error:  # noqa: BLE001 - the border of the reader's thread: told, and read on
            self._tell(State.READY, f"A read could not be taken: {type(error).__name__}: {error}.")

    def _record(self, direction: str, data: bytes) -> None:
        if self._tap is not None:
            self._tap(direction, data)

    def _tell(self, state: State, reason: str = "") -> None:
        with suppress(Exception):  # whoever fails to hear of a state still gets the reads
            self._on_state(ReaderState(self.address, state, reason))


def _nobody(_: object) -> None:
    """Who is told after the reader was stopped."""
