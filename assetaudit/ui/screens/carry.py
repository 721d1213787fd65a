"""A wrong latch: which scans belong elsewhere, and where; one step, which one undo takes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.model.place import Place, PlaceError
from assetaudit.ui.language import say
from assetaudit.ui.picture import WalkPicture
from assetaudit.ui.screens.ask import bare
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part


class CarryQuestion(Question[tuple[Place, int | None]]):
    """The place where one really is, and whether all scans go there or only the last ones."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Enter", "move"), ("↑↓", "mark"), ("Tab", "all, or the last ones"), ("Esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "mark(-1)", "up", show=False, priority=True),
        Binding("down", "mark(1)", "down", show=False, priority=True),
        Binding("tab", "switch", "switch", show=False, priority=True),
    ]

    def __init__(self, picture: WalkPicture, places: Sequence[str]) -> None:
        super().__init__()
        self._here = picture.place or ""
        self._doubted = picture.doubted if picture.doubt is not None else 0
        first = [picture.doubt] if picture.doubt is not None else []
        self._places = [*first, *(place for place in places if place not in (picture.doubt, picture.place))]
        self.last: int | None = self._doubted or None

    def body(self) -> Iterable[Widget]:
        """What moves, a field, and the places that match it."""
        yield Text([[Part(say("Where were you really?"), "bold")], *self._moving(), ()], id="moving")
        yield Input(placeholder=say("part of a place, or a whole one such as DC1/R2/A/07"), max_length=200)
        choice: Choice[str] = Choice(bare, empty=say("No such place is planned; Enter takes what you typed."))
        choice.styles.height = 9
        yield choice

    def _moving(self) -> list[Line]:
        if self.last is None:
            return [[Part(say("All scans made in {place} move there.", place=self._here))]]
        return [
            [
                Part(
                    say(
                        "Only the last {n} scans move there; the others stay in {place}.", n=self.last, place=self._here
                    )
                )
            ]
        ]

    def on_mount(self) -> None:
        """All places, until something is typed."""
        self.query_one(Choice).show(self._places, mark=0)
        self.query_one(Input).focus()

    def action_switch(self) -> None:
        """All scans, or only the last ones."""
        self.last = None if self.last is not None else self._doubted or 1
        self.query_one("#moving", Text).say([[Part(say("Where were you really?"), "bold")], *self._moving(), ()])

    def action_mark(self, by: int) -> None:
        """Move the mark in the list while the field is being typed in."""
        self.query_one(Choice).action_mark(by)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        words = message.value.casefold().split()
        fitting = [one for one in self._places if all(word in one.casefold() for word in words)]
        self.query_one(Choice).show(fitting, mark=0)

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        self._take(self.query_one(Choice).marked or message.value)

    @on(RowChosen)
    def _chosen(self, message: RowChosen[str]) -> None:
        self._take(message.item)

    def _take(self, text: str) -> None:
        try:
            self.dismiss((Place.parse(text), self.last))
        except PlaceError as error:
            self.app.tell(str(error), severe=True)
