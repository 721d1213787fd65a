"""A reader over a link: one thread that connects, reads, frames, and connects again after the cable was pulled."""

from __future__ import annotations

import time
from contextlib import suppress

from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Framer, Link, LinkLostError, State, Tap
from assetaudit.readers.reader_thread import FIRST_WAIT, LONGEST_WAIT, ReaderThread

AGAIN = 60.0
"""Seconds after which a device that says the same over and over is heard again."""
_SAYINGS = 64


class StreamReader(ReaderThread):
    """The Reader contract over any link and framer."""

    def __init__(self, address: Address, link: Link, framer: Framer, tap: Tap | None = None) -> None:
        super().__init__(address)
        self._link = link
        self._framer = framer
        self._tap = tap
        self._wait = FIRST_WAIT
        self._said: dict[str, float] = {}

    def stop(self) -> None:
        """End the thread; a device that hangs is left behind, silent."""
        super().stop()
        self._link.close()

    def _run(self) -> None:
        self._wait = FIRST_WAIT
        while not self._stopping.is_set():
            self._tell(State.CONNECTING)
            try:
                self._link.open()
                self._listen()
            except LinkLostError as error:
                self._tell(State.LOST, f"{error} It is tried again in a moment.")
            except Exception as error:  # noqa: BLE001 - the border of the reader's thread: told, and tried again
                self._tell(State.LOST, f"{type(error).__name__}: {error}. It is tried again in a moment.")
            self._link.close()
            self._framer.lost()
            self._said.clear()
            self._stopping.wait(self._wait)
            self._wait = min(self._wait * 2, LONGEST_WAIT)
        self._tell(State.ENDED)

    def _listen(self) -> None:
        ready = self._welcome(told=False)
        self._send(self._framer.hello())
        while not self._stopping.is_set():
            data = self._link.receive()
            now = time.monotonic()
            if data:
                self._record("rx", data)
            reads = self._framer.feed(data, now) if data else self._framer.idle(now)
            ready = self._welcome(told=ready)
            for read in reads:
                self._deliver(read, now)
            self._send(self._framer.due(now))
        with suppress(LinkLostError):  # a device that is gone needs no goodbye
            self._send(self._framer.goodbye())

    def _welcome(self, *, told: bool) -> bool:
        """Tell once that the device is ready; only then the next loss is met with the short wait again."""
        if not told and self._framer.ready:
            self._wait = FIRST_WAIT
            self._tell(State.READY)
            return True
        return told

    def _deliver(self, read: Read, now: float) -> None:
        """Hand a read on, or tell what the device says."""
        if read.kind == "status":
            self._say(read.note or "", now)
            return
        self._hand_on(read)

    def _say(self, sentence: str, now: float) -> None:
        """What a device repeats many times a second is told once a minute."""
        if now - self._said.get(sentence, -AGAIN) < AGAIN:
            return
        if len(self._said) >= _SAYINGS:
            self._said.clear()
        self._said[sentence] = now
        self._tell(State.READY, sentence)

    def _send(self, data: bytes) -> None:
        if data:
            self._link.send(data)
            self._record("tx", data)

    def _record(self, direction: str, data: bytes) -> None:
        if self._tap is not None:
            self._tap(direction, data)
