"""The rack as a map: what is expected, seen, wrong and left, unit by unit, with the next one pointed at.

A wide screen draws both sides to scale, a line a unit; a narrow one lists the side that is walked, a line a device.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual.geometry import Size

from assetaudit.language import say
from assetaudit.model.finding import Outcome
from assetaudit.model.verdict import Tone
from assetaudit.ui.picture import Row, WalkPicture
from assetaudit.ui.signs import sign
from assetaudit.ui.widgets.lines import Line, Lines, Part, fit, ink

_UNITS = 8
_TAG = 12
_SCALE = 56
"""Columns from which both sides are drawn to scale."""
_TELLING = 6
"""Lines of units below which none is given up to say what else there is."""
_WORDY = frozenset({Outcome.FOUND, "left", "empty", "looked"})
_BARE = frozenset({"empty", "looked"})


class Elevation(Lines):
    """The rows of one place; a mark that a person can move, and that follows the walk otherwise."""

    DEFAULT_CSS = "Elevation { height: 1fr; }"
    SPACED = True

    def __init__(self) -> None:
        super().__init__(id="elevation")
        self.rows: tuple[Row, ...] = ()
        self.next_row: int | None = None
        self.mark: int | None = None
        """Row that a person chose, or None while the view follows the walk."""
        self.side: str | None = None
        self.hint = ""

    def show(self, picture: WalkPicture, *, touched: str | None = None) -> None:
        """Show the place of a picture; the view follows what was just scanned unless a person moved the mark."""
        if self.rows is not picture.rows or self.next_row != picture.next_row:
            self.rows, self.next_row = picture.rows, picture.next_row
        if touched is not None or (self.mark is not None and self.mark >= len(self.rows)):
            self.mark = None
        self.side = picture.side
        self.hint = "" if picture.place else say("no place yet")
        self.redraw()

    def move(self, by: int) -> None:
        """Move the mark up or down, over what stands on the side that is walked."""
        if self.rows:
            start = self.mark if self.mark is not None else (self.next_row or 0)
            self.mark = self._beside(min(len(self.rows) - 1, max(0, start + by)), by)
            self.redraw()

    def _beside(self, number: int, by: int) -> int:
        shown = self._shown()
        while number not in shown and 0 <= number + by < len(self.rows):
            number += by
        return number

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
        if width >= _SCALE and any(row.top > 0 for row in self.rows):
            return self._to_scale(width, height)
        return self._listed(list(self._shown()), width, height)

    # A line a device

    def _shown(self) -> range | list[int]:
        if self.side is None or not any(row.rear for row in self.rows):
            return range(len(self.rows))
        rear = self.side == "rear"
        return [number for number, row in enumerate(self.rows) if row.rear == rear or row.top < 0]

    def _listed(self, shown: Sequence[int], width: int, height: int) -> Sequence[Line]:
        other = self._other_side()
        height -= bool(other)
        first, last = self._window(shown, height)
        lines = [self._line(number, width) for number in shown[first:last]]
        if first:
            lines[0] = self._summary(shown[: first + 1], say("above"), width)
        if last < len(shown):
            lines[-1] = self._summary(shown[last - 1 :], say("below"), width)
        return [*lines, [Part(fit(f"  {other}", width), "quiet")]] if other else lines

    def _other_side(self) -> str:
        if self.side is None:
            return ""
        rear = self.side != "rear"
        there = [row for row in self.rows if row.belongs and row.rear == rear]
        left = sum(1 for row in there if row.state == "left")
        side = say("rear") if rear else say("front")
        return say("{side}: {left} of {all} left · r goes there", side=side, left=left, all=len(there)) if there else ""

    def _window(self, shown: Sequence[int], height: int) -> tuple[int, int]:
        focus = self.mark if self.mark is not None else self.next_row
        at = shown.index(focus) if focus in shown else None
        first = 0 if at is None else at - height // 2
        first = max(0, min(first, len(shown) - height))
        return first, min(len(shown), first + height)

    def _line(self, number: int, width: int) -> Line:
        row = self.rows[number]
        style = self._style(number)
        note = self._note(number)
        said = f" {note}" if note else ""
        room = max(0, width - _UNITS - 3 - cell_len(said))
        body = fit(row.what, room) if row.state in _BARE else fit(f"{fit(row.tag, _TAG)} {row.what}", room)
        return [
            Part(f"{'▸' if number == self.next_row else ' '}{fit(row.units, _UNITS)}", style),
            Part(f"{self.alphabet.of(row.state)} ", style if number == self.mark else f"bold {style}"),
            Part(f"{body}{said}", style),
        ]

    def _note(self, number: int) -> str:
        row = self.rows[number]
        word = "" if row.state in _WORDY else say(sign(row.state).word)
        note = row.note or (say("next") if number == self.next_row else word)
        return f"{note} {self.alphabet.draw('◆')} {say('sample')}".lstrip() if row.sampled else note

    def _style(self, number: int) -> str:
        row = self.rows[number]
        if number == self.mark:
            return "band-mark"
        tone = sign(row.state).tone
        shade = ink(tone) if tone is not Tone.NEUTRAL else ("quiet" if row.state in _BARE else "")
        return f"bold {shade}" if number == self.next_row else shade

    def _summary(self, numbers: Sequence[int], where: str, width: int) -> Line:
        rows = [self.rows[number] for number in numbers]
        states = Counter(row.state for row in rows if row.state not in _BARE)
        parts = [f"{count} {self.alphabet.of(state)}" for state, count in states.most_common()]
        counts = f": {'  '.join(parts)}" if parts else say(", all empty")
        return [Part(fit(f"    … {say('{n} more', n=len(rows))} {where}{counts}", width), "quiet")]

    # A line a unit

    def _to_scale(self, width: int, height: int) -> Sequence[Line]:
        both = any(row.rear for row in self.rows if row.top > 0)
        cell = (width - 6) // 2 if both else width - 5
        fronts, rears = self._occupied(rear=False), self._occupied(rear=True)
        drawn = {*fronts.values(), *rears.values()}
        loose = [number for number, row in enumerate(self.rows) if number not in drawn and row.state not in _BARE]
        top = max(row.top for row in self.rows) // 2
        head = [[Part(fit(f"    {fit(say('front'), cell)} {say('rear')}", width), "quiet")]] if both else []
        below = [self._line(number, width) for number in loose[: height // 4]]
        if len(loose) > len(below):
            below[-1:] = [self._summary(loose[len(below) - 1 :], say("beside the rack"), width)]
        room = max(1, height - len(head) - len(below))
        first = self._top_unit(top, room)
        units = range(first, max(0, first - room), -1)
        lines = [self._unit_line(unit, fronts, rears, cell, both=both) for unit in units]
        self._tell_hidden(lines, units, drawn, width)
        return [*head, *lines, *below]

    def _tell_hidden(self, lines: list[Line], units: range, drawn: Iterable[int], width: int) -> None:
        """In the first and the last line: what the rack holds above and below those that there is room for."""
        if len(units) < _TELLING:
            return
        there = sorted(number for number in drawn if self.rows[number].state not in _BARE)
        above = [number for number in there if self.rows[number].top // 2 > units[0]]
        below = [number for number in there if self.rows[number].top // 2 < units[-1]]
        if above:
            above += [number for number in there if self.rows[number].top // 2 == units[0]]
            lines[0] = self._summary(above, say("above"), width)
        if below:
            below = [number for number in there if self.rows[number].top // 2 == units[-1]] + below
            lines[-1] = self._summary(below, say("below"), width)

    def _top_unit(self, top: int, room: int) -> int:
        """The unit on the first line: the whole rack where it fits, else what lies around the one that is next."""
        focus = self.mark if self.mark is not None else self.next_row
        if top <= room or focus is None or focus >= len(self.rows):
            return top
        return min(top, max(room, self.rows[focus].top // 2 + room // 2))

    def _occupied(self, *, rear: bool) -> dict[int, int]:
        found: dict[int, int] = {}
        strangers_last = sorted(enumerate(self.rows), key=lambda one: (one[1].asset or "")[:1] in ("?", "!"))
        for number, row in strangers_last:
            if row.top > 0 and row.rear == rear:
                for unit in range(row.low // 2, row.top // 2 + 1):
                    if unit not in found or self.rows[found[unit]].state in _BARE:
                        found[unit] = number
        return found

    def _unit_line(self, unit: int, fronts: dict[int, int], rears: dict[int, int], cell: int, *, both: bool) -> Line:
        line = [Part(f"{'▸' if self._points(unit, fronts, rears) else ' '}{unit:>2} ", "quiet")]
        line += self._cell(unit, fronts, cell)
        if both:
            line += [Part("│", "quiet"), *self._cell(unit, rears, cell)]
        return line

    def _points(self, unit: int, *sides: dict[int, int]) -> bool:
        following = self.next_row
        return following is not None and any(
            side.get(unit) == following and self.rows[following].top // 2 == unit for side in sides
        )

    def _cell(self, unit: int, occupied: dict[int, int], width: int) -> Iterable[Part]:
        number = occupied.get(unit)
        if number is None:
            return [Part(fit(" ", width))]
        row, style = self.rows[number], self._style(number)
        if row.state in _BARE:
            note = f"  {self._note(number)}" if row.sampled else ""
            return [Part(fit(f"{self.alphabet.of(row.state)}{note}", width), style)]
        if unit != row.top // 2:
            return [Part(fit("│", width), style)]
        note = self._note(number)
        body = fit(f"{fit(row.tag, _TAG)} {row.what}", max(0, width - 3 - cell_len(note)))
        bold = style if number == self.mark else f"bold {style}"
        return [Part(f"{self.alphabet.of(row.state)} ", bold), Part(fit(f"{body} {note}", width - 2), style)]
