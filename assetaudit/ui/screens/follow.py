"""Who takes care of a finding, until when, under which ticket, what caused it, and what management answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say
from assetaudit.review.standing import Standing
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.lines import Part

FIELDS = {
    "owner": "who takes care of it",
    "due": "until which day, such as 2026-12-31",
    "ticket": "its number",
    "cause": "what caused it",
    "response": "what management answers",
}
CLOSE = "close"


class FollowQuestion(Question[dict[str, str]]):
    """Five lines; what was changed is noted. Ctrl+D closes the finding besides."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Tab", "next line"), ("Enter", "save"), ("Ctrl+D", "it is done: close"), ("Esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+d", "close", show=False, priority=True)]

    def __init__(self, standing: Standing | None, count: int) -> None:
        super().__init__()
        self._before = {name: getattr(standing.follow, name) if standing is not None else "" for name in FIELDS}
        self._count = count

    def body(self) -> Iterable[Widget]:
        """The fields."""
        title = say("What goes with it") if self._count == 1 else say("What goes with these {n}", n=self._count)
        yield Text([[Part(title, "bold")], ()])
        for name, meaning in FIELDS.items():
            yield Text([[Part(say(name), "bold"), Part(f"  {say(meaning)}", "quiet")]])
            yield Input(self._before[name], id=name, max_length=500)
        yield Text(id="trouble")

    @on(Input.Submitted)
    def _save(self) -> None:
        self._answer({})

    def action_close(self) -> None:
        """It is done."""
        self._answer({CLOSE: "yes"})

    def _answer(self, more: dict[str, str]) -> None:
        written = {name: self.query_one(f"#{name}", Input).value.strip() for name in FIELDS}
        changed = {name: text for name, text in written.items() if text and text != self._before[name]}
        if "due" in changed and not is_day(changed["due"]):
            self.query_one("#trouble", Text).say([[Part(say("Write the day like 2026-12-31."), "ink-attention")]])
            self.query_one("#due", Input).focus()
            return
        self.dismiss(changed | more)


def is_day(text: str) -> bool:
    """Whether a text is a day as ISO 8601 writes it."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
