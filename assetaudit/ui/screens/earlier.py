"""What earlier audits of the same places left open, and one key to take it over with owners, dates and tickets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from assetaudit.language import say, sentence
from assetaudit.review.queue import Earlier
from assetaudit.ui.review import Review
from assetaudit.ui.screens.list_page import ListPage
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Part, fit


class EarlierScreen(ListPage[Earlier]):
    """One line a thing: what was left open, and what this audit says of it now."""

    WHERE: ClassVar[tuple[str, ...]] = ("earlier", "page")
    TITLE_TEXT = "Left open by earlier audits"

    def __init__(self, audit: str, review: Review) -> None:
        super().__init__(audit, _line, _detail, empty=say("Looking at earlier audits ..."))
        self.review = review

    def fill(self) -> None:
        """Look what they left open."""
        self.in_turn("look at earlier audits", self.review.earlier, then=self._show)

    def _show(self, left: Sequence[Earlier]) -> None:
        self.remark(say("{n} left open", n=len(left)))
        self.query_one(Choice).show(left, empty=say("Earlier audits of these places left nothing open."))

    def action_carry(self) -> None:
        """Take all of it over."""
        self.in_turn("take over what was left open", self.review.carry, then=self.done)


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
