"""Before something is written elsewhere: what it will be, and one key to go on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.lines import Part


class SureQuestion(Question[bool]):
    """Enter goes on, Escape does nothing."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Enter", "do it"), ("Esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "sure", show=False)]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def body(self) -> Iterable[Widget]:
        """What will be done."""
        yield Text([[Part(self._title, "bold")], (), *([Part(line)] for line in self._lines), ()])

    def action_sure(self) -> None:
        """Go on."""
        self.dismiss(True)  # noqa: FBT003 - the answer
