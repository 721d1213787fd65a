"""The map of the place one stands in: every device from the top unit down, what was seen, and what comes next.

Drawn by the line (a table widget costs 35 ms an update at a thousand rows); what does not fit is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.cells import cell_len
from textual.geometry import Size

from assetaudit.model.finding import Outcome
from assetaudit.model.verdict import Tone
from assetaudit.ui.picture import Row, WalkPicture
from assetaudit.ui.signs import sign
from assetaudit.ui.widgets.lines import Line, Lines, Part, fit, ink

_UNITS = 8
_TAG = 12
_WORDY = frozenset({Outcome.FOUND, "left", "empty"})


class Elevation(Lines):
    """The rows of one place; a mark that a person can move, and that follows the walk otherwise."""

    DEFAULT_CSS = "Elevation { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__(id="elevation")
        self.rows: tuple[Row, ...] = ()
        self.next_row: int | None = None
        self.mark: int | None = None
        """Row that a person chose, or None while the view follows the walk."""
        self.hint = ""

    def show(self, picture: WalkPicture, *, touched: str | None = None) -> None:
        """Show the place of a picture; the view follows what was just scanned unless a person moved the mark."""
        if self.rows is not picture.rows or self.next_row != picture.next_row:
            self.rows, self.next_row = picture.rows, picture.next_row
        if touched is not None or (self.mark is not None and self.mark >= len(self.rows)):
            self.mark = None
        self.hint = "" if picture.place else "no place yet"
        self.redraw()

    def move(self, by: int) -> None:
        """Move the mark up or down."""
        if self.rows:
            start = self.mark if self.mark is not None else (self.next_row or 0)
            self.mark = min(len(self.rows) - 1, max(0, start + by))
            self.redraw()

    @property
    def marked(self) -> Row | None:
        """The row that a person means: the marked one, or the next one expected."""
        number = self.mark if self.mark is not None else self.next_row
        return self.rows[number] if number is not None and number < len(self.rows) else None

    def lines(self, size: Size) -> Sequence[Line]:
        """The rows around the mark, with a count of what lies above and below."""
        width, height = size
        if not self.rows:
            return [[Part(f"  {self.hint}", "quiet")]]
        first, last = self._window(height)
        shown = [self._line(number, width) for number in range(first, last)]
        if first:
            shown[0] = self._summary(self.rows[: first + 1], "above", width)
        if last < len(self.rows):
            shown[-1] = self._summary(self.rows[last - 1 :], "below", width)
        return shown

    def _window(self, height: int) -> tuple[int, int]:
        focus = self.mark if self.mark is not None else self.next_row
        first = 0 if focus is None else focus - height // 2
        first = max(0, min(first, len(self.rows) - height))
        return first, min(len(self.rows), first + height)

    def _line(self, number: int, width: int) -> Line:
        row = self.rows[number]
        shown = sign(row.state)
        note = row.note or ("next" if number == self.next_row else "" if row.state in _WORDY else shown.word)
        pointer = "▸" if number == self.next_row else " "
        tone = ink(shown.tone) if shown.tone is not Tone.NEUTRAL else ("quiet" if row.state == "empty" else "")
        bold = "bold " if number == self.next_row else ""
        style = "band-mark" if number == self.mark else f"{bold}{tone}"
        said = f" {note}" if note else ""
        room = max(0, width - _UNITS - 3 - cell_len(said))
        body = fit(row.what, room) if row.state == "empty" else fit(f"{fit(row.tag, _TAG)} {row.what}", room)
        return [
            Part(f"{pointer}{fit(row.units, _UNITS)}", style),
            Part(f"{self.alphabet.of(row.state)} ", style if number == self.mark else f"bold {style}"),
            Part(f"{body}{said}", style),
        ]

    def _summary(self, rows: Sequence[Row], where: str, width: int) -> Line:
        states = Counter(row.state for row in rows if row.state != "empty")
        parts = [f"{count} {self.alphabet.of(state)}" for state, count in states.most_common()]
        text = f"    … {len(rows)} more {where}" + (f": {'  '.join(parts)}" if parts else ", all empty")
        return [Part(fit(text, width), "quiet")]
