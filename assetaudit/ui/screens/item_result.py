"""What one item of a sample came to, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say
from assetaudit.review.sampling.book import Result
from assetaudit.review.sampling.sheet import Row
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part, fit

ANSWERS = {
    Result.OK: "it is there, and as the book says",
    Result.DEVIATION: "it is missing, elsewhere or otherwise",
    Result.UNEXAMINED: "nobody could look; it counts as a deviation",
    Result.VOID: "no part of the population: it is replaced",
}
FLOOR_ANSWERS = ANSWERS | {
    Result.OK: "it has its record, or nothing is there",
    Result.DEVIATION: "what is there is not so in the book",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What it came to, and why."""

    result: Result
    note: str


class ResultQuestion(Question[Answer]):
    """Choose, then write the reason; what was found needs none."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Enter", "choose, then save"), ("Esc", "back"))

    def __init__(self, row: Row, *, floor: bool) -> None:
        super().__init__()
        self._row = row
        self._meaning = FLOOR_ANSWERS if floor else ANSWERS

    def body(self) -> Iterable[Widget]:
        """The item, the answers and a field for the reason."""
        where = "" if self._row.place == self._row.name else f"  {self._row.place}"
        yield Text([[Part(self._row.name, "bold"), Part(where)], ()])
        choice: Choice[Result] = Choice(self._line)
        choice.styles.height = len(self._meaning)
        yield choice
        yield Text([(), [Part(say("Why?"), "bold"), Part(f"  {say('found needs no reason')}", "quiet")]])
        yield Input(self._row.drawn.note, max_length=500, id="why")
        yield Text(id="trouble")

    def on_mount(self) -> None:
        """What it is now is marked, or that it was found."""
        answers = tuple(self._meaning)
        now = self._row.drawn.result
        choice = self.query_one(Choice)
        choice.show(answers, mark=answers.index(now) if now in answers and self._row.by else 0)
        choice.focus()

    def _line(self, result: Result, width: int) -> Line:
        word = say(ANSWER_WORDS[result])
        return [Part(fit(word, 20), "bold"), Part(fit(say(self._meaning[result]), width - 20), "quiet")]

    @on(RowChosen)
    def _chosen(self, message: RowChosen[Result]) -> None:
        if message.item is Result.OK:
            self.dismiss(Answer(Result.OK, self.query_one(Input).value.strip()))
        else:
            self.query_one(Input).focus()

    @on(Input.Submitted)
    def _written(self) -> None:
        result, note = self.query_one(Choice).marked or Result.OK, self.query_one(Input).value.strip()
        if result is not Result.OK and not note:
            self.query_one("#trouble", Text).say(
                [[Part(say("Write the reason: the report lists it."), "ink-attention")]]
            )
            return
        self.dismiss(Answer(result, note))


ANSWER_WORDS = {
    Result.OK: "found",
    Result.DEVIATION: "deviates",
    Result.UNEXAMINED: "cannot be examined",
    Result.VOID: "void",
}
