"""Leaving a walk is safe, and says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from assetaudit.language import say, say_many
from assetaudit.ui.picture import WalkPicture
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.lines import Part


class LeaveQuestion(Question[str]):
    """Everything is saved; leave or stay."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "leave_now", "leave", show=False)]
    KEYS = (("Enter", "leave"), ("Esc", "stay"))

    def __init__(self, saved: int, picture: WalkPicture | None) -> None:
        super().__init__()
        self._saved = saved
        self._picture = picture

    def body(self) -> Iterable[Widget]:
        """What is saved, and what stays open."""
        what = say("Nothing was recorded yet.")
        if self._saved:
            what = say_many("{n} entry of this walk is on disk.", "{n} entries of this walk are on disk.", self._saved)
        rows = [[Part(say("Leave the walk?"), "bold")], [], [Part(f"{what} {say('Nothing is lost.')}")]]
        picture = self._picture
        if picture is not None and picture.place and picture.state == "open":
            told = say("{place} stays open.", place=picture.place)
            if picture.left and not picture.blind:
                told = say("{place} stays open with {n} not seen.", place=picture.place, n=picture.left)
            rows += [[Part(told)], [Part(say("When you come back, scan its label and go on."))]]
        yield Text(rows)

    def action_leave_now(self) -> None:
        """Leave."""
        self.dismiss("leave")
