"""Keyboard wedges: which keys a scanner typed and which a person pressed, told by their pace. Pure; time is passed in.

A scanner types its code as one burst, far faster than fingers, and usually ends it with CR, LF or TAB. Every key goes
through ``Wedge.feed`` with the time at which it *arrived* (not at which the screen got round to it); while
``Wedge.pending`` is true, ``Wedge.tick`` is called every 20 ms or so. What comes back is certain: a ``Scan``, or keys
to be passed on in their order. No key is lost: each is part of exactly one answer, a scanner's suffix excepted.

* Three characters or more at a scanner's pace, ended by CR or LF, are a scan at once, whatever has the focus.
* Ended by TAB or by nothing (a time-out), they are a scan as soon as time has shown that nothing follows; without any
  suffix it takes four characters.
* A pause in which no tick came is no evidence: the screen stalled. One such pause is allowed within a scan.
* What is shorter or slower is passed on, also a key held down that repeats.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from assetaudit.identify import aim
from assetaudit.model.read import Read
from assetaudit.readers.correction import NO_CORRECTION, Correction

ADDRESS = "keys://"
FAST = 0.030
"""Seconds between two keys of a scanner, at most, for most of them."""
REPEAT = 0.012
"""The same for one key again and again: held down, it repeats every 15 to 40 ms."""
WAIT_ONE = 0.040
"""Seconds that a single key is held to see whether others follow."""
WAIT_MORE = 0.100
"""Seconds that a burst is held: scanners and radios pause."""
AT_ONCE = 0.002
"""Keys closer than this came in one piece, after a stall."""
AFTER_SCAN = 0.050
"""Seconds after a scan's suffix in which a second one (LF after CR) belongs to it."""
SHORTEST = 3
"""Characters of a scan that a suffix ends."""
SHORTEST_BARE = 4
"""Characters of a scan that nothing ends."""
_JUDGED = 32
"""Keys after which a burst is no longer looked at each time for typing; a pause ends it all the same."""
_LINE_ENDS = frozenset({"enter", "ctrl+j", "ctrl+m"})
_ENDS = _LINE_ENDS | {"tab"}

_CONTROLS = (
    {f"ctrl+{chr(96 + code)}": chr(code) for code in range(1, 27)}
    | {"ctrl+@": "\0", "ctrl+at": "\0", "ctrl+backslash": "\x1c", "ctrl+right_square_bracket": "\x1d"}
    | {"ctrl+circumflex_accent": "\x1e", "ctrl+underscore": "\x1f", "escape": "\x1b", "backspace": "\x7f"}
    | {"enter": "\r", "tab": "\t", "space": " ", "delete": "\x1b[3~", "insert": "\x1b[2~", "shift+tab": "\x1b[Z"}
    | {"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F"}
    | {"pageup": "\x1b[5~", "pagedown": "\x1b[6~", "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS"}
    | {f"f{5 + place}": f"\x1b[{code}~" for place, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24))}
)
"""Names of keys and what a terminal sends for them: so a scan keeps its GS, and the log what a hostile code tried."""
_UNKNOWN_KEY = "\x1b[~"


class Key(NamedTuple):
    """One key as the terminal told it."""

    key: str
    """Its name, such as ``a``, ``enter`` or ``ctrl+right_square_bracket``."""
    character: str | None
    at: float
    """Seconds of a clock that never goes backwards."""
    sequence: str = ""
    """What the terminal sent for it, where that is known and not the character."""

    @property
    def text(self) -> str:
        """What the key stands for within a code."""
        return self.character or self.sequence or _CONTROLS.get(self.key, _UNKNOWN_KEY)


@dataclass(frozen=True, slots=True)
class Scan:
    """A code that a scanner typed, without its suffix."""

    text: str
    typed: str | None = None
    """As it arrived, where a keyboard layout had to be put right."""

    def read(self, at: str | None = None) -> Read:
        """The same as a read; bytes that the terminal could not decode are kept as bytes."""
        symbology, body = aim.split(self.text)
        read = Read.of_bytes(body.encode("utf-8", "surrogateescape"), ADDRESS, at=at, symbology=symbology)
        return read if self.typed is None else replace(read, note=f"typed as {self.typed}")


def scan_of(line: str, correction: Correction) -> Scan:
    """The scan behind a line as it was typed."""
    meant = correction.corrected(line)
    return Scan(meant, None if meant == line else line)


@dataclass(frozen=True, slots=True)
class PassedKeys:
    """Keys that a person pressed, in their order."""

    keys: tuple[Key, ...]


Heard: TypeAlias = Scan | PassedKeys


