"""A wrong latch: which scans belong elsewhere, and where; one step, which one undo takes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from assetaudit.language import say
from assetaudit.model.place import Place
from assetaudit.ui.picture import WalkPicture
from assetaudit.ui.screens.go import PlaceQuestion
from assetaudit.ui.screens.page import Text
from assetaudit.ui.widgets.lines import Line, Part


class CarryQuestion(PlaceQuestion[tuple[Place, int | None]]):
    """The place where one really is, and whether all scans go there or only the last ones."""

    KEYS = (("Enter", "move"), ("↑↓", "mark"), ("Tab", "all, or the last ones"), ("Esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "switch", "switch", show=False, priority=True)]

    def __init__(self, picture: WalkPicture, places: Sequence[str]) -> None:
        first = [picture.doubt] if picture.doubt is not None else []
        super().__init__([*first, *(place for place in places if place not in (picture.doubt, picture.place))])
        self._here = picture.place or ""
        self._doubted = picture.doubted if picture.doubt is not None else 0
        self.last: int | None = self._doubted or None

    def body(self) -> Iterable[Widget]:
        """What moves, a field, and the places that match it."""
        yield Text(self._moving(), id="moving")
        yield from self.field_and_places()

    def _moving(self) -> list[Line]:
        told = say("All scans made in {place} move there.", place=self._here)
        if self.last is not None:
            only = "Only the last {n} scans move there; the others stay in {place}."
            told = say(only, n=self.last, place=self._here)
        return [[Part(say("Where were you really?"), "bold")], [Part(told)], ()]

    def action_switch(self) -> None:
        """All scans, or only the last ones."""
        self.last = None if self.last is not None else self._doubted or 1
        self.query_one("#moving", Text).say(self._moving())

    def chosen(self, place: Place) -> None:
        """That is where they go."""
        self.dismiss((place, self.last))
