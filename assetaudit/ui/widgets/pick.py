"""One of a few words on one line: Space takes the next, the arrows the one beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from assetaudit.ui.widgets.lines import Line, Lines, Part, fit


class Pick(Lines, can_focus=True):
    """A field that is no text: what it holds, and what that means."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn(1)", show=False),
        Binding("right", "turn(1)", show=False),
        Binding("left", "turn(-1)", show=False),
    ]

    class Changed(Message):
        """Another word was taken."""

    def __init__(
        self,
        words: Sequence[str],
        shown: Callable[[str], str],
        meaning: Callable[[str], str] = lambda _word: "",
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
    ) -> None:
        super().__init__(id=id)
        self.words = words
        self.value = words[0]
        self._shown = shown
        self._meaning = meaning

    def action_turn(self, by: int) -> None:
        """Take the next word, or the one before."""
        self.value = self.words[(self.words.index(self.value) + by) % len(self.words)]
        self.redraw()
        self.post_message(self.Changed())

    def on_focus(self) -> None:
        """Seen best where the keys go."""
        self.redraw()

    def on_blur(self) -> None:
        """The keys go elsewhere now."""
        self.redraw()

    def lines(self, size: Size) -> Sequence[Line]:
        """The word between its arrows, and its meaning."""
        word = f"← {self._shown(self.value)} →"
        style = "band-mark" if self.has_focus else "bold"
        meaning = self._meaning(self.value)
        room = size.width - len(word) - 4
        return [[Part(f" {word} ", style), Part(fit(f"  {meaning}", max(0, room)), "quiet")]]
