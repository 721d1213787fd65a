"""The thread of a reader: how it is started and stopped, and how reads and states leave it."""

from __future__ import annotations

import threading
from contextlib import suppress

from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import STOP_SECONDS, OnRead, OnState, ReaderState, State

FIRST_WAIT = 0.25
LONGEST_WAIT = 5.0
"""Seconds between attempts to connect, or to find a camera: doubled each time, up to this."""


class ReaderThread:
    """The part of the Reader contract that does not depend on where the reads come from."""

    def __init__(self, address: Address) -> None:
        self._address = address
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

    def _run(self) -> None:
        """What the thread does."""
        raise NotImplementedError

    def _hand_on(self, read: Read) -> None:
        """Hand a read on; whoever fails to take one still gets the next."""
        try:
            self._on_read(read)
        except Exception as error:  # noqa: BLE001 - the border of the reader's thread: told, and read on
            self._tell(State.READY, f"A read could not be taken: {type(error).__name__}: {error}.")

    def _tell(self, state: State, reason: str = "", *, failed: bool = False) -> None:
        with suppress(Exception):  # whoever fails to hear of a state still gets the reads
            self._on_state(ReaderState(self.address, state, reason, failed))


def _nobody(_: object) -> None:
    """Who is told after the reader was stopped."""
