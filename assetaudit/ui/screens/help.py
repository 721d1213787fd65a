"""Every key and control code, from the one table of commands."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from assetaudit.ui.commands import COMMANDS, Command
from assetaudit.ui.language import say
from assetaudit.ui.screens.page import Page
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Part, fit

_TITLES = {
    "everywhere": "On every screen",
    "home": "Home",
    "walk": "The walk",
    "replay": "A recorded walk",
    "findings": "Findings",
    "new_audit": "New audit",
    "imports": "Import",
    "page": "All other screens",
}


class HelpScreen(Page[None]):
    """The table, grouped by screen; the keys of the walk first."""

    TITLE_TEXT = "Help: keys, and control codes that do the same from a scanner"

    def body(self) -> Iterable[Widget]:
        """The list."""
        yield Choice(_line)

    def on_mount(self) -> None:
        """All commands."""
        rows: list[Command | str] = []
        for where in ("walk", "replay", "everywhere", "home", "new_audit", "imports", "findings", "page"):
            rows += [say(_TITLES[where]), *(command for command in COMMANDS if command.where == where)]
        rows += [say("A scanner's code is taken on every screen, whatever has the focus; a code never works as a key.")]
        self.query_one(Choice).show(rows)
        self.query_one(Choice).focus()


def _line(row: Command | str, width: int) -> Line:
    if isinstance(row, str):
        return [Part(fit(row, width), "bold")]
    says = max(20, width - 23)
    return [
        Part(f"  {fit(row.shown_key, 6)}", "bold ink-neutral"),
        Part(f"{fit(row.code, 15)}", "quiet"),
        Part(fit(say(row.tooltip), says)),
    ]
