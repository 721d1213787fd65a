"""A device whose label cannot be read: record it now, say which one it is now or later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say, sentence
from assetaudit.model.place import PlaceError, Position
from assetaudit.ui.picture import Row
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.screens.proof import prove
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part, fit

if TYPE_CHECKING:
    from assetaudit.ui.feed import Feed

_OPEN = frozenset({"left", "missing"})


class UnreadableQuestion(Question[None]):
    """Which one of what is left here is it? Or none that I know: recorded as unreadable, with its units."""

    CSS_PATH = "unreadable.tcss"
    KEYS = (("Enter", "choose"), ("Tab", "units and note"), ("Esc", "back"))

    def __init__(self, feed: Feed, rows: Sequence[Row], units: str, unreadable: str | None = None) -> None:
        super().__init__()
        self.feed = feed
        self._left = [row for row in rows if row.state in _OPEN and row.asset]
        self._units = units.partition("-")[0]
        self._unreadable = unreadable
        """The record of a device without a label that is said to be one of these; None makes a new one."""

    def body(self) -> Iterable[Widget]:
        """What is left, and fields for what is not known."""
        yield Text([[Part(say("No readable label. Which device is it?"), "bold")], ()])
        choice: Choice[Row | None] = Choice(self._line, empty=say("Nothing is left here that it could be."))
        choice.styles.height = min(9, len(self._left) + 1)
        yield choice
        if self._unreadable is not None:
            return
        yield Text([(), [Part(say("If you cannot tell which it is: where it stands, and a note."), "quiet")]])
        yield Input(self._units, placeholder=say("units, such as U27"), id="units", max_length=12)
        yield Input(placeholder=say("note: what it looks like"), id="note", max_length=300)

    def on_mount(self) -> None:
        """First "I cannot tell", then what is left."""
        self.query_one(Choice).show(self._left if self._unreadable is not None else [None, *self._left])
        self.query_one(Choice).focus()

    def _line(self, row: Row | None, width: int) -> Line:
        if row is None:
            return [Part(fit(say("I cannot tell: record it as unreadable"), width), "bold")]
        return [Part(fit(f"{fit(row.units, 9)}{fit(row.what, 28)} {row.tag}", width))]

    @on(RowChosen)
    def _chosen(self, message: RowChosen[Row | None]) -> None:
        row = message.item
        if row is None:
            self._record()
        elif row.asset is not None:
            self.dismiss(None)
            prove(self.feed, row.asset, self._unreadable)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self._record()

    def _record(self) -> None:
        units, note = self.query_one("#units", Input).value.strip(), self.query_one("#note", Input).value.strip()
        try:
            position = Position.parse(units if not units.isdecimal() else f"U{units}") if units else None
        except PlaceError as error:
            self.app.tell(sentence(str(error)), severe=True)
            return
        self.feed.do("record the unreadable device", lambda walk: walk.mark_unreadable(position, note))
        self.dismiss(None)
