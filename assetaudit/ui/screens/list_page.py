"""A page that is one list: the marked row stands in full below it, and what was done stands beside the title."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.widget import Widget

from assetaudit.language import sentence
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowMarked
from assetaudit.ui.widgets.lines import Line

Item = TypeVar("Item")


class ListPage(Page[None], Generic[Item]):
    """Lists once it is there, and again after each thing that is done."""

    CSS_PATH: ClassVar[str] = "list_page.tcss"

    def __init__(
        self, audit: str, line: Callable[[Item, int], Line], detail: Callable[[Item], list[Line]], *, empty: str
    ) -> None:
        super().__init__()
        self.audit = audit
        self._line = line
        self._detail = detail
        self._empty = empty
        self._told = ""
        """What was done last."""

    def body(self) -> Iterable[Widget]:
        """List and detail."""
        yield Choice(self._line, empty=self._empty)
        yield Text(id="detail")

    def on_mount(self) -> None:
        """List what there is."""
        self.heading.say(self.audit)
        self.query_one(Choice).focus()
        self.fill()

    def fill(self) -> None:
        """Ask for the rows, and show them."""
        raise NotImplementedError

    def remark(self, *parts: str) -> None:
        """Say beside the title what the list holds, and what was done last."""
        self.heading.say(" · ".join(filter(None, (self.audit, *parts, self._told))))

    @on(RowMarked)
    def _marked(self, message: RowMarked[Item]) -> None:
        self.query_one("#detail", Text).say(self._detail(message.item) if message.item else [])

    def done(self, told: str) -> None:
        """Say what was done, and list again."""
        self._told = sentence(told)
        self.fill()
