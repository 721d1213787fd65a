"""Textual's driver for Linux and macOS with an input thread that survives what it reads."""

from __future__ import annotations

import os
import select
import selectors
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.drivers.linux_driver import LinuxDriver

from assetaudit.ui.terminal import Terminal

if TYPE_CHECKING:
    from textual.message import Message


class TerminalDriver(LinuxDriver):
    """Reads the terminal through ``Terminal``."""

    def run_input_thread(self) -> None:
        """Wait for input and hand it on until the program ends."""
        terminal = Terminal()
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.02):
                    data = os.read(self.fileno, 4096)
                    if not data:
                        break
                    self._hand_on(terminal.feed(data, time.monotonic()))
                self._hand_on(terminal.tick(time.monotonic()))

    def quiet(self) -> bool:
        """Whether no byte waits to be read: only then does time tell a pressed key from a scan's first letter."""
        return not select.select([self.fileno], [], [], 0)[0]

    def _hand_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)
