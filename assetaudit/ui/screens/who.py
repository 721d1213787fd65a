"""Who walks: asked once, kept in the settings."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from assetaudit.language import say
from assetaudit.ui.screens.ask import WriteOne


class WhoQuestion(WriteOne):
    """Write your name; it is kept outside the log of events, which holds an opaque id."""

    def __init__(self) -> None:
        super().__init__(say("Who walks?"), explain=say("Your name, as it shall stand in the report."))

    @on(Input.Submitted)
    def _named(self, message: Input.Submitted) -> None:
        name = message.value.strip()
        if name:
            self.workspace.save_settings(person=name)
