"""Before many are decided at once: what it comes to, and some of them drawn by chance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from assetaudit.language import say, say_many, sentence
from assetaudit.model.verdict import Tone
from assetaudit.review.queue import Preview
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.lines import Line, Part, ink


class PreviewQuestion(Question[bool]):
    """Enter decides about all of them, Escape about none."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Enter", "decide all"), ("Esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "sure", show=False)]

    def __init__(self, preview: Preview, why: str) -> None:
        super().__init__()
        self._preview = preview
        self._why = why

    def body(self) -> Iterable[Widget]:
        """The parts, the reason, and members to look at."""
        rows: list[Line] = [
            [Part(f"{say(what)} · ", f"bold {ink(Tone.RIGHT)}"), Part(say_many("{n} finding", "{n} findings", count))]
            for what, count in self._preview.parts
        ]
        rows += [[Part(self._why, "quiet")], (), [Part(say("Look at these first, drawn by chance:"), "quiet")]]
        yield Text([*rows, *([Part(f"  {sentence(name)}")] for name in self._preview.drawn), ()])

    def action_sure(self) -> None:
        """Decide."""
        self.dismiss(True)  # noqa: FBT003 - the answer
