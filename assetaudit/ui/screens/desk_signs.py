"""Signs of an audit that was made at a desk: questions to ask a person, and no verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.widget import Widget

from assetaudit.language import say, say_many, sentence
from assetaudit.review.queue import Sign
from assetaudit.ui.review import Review
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit


class DeskSignsScreen(Page[None]):
    """One line a question."""

    TITLE_TEXT = "Questions"
    CSS_PATH = "changes.tcss"

    def __init__(self, audit: str, review: Review) -> None:
        super().__init__()
        self.audit = audit
        self.review = review

    def body(self) -> Iterable[Widget]:
        """List and detail."""
        yield Choice(_line, empty=say("Looking at every scan ..."))
        yield Text(id="detail")

    def on_mount(self) -> None:
        """Look for signs."""
        self.heading.say(self.audit)
        self.query_one(Choice).focus()
        self.in_turn("look for signs", self.review.signs, then=self._show)

    def _show(self, signs: Sequence[Sign]) -> None:
        told = say_many("{n} question, and no verdict", "{n} questions, and none of them a verdict", len(signs))
        self.heading.say(f"{self.audit} · {told}")
        self.query_one(Choice).show(signs, empty=say("Nothing looks as if it was scanned at a desk."))

    @on(RowMarked)
    def _marked(self, message: RowMarked[Sign]) -> None:
        self.query_one("#detail", Text).say(_detail(message.item) if message.item else [])


def _line(one: Sign, width: int) -> Line:
    return [Part(fit(one.who, 14), "bold"), Part(f" {fit(sentence(one.ask), max(8, width - 15))}")]


def _detail(one: Sign) -> list[Line]:
    return [
        [Part(one.who, "bold")],
        [Part(sentence(one.ask))],
        [Part(say("{n} events from {first}", n=one.events, first=one.first[:12]), "quiet")],
    ]
