"""Every command by its name: type a part of it, Enter does it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.ui.commands import Command, commands
from assetaudit.ui.language import say
from assetaudit.ui.screens.page import Question
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part, fit

_NOT_HERE = frozenset({"palette", "unit", "mark_up", "mark_down"})
"""Commands that mean nothing without their key."""


class PaletteQuestion(Question[str]):
    """The commands of the screen beneath; the answer is the action's name."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Enter", "do it"), ("↑↓", "mark"), ("Esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "mark(-1)", "up", show=False, priority=True),
        Binding("down", "mark(1)", "down", show=False, priority=True),
    ]

    def __init__(self, wheres: Sequence[str]) -> None:
        super().__init__()
        found = {one.id: one for where in wheres for one in commands(where)}
        self._commands = [one for one in found.values() if one.id not in _NOT_HERE]

    def body(self) -> Iterable[Widget]:
        """A field and what matches."""
        yield Input(placeholder=say("part of a command's name"), max_length=60)
        choice: Choice[Command] = Choice(_line, empty=say("No command is called so."))
        choice.styles.height = 12
        yield choice

    def on_mount(self) -> None:
        """All commands, until something is typed."""
        self.query_one(Choice).show(self._commands, mark=0)
        self.query_one(Input).focus()

    def action_mark(self, by: int) -> None:
        """Move the mark in the list while the field is being typed in."""
        self.query_one(Choice).action_mark(by)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        words = message.value.casefold().split()
        fitting = [one for one in self._commands if all(word in _text(one) for word in words)]
        self.query_one(Choice).show(fitting, mark=0)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.query_one(Choice).action_choose()

    @on(RowChosen)
    def _chosen(self, message: RowChosen[Command]) -> None:
        self.dismiss(message.item.id)


def _text(command: Command) -> str:
    return f"{say(command.label)} {say(command.tooltip)} {command.code}".casefold()


def _line(command: Command, width: int) -> Line:
    says = max(10, width - 24)
    return [
        Part(fit(command.shown_key, 7), "bold ink-neutral"),
        Part(fit(say(command.label), 16), "bold"),
        Part(f" {fit(say(command.tooltip), says)}", "quiet"),
    ]
