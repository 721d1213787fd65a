"""Every key and control code, from the one table of commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.widget import Widget

from assetaudit.language import say
from assetaudit.ui.commands import commands
from assetaudit.ui.screens.page import Page
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Part, fit, wrap

_TITLES = {
    "walk": "The walk",
    "sweep": "RFID sweep",
    "find": "Find",
    "camera": "Camera",
    "places": "Places",
    "replay": "A recorded walk",
    "everywhere": "On every screen",
    "home": "Home",
    "imports": "Import",
    "new_audit": "New audit",
    "watch": "Looking on",
    "findings": "Findings",
    "cases": "Decide",
    "approve": "Approve",
    "changes": "Changes",
    "moves": "Moves booked during the audit",
    "report": "Report",
    "erasing": "Names and pictures",
    "terms": "Terms and people",
    "settings": "Settings",
    "earlier": "Left open by earlier audits",
    "samples": "Samples",
    "new_sample": "New sample",
    "sample": "Sample",
    "labels": "Labels that are needed",
    "sync": "Sync",
    "page": "On every page",
}
_HANG = 23
"""Columns before the sentences."""


class HelpScreen(Page[None]):
    """The table, grouped by screen; that of the screen from which help was asked for stands first."""

    TITLE_TEXT = "Help: keys, and control codes that do the same from a scanner"

    def __init__(self, asked_from: Sequence[str] = ()) -> None:
        super().__init__()
        self._chapters = list(dict.fromkeys([*asked_from, *_TITLES]))

    def body(self) -> Iterable[Widget]:
        """The list."""
        yield Choice[Line](lambda line, _width: line)

    def on_mount(self) -> None:
        """All commands."""
        self.query_one(Choice).focus()

    def on_resize(self) -> None:
        """No sentence is cut: each takes the rows that it needs."""
        width = self.query_one(Choice).size.width - 2
        self.query_one(Choice).show([row for line in _lines(self._chapters) for row in wrap(line, width, _HANG)])


def _lines(chapters: Iterable[str]) -> Iterator[Line]:
    for where in chapters:
        yield [Part(say(_TITLES[where]), "bold")]
        for command in commands(where):
            key, code = Part(f"  {fit(command.shown_key, 6)}", "bold ink-neutral"), Part(fit(command.code, 15), "quiet")
            yield [key, code, Part(say(command.tooltip))]
    yield [
        Part(
            say("A scanner's code is taken on every screen, whatever has the focus; a code never works as a key."),
            "bold",
        )
    ]
