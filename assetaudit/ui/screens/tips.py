"""The end of a walk: where its logs end, as a code that another person photographs and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import Resize
from textual.widget import Widget

from assetaudit.language import say, say_many
from assetaudit.model.log_tip import LogTip, pages, tip_text
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.code import Code
from assetaudit.ui.widgets.lines import Line, Part

_WORDS = 38
"""Columns that the words beside the code take."""
_HASH = 19
"""Columns of a line of a hash: four groups of four digits."""


class TipsScreen(Page[None]):
    """Each log of the walk with its number of events and its hash; several in one code where they fit."""

    TITLE_TEXT = "The walk is saved. Let another person photograph this."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "turn", show=False)]
    DEFAULT_CSS = "TipsScreen ScanStrip { display: none; } TipsScreen #tip-words { width: 1fr; padding: 0 0 0 1; }"

    def __init__(self, tips: Sequence[LogTip]) -> None:
        super().__init__()
        self._tips = tips
        self._at = 0

    def body(self) -> Iterable[Widget]:
        """The code, and the words beside it."""
        with Horizontal():
            yield Code()
            yield Text(id="tip-words")

    def on_resize(self, event: Resize) -> None:
        """What fits has changed."""
        self._at = 0
        self.show(event.size.width, event.size.height)

    def action_turn(self) -> None:
        """The next code; after the last one, done."""
        self._at += 1
        if self._at < len(self._pages(self.size.width, self.size.height)):
            self.show(self.size.width, self.size.height)
        else:
            self.dismiss(None)

    def show(self, width: int, height: int) -> None:
        """Show the page one is at."""
        made = self._pages(width, height)
        tips, lines = made[self._at]
        drawn = self.app.alphabet.unicode and len(lines) <= height - 2
        self.query_one(Code).show(lines if drawn else ())
        of = say("Code {n} of {all}; Enter shows the next.", n=self._at + 1, all=len(made)) if len(made) > 1 else ""
        self.query_one("#tip-words", Text).say([*self._words(tips, drawn=drawn), [Part(of)]])

    def _pages(self, width: int, height: int) -> list[tuple[tuple[LogTip, ...], Sequence[str]]]:
        return pages(self._tips, self.workspace.code_lines, width - _WORDS, height - 2)

    def _words(self, tips: Sequence[LogTip], *, drawn: bool) -> Iterator[Line]:
        for tip in tips:
            yield [Part(say("Log {log}", log=tip.short), "bold")]
            yield [Part(say_many("{n} event, the last one is", "{n} events, the last one is", tip.seq))]
            yield from ([Part(tip.groups[at : at + _HASH])] for at in range(0, len(tip.groups), _HASH + 1))
            yield []
        yield [Part(say("Whoever has the picture can show"), "quiet")]
        yield [Part(say("later that nothing was changed or"), "quiet")]
        yield [Part(say("cut off before this moment:"), "quiet")]
        yield [Part("assetaudit log check-tip", "quiet")]
        if not drawn:
            yield []
            text = tip_text(tips)
            yield from ([Part(text[at : at + _WORDS - 2])] for at in range(0, len(text), _WORDS - 2))