class Wedge:
    """Tells scans from typing; holds keys only as long as time may still decide."""

    def __init__(self, correction: Correction = NO_CORRECTION) -> None:
        self._correction = correction
        self._tabs = correction.suffix == "tab"
        self._at_once = _ENDS if self._tabs else _LINE_ENDS
        self._run: list[Key] = []
        self._slow_at = 0
        """Where in the run the one long pause was; 0 for nowhere."""
        self._scanned_at = float("-inf")

    @property
    def pending(self) -> bool:
        """Whether keys are held that only time can decide: call ``tick`` soon."""
        return bool(self._run)

    def feed(self, key: str, character: str | None, now: float, sequence: str = "") -> list[Heard]:
        """What is certain now that this key arrived."""
        if not self._run and key in _ENDS and now - self._scanned_at <= AFTER_SCAN:
            return []
        heard = self._pause(now)
        self._run.append(Key(key, character, now, sequence))
        if key in self._at_once:
            return heard + self._line_ended()
        if SHORTEST < len(self._run) <= _JUDGED and not self._slow_at and not _scanner_paced(self._run):
            return heard + self._release(self._run)
        return heard

    def tick(self, now: float) -> list[Heard]:
        """What is certain now that so much time has passed."""
        if not self._run or now - self._run[-1].at <= self._patience():
            return []
        return self._timed_out()

    def paste(self, text: str) -> list[Scan]:
        """A paste comes from no keyboard: each of its lines is a scan."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return [Scan(line) for line in lines if line.strip()]

    def _patience(self) -> float:
        return WAIT_ONE if len(self._run) == 1 or self._run[-1].key == "tab" else WAIT_MORE

    def _pause(self, now: float) -> list[Heard]:
        """A long pause without a tick is kept in mind; the second one shows that this is no stalled scan."""
        if not self._run or now - self._run[-1].at <= self._patience():
            return []
        if self._slow_at:
            return self._timed_out()
        self._slow_at = len(self._run)
        return []

    def _line_ended(self) -> list[Heard]:
        before = self._before_the_pause()
        lines = _lines(self._run, tabs=self._tabs)
        if _characters(self._run) >= SHORTEST and _scanner_paced(self._run, without=self._slow_at):
            return before + self._scanned(lines)
        if lines and self._in_stream():
            return before + self._scanned(lines)
        if _characters(self._run) < SHORTEST and not self._slow_at:
            return before
        return before + self._timed_out()

    def _before_the_pause(self) -> list[Heard]:
        """One key, a long pause, then a burst that did not pile up meanwhile: the key was a person's."""
        if self._slow_at != 1 or len(self._run) < 1 + SHORTEST or self._run[2].at - self._run[1].at < AT_ONCE:
            return []
        first = self._run[:1]
        self._run = self._run[1:]
        self._slow_at = 0
        return [PassedKeys(tuple(first))]

    def _in_stream(self) -> bool:
        return self._run[0].at - self._scanned_at <= WAIT_MORE

    def _scanned(self, lines: list[str]) -> list[Heard]:
        self._scanned_at = self._run[-1].at
        self._clear()
        return [scan_of(line, self._correction) for line in lines]

    def _timed_out(self) -> list[Heard]:
        parts = [self._run[: self._slow_at], self._run[self._slow_at :]] if self._slow_at else [self._run]
        heard: list[Heard] = []
        for part in parts:
            self._run = part
            heard += self._part_ended()
        self._clear()
        return heard

    def _part_ended(self) -> list[Heard]:
        run = self._run
        count = _characters(run)
        ended = run[-1].key in _ENDS or any(key.key in _LINE_ENDS for key in run)
        streamed = ended and count > 0 and self._in_stream()
        if streamed or (count >= (SHORTEST if ended else SHORTEST_BARE) and _scanner_paced(run)):
            return self._scanned(_lines(run, tabs=True))
        return self._release(run)

    def _release(self, run: list[Key]) -> list[Heard]:
        self._clear()
        return [PassedKeys(tuple(run))]

    def _clear(self) -> None:
        self._run = []
        self._slow_at = 0


def _characters(run: Iterable[Key]) -> int:
    """How long a code these keys would be; 0 where none has a character: a mouse wheel sends arrows in bursts.

    Keys without one count beside others: a sequence that a code tries on the terminal may spell an arrow.
    """
    keys = [key for key in run if key.key not in _ENDS]
    return len(keys) if any(key.character for key in keys) else 0


def _gaps(run: list[Key]) -> list[float]:
    return [after.at - before.at for before, after in pairwise(run)]


def _scanner_paced(run: list[Key], without: int = 0) -> bool:
    """Whether most keys followed each other at a scanner's pace, one long pause left out."""
    gaps = [gap for place, gap in enumerate(_gaps(run), 1) if place != without]
    codes = {key.key for key in run if key.key not in _ENDS}
    fastest = REPEAT if len(codes) == 1 else FAST
    return sum(gap <= fastest for gap in gaps) * 2 > len(gaps)


def _lines(run: list[Key], *, tabs: bool) -> list[str]:
    """The codes in a run; TAB ends one only where nothing else does."""
    has_line_ends = any(key.key in _LINE_ENDS for key in run)
    ends = _ENDS if tabs and not has_line_ends and run[-1].key == "tab" else _LINE_ENDS
    lines = [""]
    for key in run:
        if key.key in ends:
            lines.append("")
        else:
            lines[-1] += key.text
    return [line for line in lines if line]
