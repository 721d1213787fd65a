"""A page whose list is filtered by words; the field for them is shown when it is asked for."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from assetaudit.language import say
from assetaudit.ui.screens.page import Page
from assetaudit.ui.widgets.choice import Choice


class FilteredPage(Page[None]):
    """The list follows the field while one types; Enter keeps the filter and goes to the list."""

    words = ""
    """What was typed."""
    models = True
    """Whether what is listed knows the models of devices."""

    def filter_field(self) -> Input:
        """The field, for the page's body."""
        more = say("part of a place, tag, model, reason ... Enter keeps the filter")
        less = say("part of a place, tag, serial, reason ... Enter keeps the filter")
        return Input(placeholder=more if self.models else less, id="filter")

    def filter(self) -> None:
        """Show what fits."""
        raise NotImplementedError

    def action_search(self) -> None:
        """Show the filter's field."""
        field = self.query_one("#filter", Input)
        field.add_class("-shown")
        field.focus()

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        self.words = message.value.strip()
        self.filter()

    @on(Input.Submitted)
    def _kept(self) -> None:
        self.query_one(Choice).focus()
