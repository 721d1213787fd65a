"""Every command by its name: type a part of it, Enter does it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say
from assetaudit.ui.commands import Command, commands
from assetaudit.ui.screens.list_question import ListQuestion
from assetaudit.ui.screens.page import Text
from assetaudit.ui.widgets.choice import Choice, RowChosen, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit

_NOT_HERE = frozenset({"palette", "unit", "mark_up", "mark_down"})
"""Commands that mean nothing without their key."""


class PaletteQuestion(ListQuestion[str, Command]):
    """The commands of the screen beneath; the answer is the action's name."""

    KEYS = (("Enter", "do it"), ("↑↓", "mark"), ("Esc", "back"))

    def __init__(self, wheres: Sequence[str]) -> None:
        found = {one.id: one for where in wheres for one in commands(where)}
        super().__init__([one for one in found.values() if one.id not in _NOT_HERE])

    def text_of(self, item: Command) -> str:
        """Its name, what it does, and its control code."""
        return f"{say(item.label)} {say(item.tooltip)} {item.code}"

    def body(self) -> Iterable[Widget]:
        """A field and what matches."""
        yield Input(placeholder=say("part of a command's name"), max_length=60)
        choice: Choice[Command] = Choice(_line, empty=say("No command is called so."))
        choice.styles.height = 10
        yield choice
        yield Text(id="tip")

    @on(RowMarked)
    def _marked(self, message: RowMarked[Command]) -> None:
        """The whole sentence beneath, where the row has room for its beginning only."""
        self.query_one("#tip", Text).say([(), [Part(say(message.item.tooltip))] if message.item else ()])

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.query_one(Choice).action_choose()

    @on(RowChosen)
    def _chosen(self, message: RowChosen[Command]) -> None:
        self.dismiss(message.item.id)


def _line(command: Command, width: int) -> Line:
    says = max(10, width - 24)
    return [
        Part(fit(command.shown_key, 7), "bold ink-neutral"),
        Part(fit(say(command.label), 16), "bold"),
        Part(f" {fit(say(command.tooltip), says)}", "quiet"),
    ]
