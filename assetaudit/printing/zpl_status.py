"""What a ZPL printer says of itself after ``~HS``, in words (ZPL II Programming Guide, Host Status Return)."""

from __future__ import annotations

import re
from dataclasses import dataclass

QUESTION = b"~HS"
ENDING = b"\x03\r\n"
_LINE = re.compile(rb"\x02([^\x02\x03]*)\x03")
_FIRST = (
    (1, "it is out of labels"),
    (2, "it is paused"),
    (5, "its memory is full"),
    (7, "a label was sent only in part"),
    (9, "its settings were lost"),
    (10, "it is too cold"),
    (11, "it is too hot"),
)
"""Flags of the first line, by their place."""
_SECOND = ((2, "its print head is open"), (3, "it is out of ribbon"))
_MODES = ("rewinds", "peels off", "tears off", "cuts", "applies")


@dataclass(frozen=True, slots=True)
class Status:
    """A printer's own account."""

    troubles: tuple[str, ...]
    """What keeps it from printing, in words; empty where nothing does."""
    waiting: int = 0
    """Formats that it has received and not printed."""
    remaining: int = 0
    """Labels of the present batch still to be printed."""
    mode: str = ""
    """What it does after a label."""

    @property
    def ready(self) -> bool:
        """Whether it can print."""
        return not self.troubles

    def __str__(self) -> str:
        said = ", ".join(self.troubles) if self.troubles else "it is ready"
        queue = f"; {self.waiting} labels are waiting" if self.waiting else ""
        rest = f", {self.remaining} of this batch remain" if self.remaining else ""
        mode = f"; it {self.mode} after each label" if self.mode else ""
        return f"{said}{queue}{rest}{mode}"


def parse(answer: bytes) -> Status | None:
    """The status in an answer; None where there is none in it (the printer may be silent while its head is open)."""
    lines = [line.decode("ascii", "replace").split(",") for line in _LINE.findall(answer)]
    if len(lines) < 2 or len(lines[0]) < 12 or len(lines[1]) < 9:
        return None
    first, second = lines[0], lines[1]
    troubles = [words for place, words in _FIRST if first[place].strip() == "1"]
    troubles += [words for place, words in _SECOND if second[place].strip() == "1"]
    mode = _number(second[5])
    return Status(
        tuple(troubles),
        waiting=_number(first[4]),
        remaining=_number(second[8]),
        mode=_MODES[mode] if mode < len(_MODES) else "",
    )


def _number(text: str) -> int:
    return int(text) if text.strip().isdecimal() else 0
