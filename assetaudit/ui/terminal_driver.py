"""Textual's driver for Linux and macOS with an input thread that survives what it reads."""

from __future__ import annotations

import os
import select
import selectors
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key

from assetaudit.ui.terminal import Terminal

if TYPE_CHECKING:
    from textual.message import Message

PIECE = 4096
"""Bytes that a terminal hands out at most in one piece."""
PASTED = 64
"""Bytes in one piece that no person types: what follows is of the same make, and is waited for before it is told."""
BREATH = 0.005
"""Seconds that such a following piece may take."""
MOST = 65536
"""Bytes that are told together, at most."""


class TerminalDriver(LinuxDriver):
    """Reads the terminal through ``Terminal``."""

    def __init__(self, *arguments: Any, **wishes: Any) -> None:  # noqa: ANN401 - Textual's own, handed through
        super().__init__(*arguments, **wishes)
        self._reading = threading.Lock()
        self._keys = 0

    def run_input_thread(self) -> None:
        """Wait for input and hand it on until the program ends."""
        terminal = Terminal()
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.02) and not self._read(terminal):
                    break
                self._hand_on(terminal.tick(time.monotonic()))

    def send(self, sequence: str) -> None:
        """Send what is no text, between two pictures of the screen."""
        self.write(sequence)

    def quiet(self, heard: int) -> bool:
        """Whether ``heard`` keys are all there are: none waits to be read, and none that was read is on its way.

        Only then does time tell a pressed key from a scan's first letter. A busy machine can hold this thread up
        between two keys of one code for longer than a person would.
        """
        if not self._reading.acquire(blocking=False):
            return False
        try:
            return self._keys <= heard and not select.select([self.fileno], [], [], 0)[0]
        finally:
            self._reading.release()

    def _read(self, terminal: Terminal) -> bool:
        with self._reading:
            at = time.monotonic()
            data = piece = os.read(self.fileno, PIECE)
            while PASTED < len(data) < MOST and piece and select.select([self.fileno], [], [], BREATH)[0]:
                piece = os.read(self.fileno, PIECE)
                data += piece
            self._hand_on(terminal.feed(data, at))
        return bool(data)

    def _hand_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self._keys += isinstance(message, Key)
            self.process_message(message)
