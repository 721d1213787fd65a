"""A question that is answered out of a list which grows shorter as one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from assetaudit.ui.screens.page import Question, Result
from assetaudit.ui.widgets.choice import Choice

Item = TypeVar("Item")


class ListQuestion(Question[Result], Generic[Result, Item]):
    """A field and a list; up and down move the mark while the field is being typed in."""

    CSS_PATH = "ask.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "mark(-1)", "up", show=False, priority=True),
        Binding("down", "mark(1)", "down", show=False, priority=True),
    ]

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__()
        self.items = items

    def text_of(self, item: Item) -> str:
        """What is looked through for the typed words."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """All of them, until something is typed."""
        self.query_one(Choice).show(self.items, mark=0)
        self.query_one(Input).focus()

    def action_mark(self, by: int) -> None:
        """Move the mark in the list while the field is being typed in."""
        self.query_one(Choice).action_mark(by)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        words = message.value.casefold().split()
        fitting = [one for one in self.items if all(word in self.text_of(one).casefold() for word in words)]
        self.query_one(Choice).show(fitting, mark=0)
