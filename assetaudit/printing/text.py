"""Text on labels: lines that shrink, wrap or are cut by rule until they are inside their box."""

from __future__ import annotations

from dataclasses import dataclass

from assetaudit.pdf.fonts import Face, face

ASCENT = 0.97
"""Ink above the base line, in sizes: accented capitals included."""
DESCENT = 0.25
"""Ink below the base line, in sizes."""
LEADING = ASCENT + DESCENT
ELLIPSIS = "…"
_STEP = 0.25
"""Sizes are tried in quarters of a point."""


@dataclass(frozen=True, slots=True)
class Style:
    """How one line of a template wants to be set."""

    size: float
    """Points, if there is room."""
    least: float
    """Points that it may shrink to."""
    bold: bool = False
    rows: int = 1
    """Rows that it may be wrapped into."""
    whole: bool = False
    """Must never be cut: the label is refused instead."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of text as it is drawn; lengths in points."""

    text: str
    size: float
    bold: bool
    down: float
    """From the upper edge of the box to the base line."""
    width: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """Rows that are inside their box, and whether anything had to be cut."""

    rows: tuple[Row, ...]
    height: float
    cut: bool = False


class TooWideError(ValueError):
    """A text that must not be cut does not fit; the message says so in one sentence."""


def fit(lines: list[tuple[str, Style]], width: float, height: float) -> Fitted:
    """Set lines below each other in a box of this many points; TooWideError where a whole one cannot be whole.

    Every line shrinks as far as its style allows, then wraps, then is cut; lines that find no room are left out, the
    last one first.
    """
    clean = [(face(bold=style.bold).drawable(text), style) for text, style in lines]
    shrink = 1.0
    while True:
        blocks = [_block(text, style, width, shrink) for text, style in clean]
        needed = sum(len(block.texts) * block.size for block in blocks) * LEADING
        if needed <= height or all(block.at_least for block in blocks):
            break
        shrink = max(shrink * height / needed, shrink - 0.2) if shrink > 0.2 else 0.0
    return _stacked(blocks, height)


@dataclass(frozen=True, slots=True)
class _Block:
    texts: list[str]
    size: float
    style: Style
    at_least: bool
    cut: bool


def _block(text: str, style: Style, width: float, shrink: float) -> _Block:
    """One line of a template in rows that are not too wide."""
    letters = face(bold=style.bold)
    wanted = max(style.least, _quarter(style.size * shrink))
    natural = letters.width(text)
    single = min(wanted, _quarter(width / natural)) if natural else wanted
    if single >= style.least:
        return _Block([text], single, style, single <= style.least, cut=False)
    size = wanted
    while style.rows > 1:
        texts = _wrapped(letters, text, width / size)
        if len(texts) <= style.rows:
            return _Block(texts, size, style, size <= style.least, cut=False)
        if size <= style.least:
            break
        size = max(style.least, size - 2 * _STEP)
    if style.whole:
        msg = f"'{text}' does not fit at {style.least:g} points"
        raise TooWideError(msg)
    return _cut_block(letters, text, style, width)


def _cut_block(letters: Face, text: str, style: Style, width: float) -> _Block:
    room = width / style.least
    texts = _wrapped(letters, text, room) if style.rows > 1 else [text]
    kept = texts[: style.rows]
    kept[-1] = _cut(letters, " ".join(texts[style.rows - 1 :]), room)
    return _Block(kept, style.least, style, at_least=True, cut=True)


def _quarter(size: float) -> float:
    return int(size / _STEP) * _STEP


def _wrapped(letters: Face, text: str, room: float) -> list[str]:
    """Rows broken at blanks, or inside a word that is wider than the box."""
    rows: list[str] = []
    row = ""
    for word in text.split():
        longer = f"{row} {word}" if row else word
        if letters.width(longer) <= room:
            row = longer
            continue
        if row:
            rows.append(row)
        row = word
        while letters.width(row) > room and len(row) > 1:
            head = _longest(letters, row, room)
            rows.append(row[:head])
            row = row[head:]
    return [*rows, row] if row or not rows else rows


def _longest(letters: Face, text: str, room: float) -> int:
    """How many characters fit, at least one."""
    left = room * 1000
    for at, character in enumerate(text):
        left -= letters.widths[character]
        if left < 0:
            return max(at, 1)
    return len(text)


def _cut(letters: Face, text: str, room: float) -> str:
    if letters.width(text) <= room:
        return text
    head = _longest(letters, text, room - letters.width(ELLIPSIS))
    return text[:head].rstrip() + ELLIPSIS


def _stacked(blocks: list[_Block], height: float) -> Fitted:
    rows: list[Row] = []
    down = 0.0
    cut = any(block.cut for block in blocks)
    for block in blocks:
        for text in block.texts:
            if down + block.size * LEADING > height + 0.01:
                if block.style.whole:
                    msg = f"'{block.texts[0]}' finds no room"
                    raise TooWideError(msg)
                return Fitted(tuple(rows), down, cut=True)
            bold = block.style.bold
            width = face(bold=bold).width(text) * block.size
            rows.append(Row(text, block.size, bold, down + ASCENT * block.size, width))
            down += block.size * LEADING
    return Fitted(tuple(rows), down, cut)
