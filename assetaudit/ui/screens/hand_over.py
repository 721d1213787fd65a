"""Handing a walk over in the middle of it: what stays open, who goes on; both sign, and the label is scanned again."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say
from assetaudit.ui.picture import WalkPicture
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.lines import Line, Part

SHOWN = 8
_ASKS = frozenset({"unknown", "unreadable", "contested", "ambiguous", "wrong_device"})
"""States of rows that leave a question open."""


class HandOverQuestion(Question[str]):
    """The name of the person who goes on."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Enter", "both sign"), ("Esc", "back"))

    def __init__(self, giver: str, picture: WalkPicture | None) -> None:
        super().__init__()
        self._giver = giver
        self._picture = picture

    def body(self) -> Iterable[Widget]:
        """Open places and questions, then the name."""
        yield Text([[Part(say("Hand the walk over"), "bold")], (), *self._open(), *self._questions(), ()])
        yield Text([[Part(say("{giver} signs by handing over; who goes on signs by the name:", giver=self._giver))]])
        yield Input(placeholder=say("name of the person who goes on"), max_length=200)

    def _open(self) -> list[Line]:
        around = self._picture.around if self._picture is not None else ()
        open_places = [place for place in around if place.state == "open"]
        if not open_places:
            return [[Part(say("No place is open."))]]
        rows: list[Line] = [[Part(say("Open places:"), "quiet")]]
        for place in open_places[:SHOWN]:
            left = say("{n} left", n=place.left) if place.left and self._picture and not self._picture.blind else ""
            rows.append([Part(f"  {place.place}  "), Part(left, "ink-attention")])
        if len(open_places) > SHOWN:
            rows.append([Part(say("  ... and {n} more", n=len(open_places) - SHOWN), "quiet")])
        return rows

    def _questions(self) -> list[Line]:
        rows = self._picture.rows if self._picture is not None else ()
        asked = [row for row in rows if row.state in _ASKS]
        return [[Part(say("{n} open questions in this place", n=len(asked)), "ink-attention")]] if asked else []

    @on(Input.Submitted)
    def _named(self, message: Input.Submitted) -> None:
        name = " ".join(message.value.split())
        if name.casefold() == self._giver.casefold():
            self.app.tell(say("You walk already."), severe=True)
        elif name:
            self.dismiss(name)
