"""Questions with one answer: a list to choose from, or a line to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part, fit


def bare(text: str, width: int) -> Line:
    """A row that is its text."""
    return [Part(fit(text, width))]


class ChooseOne(Question[str]):
    """Choose one of a few words."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Enter", "choose"), ("Esc", "back"))

    def __init__(
        self, title: str, words: Sequence[str], *, shown: Callable[[str], str] = say, marked: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._words = words
        self._shown = shown
        self._marked = words.index(marked) if marked in words else 0

    def body(self) -> Iterable[Widget]:
        """The question and its answers."""
        yield Text([[Part(self._title, "bold")], ()])
        choice: Choice[str] = Choice(lambda word, width: bare(self._shown(word), width))
        choice.styles.height = len(self._words)
        yield choice

    def on_mount(self) -> None:
        """The answer of now is marked, or the first one."""
        self.query_one(Choice).show(self._words, mark=self._marked)
        self.query_one(Choice).focus()

    @on(RowChosen)
    def _chosen(self, message: RowChosen[str]) -> None:
        self.dismiss(message.item)


class WriteOne(Question[str]):
    """Write one line."""

    CSS_PATH = "ask.tcss"
    KEYS = (("Enter", "save"), ("Esc", "back"))

    def __init__(self, title: str, *, explain: str = "", value: str = "") -> None:
        super().__init__()
        self._title = title
        self._explain = explain
        self._value = value

    def body(self) -> Iterable[Widget]:
        """The question and a field."""
        yield Text([[Part(self._title, "bold")], *([[Part(self._explain, "quiet")]] if self._explain else []), ()])
        yield Input(self._value, max_length=500)

    @on(Input.Submitted)
    def _written(self, message: Input.Submitted) -> None:
        if message.value.strip():
            self.dismiss(message.value.strip())
