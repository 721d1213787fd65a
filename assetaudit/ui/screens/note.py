"""A note on the last device, or on the place."""

from __future__ import annotations

from assetaudit.language import say
from assetaudit.ui.screens.ask import WriteOne


class NoteQuestion(WriteOne):
    """Write a note; a scan meanwhile is a scan, and does not land in it."""

    def __init__(self) -> None:
        super().__init__(
            say("Note"), explain=say("It is kept with the last device that was seen, or else with the place.")
        )
