"""Textual's driver for a browser, with the same distrust of what arrives as a terminal's: keys are keys, or data."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver, _ExitInput

from assetaudit.ui.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message


class BrowserDriver(WebDriver):
    """Hears the server's packets: what was typed goes through ``Terminal``, sizes and focus as they are."""

    def run_input_thread(self) -> None:
        """Wait for packets and hand them on until the session ends."""
        terminal, packets = Terminal(), ByteStream()
        try:
            for data in self._input_reader:
                for kind, payload in packets.feed(data) if data else ():
                    if kind == "D":
                        self._hand_on(terminal.feed(payload, time.monotonic()))
                    else:
                        self._on_meta(kind, payload)
                self._hand_on(terminal.tick(time.monotonic()))
        except _ExitInput:
            pass
        finally:
            self._input_reader.close()

    def _hand_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)
