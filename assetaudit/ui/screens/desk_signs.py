"""Signs of an audit that was made at a desk: questions to ask a person, and no verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from assetaudit.language import say, say_many, sentence
from assetaudit.review.queue import Sign
from assetaudit.ui.review import Review
from assetaudit.ui.screens.list_page import ListPage
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Part, fit


class DeskSignsScreen(ListPage[Sign]):
    """One line a question."""

    TITLE_TEXT = "Questions"

    def __init__(self, audit: str, review: Review) -> None:
        super().__init__(audit, _line, _detail, empty=say("Looking at every scan ..."))
        self.review = review

    def fill(self) -> None:
        """Look for signs."""
        self.in_turn("look for signs", self.review.signs, then=self._show)

    def _show(self, signs: Sequence[Sign]) -> None:
        told = say_many("{n} question, and no verdict", "{n} questions, and none of them a verdict", len(signs))
        self.remark(told)
        self.query_one(Choice).show(signs, empty=say("Nothing looks as if it was scanned at a desk."))


def _line(one: Sign, width: int) -> Line:
    return [Part(fit(one.who, 14), "bold"), Part(f" {fit(sentence(one.ask), max(8, width - 15))}")]


def _detail(one: Sign) -> list[Line]:
    return [
        [Part(one.who, "bold")],
        [Part(sentence(one.ask))],
        [Part(say("{n} events from {first}", n=one.events, first=one.first[:12]), "quiet")],
    ]
