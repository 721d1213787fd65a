"""Choosing a place by hand, where its label cannot be scanned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say, sentence
from assetaudit.model.place import Place, PlaceError
from assetaudit.ui.screens.ask import bare
from assetaudit.ui.screens.list_question import ListQuestion
from assetaudit.ui.screens.page import Result, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Part


class PlaceQuestion(ListQuestion[Result, str]):
    """A field, and the places that match what is typed there; what comes of the place is told by ``chosen``."""

    def text_of(self, item: str) -> str:
        """The place as it is written."""
        return item

    def field_and_places(self) -> Iterable[Widget]:
        """What the question's body ends with."""
        yield Input(placeholder=say("part of a place, or a whole one such as DC1/R2/A/07"), max_length=200)
        choice: Choice[str] = Choice(bare, empty=say("No such place is planned; Enter takes what you typed."))
        choice.styles.height = 9
        yield choice

    def chosen(self, place: Place) -> None:
        """A place was named."""
        raise NotImplementedError

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        self._take(self.query_one(Choice).marked or message.value)

    @on(RowChosen)
    def _row_chosen(self, message: RowChosen[str]) -> None:
        self._take(message.item)

    def _take(self, text: str) -> None:
        try:
            place = Place.parse(text)
        except PlaceError as error:
            self.app.tell(sentence(str(error)), severe=True)
        else:
            self.chosen(place)


class GoQuestion(PlaceQuestion[Place]):
    """Type a part of the place, or choose it from the route."""

    KEYS = (("Enter", "choose"), ("↑↓", "mark"), ("Esc", "back"))

    def __init__(self, title: str, places: Sequence[str]) -> None:
        super().__init__(places)
        self._title = title

    def body(self) -> Iterable[Widget]:
        """The title, a field and the places that match it."""
        yield Text([[Part(self._title, "bold")], ()])
        yield from self.field_and_places()

    def chosen(self, place: Place) -> None:
        """That is the answer."""
        self.dismiss(place)
