"""What was done, where it has to be read before one goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.lines import Line


class Told(Question[None]):
    """Some lines; Enter or Escape goes on."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Enter", "go on"),)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "leave", show=False)]

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__()
        self._lines = lines

    def body(self) -> Iterable[Widget]:
        """The lines."""
        yield Text([*self._lines, ()])
