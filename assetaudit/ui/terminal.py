"""The terminal as a source of bytes that nobody vouches for: bar codes arrive on it as if they were typed.

Textual's own input thread believes what it reads: a byte that is no UTF-8 or an absurd key number ends the program, a
"paste begins" without an end swallows everything after it, and reports of sizes, focus or the mouse can be forged.
This driver decodes leniently, closes pastes that hang, starts its parser anew when it trips, and lets only keys and
pastes through.
"""

from __future__ import annotations

import codecs
import os
import select
import selectors
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.messages import TerminalSupportsSynchronizedOutput

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.message import Message

PASTE_PATIENCE = 0.5
"""Seconds of silence after which a paste that was begun counts as ended."""
_LET_THROUGH = (events.Key, events.Paste, TerminalSupportsSynchronizedOutput)


class Terminal:
    """Bytes in, keys and pastes out; never raises, never waits for an end that does not come."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self._parser = XTermParser()
        self._tail = ""
        self._pasting = False
        self._heard = 0.0

    def feed(self, data: bytes, now: float) -> Iterator[Message]:
        """Messages of these bytes, read at ``now`` (seconds)."""
        text = self._decode(data)
        if text:
            self._heard = now
            self._watch_pastes(text)
            yield from self._parse(text)

    def tick(self, now: float) -> Iterator[Message]:
        """Messages that only the passing of time brings: a lone Escape, or the end of a hanging paste."""
        yield from self._only_safe(self._guarded(self._parser.tick()))
        if self._pasting and now - self._heard > PASTE_PATIENCE:
            self._pasting = False
            yield from self._parse(BRACKETED_PASTE_END)

    def _parse(self, text: str) -> Iterator[Message]:
        # One character a call, so that what trips the parser costs that character and not the rest.
        for char in text:
            yield from self._only_safe(self._guarded(self._parser.feed(char)))

    def _guarded(self, messages: Iterable[Message]) -> Iterator[Message]:
        try:
            yield from messages
        except Exception:  # noqa: BLE001 - the border to foreign bytes: any fault of parsing must cost one sequence only
            self._parser = XTermParser()
            self._pasting = False

    def _only_safe(self, messages: Iterable[Message]) -> Iterator[Message]:
        return (message for message in messages if isinstance(message, _LET_THROUGH))

    def _watch_pastes(self, text: str) -> None:
        seen = self._tail + text
        begun, ended = seen.rfind(BRACKETED_PASTE_START), seen.rfind(BRACKETED_PASTE_END)
        if begun != ended:
            self._pasting = begun > ended
        self._tail = seen[-(len(BRACKETED_PASTE_START) - 1) :]


def driver_class() -> type[Driver] | None:
    """The driver for this system; None where Textual's own is used (Windows)."""
    if sys.platform == "win32":
        return None
    from textual.drivers.linux_driver import LinuxDriver

    class TerminalDriver(LinuxDriver):
        """Textual's driver with an input thread that survives what it reads."""

        def run_input_thread(self) -> None:
            """Wait for input and hand it on until the program ends."""
            terminal = Terminal()
            with selectors.DefaultSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    if selector.select(0.05):
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

    return TerminalDriver
