"""What earlier audits of the same places left open, and one key to take it over with owners, dates and tickets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.widget import Widget

from assetaudit.language import say, sentence
from assetaudit.review.queue import Earlier
from assetaudit.ui.review import Review
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit


class EarlierScreen(Page[None]):
    """One line a thing: what was left open, and what this audit says of it now."""

    WHERE: ClassVar[tuple[str, ...]] = ("earlier", "page")
    TITLE_TEXT = "Left open by earlier audits"
    CSS_PATH = "changes.tcss"

    def __init__(self, audit: str, review: Review) -> None:
        super().__init__()
        self.audit = audit
        self.review = review
        self._told = ""

    def body(self) -> Iterable[Widget]:
        """List and detail."""
        yield Choice(_line, empty=say("Looking at earlier audits ..."))
        yield Text(id="detail")

    def on_mount(self) -> None:
        """Look what they left open."""
        self.heading.say(self.audit)
        self.query_one(Choice).focus()
        self._list()

    def _list(self) -> None:
        self.in_turn("look at earlier audits", self.review.earlier, then=self._show)

    def _show(self, left: Sequence[Earlier]) -> None:
        told = f" · {self._told}" if self._told else ""
        self.heading.say(f"{self.audit} · " + say("{n} left open", n=len(left)) + told)
        self.query_one(Choice).show(left, empty=say("Earlier audits of these places left nothing open."))

    @on(RowMarked)
    def _marked(self, message: RowMarked[Earlier]) -> None:
        self.query_one("#detail", Text).say(_detail(message.item) if message.item else [])

    def action_carry(self) -> None:
        """Take all of it over."""
        self.in_turn("take over what was left open", self.review.carry, then=self._done)

    def _done(self, told: str) -> None:
        self._told = sentence(told)
        self._list()


def _line(one: Earlier, width: int) -> Line:
    return [
        Part(fit(one.name, 14)),
        Part(f" {fit(say(one.now), 20)}", "bold"),
        Part(f" {fit(one.audit, 16)} ", "quiet"),
        Part(fit(sentence(one.why), max(8, width - 53)), "quiet"),
    ]


def _detail(one: Earlier) -> list[Line]:
    return [
        [Part(one.name, "bold"), Part(f"  {say('now {what}', what=say(one.now))}")],
        [Part(say("left open by {audit}", audit=one.audit), "quiet")],
        [Part(sentence(one.why))],
    ]
