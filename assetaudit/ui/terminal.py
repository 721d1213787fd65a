"""The terminal as a source of bytes that nobody vouches for: bar codes arrive on it as if they were typed.

Textual's own input thread believes what it reads: a byte that is no UTF-8 or an absurd key number ends the program, a
"paste begins" without an end swallows everything after it, an unknown escape sequence holds the keys behind it back,
and reports of sizes, focus or the mouse can be forged. Here, what is no key is data: it is told as a key of its own
text within a burst of typing, so that the log holds what a code tried, and is dropped elsewhere.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.messages import TerminalSupportsSynchronizedOutput

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.message import Message

PASTE_BEGINS = "\x1b[200~"
PASTE_ENDS = "\x1b[201~"
PASTE_PATIENCE = 0.5
"""Seconds of silence after which a paste that was begun counts as ended."""
ESCAPE_PATIENCE = 0.05
"""Seconds of silence after which an Escape is a key by itself, and no beginning of a sequence."""
BURST = 0.1
"""Seconds after a typed character in which a report of the terminal is taken for part of a code."""
REPORT = "report"
"""Name of the key that stands for a sequence which is none."""
_COMPLETE = re.compile(r"\x1b(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|O[ -~])")
_BEGUN = re.compile(r"\x1b(?:\[\[?[0-?]{0,30}[ -/]{0,4}|O)?\Z")
_KEY_NUMBER = re.compile(r"\x1b\[(?:\d{1,7}(?::\d{0,7})*(?:;[\d:]{0,20}){0,2})?[u~ABCDEFHPQRS]")
_SYNCHRONISED = re.compile(r"\x1b\[\?2026;\d\$y")
_LET_THROUGH = (events.Key, TerminalSupportsSynchronizedOutput)


class SpeltKey(events.Key):
    """A key that a sequence stands for, with the sequence itself: a code may have spelt it."""

    __slots__ = ("sequence",)

    def __init__(self, key: str, character: str | None, sequence: str) -> None:
        super().__init__(key, character)
        self.sequence = sequence


class Terminal:
    """Bytes in, keys and pastes out; never raises, never waits for an end that does not come."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self._parser = XTermParser()
        self._held = ""
        self._paste: str | None = None
        self._heard = 0.0
        self._typed = float("-inf")

    def feed(self, data: bytes, now: float) -> Iterator[Message]:
        """Messages of these bytes, read at ``now`` (seconds of a steady clock), and all of that time.

        What came in one piece was typed at once, however long telling it takes.
        """
        for message in self._told(data, now):
            message.time = now
            yield message

    def _told(self, data: bytes, now: float) -> Iterator[Message]:
        text = self._held + self._decode(data)
        self._held = ""
        self._heard = now
        while text:
            if self._paste is not None:
                text = yield from self._pasted(text)
            else:
                text = yield from self._next(text, now)

    def tick(self, now: float) -> Iterator[Message]:
        """Messages that only the passing of time brings: a lone Escape, or the end of a paste that hangs."""
        if self._held and now - self._heard > ESCAPE_PATIENCE:
            held, self._held = self._held, ""
            yield from self._raw(held)
        if self._paste is not None and now - self._heard > PASTE_PATIENCE:
            yield from self._end_of_paste()

    def _next(self, text: str, now: float) -> Generator[Message, None, str]:
        """Messages of the first character or sequence; returns what comes after it."""
        if not text.startswith("\x1b"):
            self._typed = now
            yield from self._parsed(text[0])
            return text[1:]
        whole = _COMPLETE.match(text)
        if whole is not None:
            yield from self._sequence(whole[0], now)
            return text[whole.end() :]
        if _BEGUN.match(text):
            self._held = text
            return ""
        yield from self._raw(text[0])
        return text[1:]

    def _sequence(self, sequence: str, now: float) -> Iterator[Message]:
        if sequence == PASTE_BEGINS:
            self._paste = ""
        elif sequence in ANSI_SEQUENCES_KEYS or _KEY_NUMBER.fullmatch(sequence) or _SYNCHRONISED.fullmatch(sequence):
            for message in self._parsed(sequence):
                yield SpeltKey(message.key, message.character, sequence) if isinstance(message, events.Key) else message
        elif now - self._typed <= BURST:
            yield events.Key(REPORT, sequence)

    def _pasted(self, text: str) -> Generator[Message, None, str]:
        """Collects a paste; returns what comes after its end."""
        before, end, after = ((self._paste or "") + text).partition(PASTE_ENDS)
        self._paste = before
        if end:
            yield from self._end_of_paste()
        return after

    def _end_of_paste(self) -> Iterator[Message]:
        pasted, self._paste = self._paste or "", None
        if pasted:
            yield events.Paste(pasted)

    def _raw(self, text: str) -> Iterator[Message]:
        for char in text:
            if char == "\x1b":
                yield events.Key("escape", char)
            else:
                yield from self._parsed(char)

    def _parsed(self, text: str) -> Iterator[Message]:
        try:
            for message in self._parser.feed(text):
                if isinstance(message, _LET_THROUGH):
                    yield message
        except Exception:  # noqa: BLE001 - the border to foreign bytes: a fault of parsing costs this sequence only
            self._parser = XTermParser()


def driver_class() -> type[Driver] | None:
    """The driver for this system; None where Textual's own is used (Windows)."""
    if sys.platform == "win32":
        return None
    from assetaudit.ui.terminal_driver import TerminalDriver

    return TerminalDriver
