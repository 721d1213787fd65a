"""Pictures in their own pixels, by Kitty's graphics protocol with Unicode placeholders.

A picture is sent once; cells that hold a placeholder show their part of it, and are moved, covered and cleared as any
text is. The terminal is told not to answer (``q=2``) and is not asked what it can do: answers would arrive among the
keys, where a scanner's codes arrive too. It is known by its name alone. Sixel has no such cells: it would paint over
remarks and questions.

Source: Kitty's documentation, "Terminal graphics protocol", sections on transmission and on Unicode placeholders.
"""

from __future__ import annotations

import base64
import unicodedata
import zlib
from collections.abc import Iterator, Mapping

from rich.segment import Segment
from rich.style import Style

CELL = (4, 8)
"""Pixels that are sent for a cell: enough to see whether a label is sharp, and little enough for a slow line."""
NUMBER = 0xA55E7
"""Of the one picture that is shown at a time; cells name it by their colour."""
_PLACEHOLDER = "\U0010eeee"
_PIECE = 4096
"""Characters of a picture in one sequence."""
_FUSING = frozenset("\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u030f\u0311\u0313\u0314\u0342\u0653\u0654")
"""Marks that Unicode's normal forms may melt into a letter."""
_LAST_MARK = 0x82D
"""The protocol counts by Unicode 6.0; up to here later editions have added none."""


def _is_mark(char: str) -> bool:
    above = unicodedata.combining(char) == 230 and unicodedata.bidirectional(char) == "NSM"
    return above and not unicodedata.decomposition(char) and char not in _FUSING


_MARKS = tuple(char for char in map(chr, range(0x305, _LAST_MARK + 1)) if _is_mark(char))
"""The number of a row or column as a mark over the placeholder."""
MOST = len(_MARKS)
"""Rows and columns that a picture may have."""
_STYLE = Style(color=f"#{NUMBER:06x}")


def drawn_by(environment: Mapping[str, str]) -> bool:
    """Whether this is a terminal that is known to draw placeholders, and nothing stands between it and us."""
    if environment.get("TMUX") or environment.get("STY"):
        return False
    named = environment.get("TERM", "") in ("xterm-kitty", "xterm-ghostty")
    return named or bool(environment.get("KITTY_WINDOW_ID")) or environment.get("TERM_PROGRAM") == "ghostty"


def sent(rgb: bytes, width: int, height: int, columns: int, rows: int) -> str:
    """The sequences that send a picture of so many pixels, to be shown in so many cells."""
    body = base64.standard_b64encode(zlib.compress(rgb, 1)).decode("ascii")
    pieces = [body[start : start + _PIECE] for start in range(0, len(body), _PIECE)]
    head = f"a=T,U=1,i={NUMBER},f=24,o=z,s={width},v={height},c={columns},r={rows},q=2"
    heads = [f"{head},m={int(len(pieces) > 1)}"] + [
        f"q=2,m={int(at < len(pieces))}" for at in range(2, len(pieces) + 1)
    ]
    return "".join(f"\x1b_G{keys};{piece}\x1b\\" for keys, piece in zip(heads, pieces, strict=True))


def forgotten() -> str:
    """The sequence that takes the picture away."""
    return f"\x1b_Ga=d,d=I,i={NUMBER},q=2\x1b\\"


def cells(columns: int, row: int) -> Iterator[Segment]:
    """The placeholders of one row."""
    marks = "".join(f"{_PLACEHOLDER}{_MARKS[row]}{_MARKS[column]}" for column in range(columns))
    yield Segment(marks, _STYLE)
