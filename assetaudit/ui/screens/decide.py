"""Another decision than the proposed one: which, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say
from assetaudit.review.queue import PROPOSED
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part, fit


class DecideQuestion(Question[tuple[str, str]]):
    """Choose a decision, then write the reason; the answer is (word, reason)."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Enter", "choose, then save"), ("Esc", "back"))

    def __init__(self, choices: Sequence[tuple[str, str]], count: int) -> None:
        super().__init__()
        self._choices = choices
        self._count = count

    def body(self) -> Iterable[Widget]:
        """The decisions that fit, and a field for the reason."""
        title = say("What is to be done?") if self._count == 1 else say("What is to be done about {n}?", n=self._count)
        yield Text([[Part(title, "bold")], ()])
        choice: Choice[tuple[str, str]] = Choice(_line, empty=say("No decision fits all of them."))
        choice.styles.height = max(1, len(self._choices))
        yield choice
        yield Text([(), [Part(say("Why?"), "bold")]])
        yield Input(max_length=500, id="why")
        yield Text(id="trouble")

    def on_mount(self) -> None:
        """The first one is marked."""
        self.query_one(Choice).show(self._choices)
        self.query_one(Choice).focus()

    @on(RowChosen)
    def _chosen(self) -> None:
        self.query_one("#why", Input).focus()

    @on(Input.Submitted)
    def _written(self, message: Input.Submitted) -> None:
        marked = self.query_one(Choice).marked
        if marked is not None and (message.value.strip() or marked[0] == PROPOSED):
            self.dismiss((marked[0], message.value.strip()))
        else:
            self.query_one("#trouble", Text).say([[Part(say("A decision needs its reason."), "ink-attention")]])


def _line(choice: tuple[str, str], width: int) -> Line:
    return [Part(fit(say(choice[1]), width))]
