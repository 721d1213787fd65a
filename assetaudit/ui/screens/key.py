"""A personal key: what it is for, whether one has it, and one key to make it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from assetaudit.errors import AssetAuditError
from assetaudit.language import say, sentence
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.lines import Line, Part

FOR = (
    "With a personal key you sign what you decide and approve; without one your name is only declared.",
    "Audits that are opened from then on name your key, and nobody else can act under your name in them.",
    "It stays on this computer, in a file that only you can read. Give others its public part.",
)


class KeyQuestion(Question[None]):
    """Says whether there is a key; Enter makes it where there is none."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Enter", "make it, or go on"), ("Esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "make", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._public = ""

    def body(self) -> Iterable[Widget]:
        """What is known."""
        yield Text([[Part(say("Your personal key"), "bold")], (), *([Part(say(line), "quiet")] for line in FOR), ()])
        yield Text([[Part(say("Looking ..."), "quiet")]], id="key")

    def on_mount(self) -> None:
        """Look whether there is one."""
        self.work("look for your key", self.workspace.personal_key, then=self._show)

    def _show(self, public: str) -> None:
        self._public = public
        person = self.workspace.settings().person
        if not person:
            self._say([[Part(say("A key needs its owner: write your name in the settings first."), "ink-attention")]])
        elif public:
            told = say("{person} has a key. Its public part:", person=person)
            self._say([[Part(told, "bold ink-right")], [Part(public, "bold")]])
        else:
            self._say([[Part(say("{person} has none yet. Enter makes it.", person=person), "bold")]])

    def _say(self, rows: list[Line]) -> None:
        self.query_one("#key", Text).say([*rows, ()])

    def action_make(self) -> None:
        """Make the key, or go on where there is one."""
        if self._public or not self.workspace.settings().person:
            self.dismiss(None)
        else:
            self.finish("make your key", self.workspace.make_key, then=self._show)

    def failed(self, doing: str, error: BaseException) -> None:
        """What is not installed is told here, with how to get it."""
        if isinstance(error, AssetAuditError):
            self._say([[Part(sentence(str(error)), "ink-attention")]])
        else:
            super().failed(doing, error)
