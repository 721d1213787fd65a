"""Another decision than the proposed one: which, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say
from assetaudit.review.decision import Decide
from assetaudit.review.queue import PROPOSED
from assetaudit.ui.screens.follow import is_day
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be done, and why."""

    word: str
    why: str
    until: str = ""
    """ISO date until which an exception is accepted; empty for a year."""


class DecideQuestion(Question[Answer]):
    """Choose a decision, then write the reason; of an exception also the day on which it returns to the queue."""

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
        yield Text([[Part(say("Until which day? Such as 2027-12-31; nothing: a year"), "bold")]], id="until-ask")
        yield Input(max_length=10, id="until")
        yield Text(id="trouble")

    def on_mount(self) -> None:
        """The first one is marked."""
        self.query_one(Choice).show(self._choices)
        self.query_one(Choice).focus()

    @on(RowMarked)
    def _marked(self, message: RowMarked[tuple[str, str]]) -> None:
        dated = message.item is not None and message.item[0] == Decide.ACCEPT_EXCEPTION
        self.query_one("#until").display = self.query_one("#until-ask").display = dated

    @on(RowChosen)
    def _chosen(self) -> None:
        self.query_one("#why", Input).focus()

    @on(Input.Submitted)
    def _written(self) -> None:
        marked = self.query_one(Choice).marked
        why, until = (self.query_one(f"#{name}", Input) for name in ("why", "until"))
        if marked is None or (not why.value.strip() and marked[0] != PROPOSED):
            self._refuse(why, say("A decision needs its reason."))
        elif until.display and until.value.strip() and not is_day(until.value.strip()):
            self._refuse(until, say("Write the day like 2026-12-31."))
        else:
            self.dismiss(Answer(marked[0], why.value.strip(), until.value.strip() if until.display else ""))

    def _refuse(self, field: Input, told: str) -> None:
        self.query_one("#trouble", Text).say([[Part(told, "ink-attention")]])
        field.focus()


def _line(choice: tuple[str, str], width: int) -> Line:
    return [Part(fit(say(choice[1]), width))]
