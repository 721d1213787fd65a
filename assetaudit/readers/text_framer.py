"""What protocols of text lines share: lines cut out of bytes, and commands sent one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Framer, LinkLostError
from assetaudit.readers.tags import fits

MAX_LINE = 2048
"""Bytes; what is longer is noise, and is dropped up to its end."""
PATIENCE = 2.0
"""Seconds for an answer before a command is sent again."""
TRIES = 3
HOLD = 0.3
"""Seconds of silence after which a tag is complete, though no line has ended it."""
FORGET = 2.0
"""Seconds without a byte after which a line that was begun is given up."""
MAX_HELD = 1000
"""Tags of one round that are held until the round tells its antenna."""
RESIDUE = 0x1D0F
"""Of a tag's own CRC-16 (from FFFF) over PC, EPC and the complemented CRC (EPC Gen2, annex F)."""
_END = re.compile(rb"[\r\n]+")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_WORDS = re.compile(r"(?:[0-9A-Fa-f]{4}){1,31}")


class Dialogue:
    """Commands in their order, each after the answer to the one before; the last may be a poll, sent ever again."""

    def __init__(self, commands: Sequence[bytes], *, poll: bytes = b"", device: str) -> None:
        self._commands = tuple(commands)
        self._poll = poll
        self._device = device
        self.begin()

    @property
    def answers(self) -> int:
        """How many commands have been answered."""
        return self._next

    def begin(self) -> None:
        """From the first command on."""
        self._next = 0
        self._tries = 0
        self._since: float | None = None

    def answered(self) -> None:
        """The device answered what was sent last."""
        if self._since is not None:
            self._since, self._tries = None, 0
            self._next += 1

    def due(self, now: float) -> bytes:
        """What is to be sent now; LinkLostError where the device does not answer at all."""
        command = self._commands[self._next] if self._next < len(self._commands) else self._poll
        if not command or (self._since is not None and now - self._since < PATIENCE):
            return b""
        if self._tries >= TRIES:
            raise LinkLostError(f"The device does not answer as {self._device} does; is the protocol right?")
        self._since = now
        self._tries += 1
        return command


class TextFramer(Framer):
    """Cuts lines that end in CR or LF; subclasses say what a line means."""

    def __init__(self, address: Address, dialogue: Dialogue) -> None:
        self._reader = address.text
        self._held = bytearray()
        self._skipping = False
        self._last = 0.0
        self._answered = False
        self._dialogue = dialogue

    @property
    def ready(self) -> bool:
        """Whether the device has said anything that this protocol knows."""
        return self._answered

    def line(self, text: str) -> list[Read]:
        """Reads that a line completes."""
        raise NotImplementedError

    def flush(self) -> list[Read]:
        """Reads that were waiting for more to be said about them."""
        return []

    def feed(self, data: bytes, now: float) -> list[Read]:
        """Reads that these bytes complete; what was begun long ago is no beginning of what comes now."""
        if now - self._last > FORGET:
            self._held.clear()
            self._skipping = False
        self._last = now
        reads: list[Read] = []
        *lines, rest = _END.split(bytes(self._held) + data)
        for line in lines:
            if line and not self._skipping:
                reads += self.line(line.decode("ascii", "replace")) if len(line) <= MAX_LINE else []
            self._skipping = False
        self._skipping = self._skipping or len(rest) > MAX_LINE
        self._held = bytearray(b"" if self._skipping else rest)
        return reads

    def idle(self, now: float) -> list[Read]:
        """Reads that silence completes."""
        return self.flush() if now - self._last >= HOLD else []

    def due(self, now: float) -> bytes:
        """The next command."""
        return self._dialogue.due(now)

    def lost(self) -> None:
        """Forget what was begun."""
        self._held.clear()
        self._skipping = self._answered = False
        self._dialogue.begin()
        self.flush()

    def _said(self) -> None:
        """The device spoke this protocol."""
        self._answered = True

    def _status(self, sentence: str) -> Read:
        return Read(reader=self._reader, kind="status", note=sentence)

    def _tag(self, epc: str, **more: object) -> Read:
        return replace(Read(reader=self._reader, kind="tag", epc=epc.upper()), **more)  # type: ignore[arg-type]


def words(text: str) -> str | None:
    """Why a text is no EPC (whole words of hexadecimal digits, 496 bits at most); None where it is one."""
    if _WORDS.fullmatch(text):
        return None
    return "is not in hexadecimal digits" if not re.fullmatch("[0-9A-Fa-f]*", text) else "is not in whole words"


def as_announced(pc: str, epc: str) -> bool:
    """Whether an EPC is as long as a tag's PC word (four hex digits) says."""
    return fits(int(pc, 16), len(epc) // 4)


def is_hex(text: str) -> bool:
    """Whether a text is hexadecimal digits in pairs."""
    return _HEX.fullmatch(text) is not None


def whole_number(text: str, low: int, high: int) -> int | None:
    """The number in a text, where it is one within limits."""
    if not re.fullmatch(r"[+-]?[0-9]{1,6}", text.strip()):
        return None
    number = int(text)
    return number if low <= number <= high else None


class Round:
    """Tags of one inventory round, held until its end tells the antenna."""

    def __init__(self) -> None:
        self._tags: list[Read] = []

    def add(self, read: Read) -> list[Read]:
        """Hold a tag; too many come out at once."""
        self._tags.append(read)
        return self.ended(None) if len(self._tags) >= MAX_HELD else []

    def ended(self, antenna: int | None) -> list[Read]:
        """The tags of the round, with their antenna where it was told."""
        tags, self._tags = self._tags, []
        return [replace(tag, antenna=antenna) for tag in tags] if antenna is not None else tags
