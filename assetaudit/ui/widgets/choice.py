"""A list to choose from, drawn by the line: a million rows cost as much as a thousand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from assetaudit.ui.widgets.lines import Line, Lines, Part, cut, length, wrap

Item = TypeVar("Item")


class Choice(Lines, Generic[Item], can_focus=True):
    """Rows with a mark; Enter chooses the marked one."""

    DEFAULT_CSS = "Choice { height: 1fr; }"
    SPACED = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "mark(-1)", "up", show=False),
        Binding("down", "mark(1)", "down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("home", "mark(-1000000000)", "first", show=False),
        Binding("end", "mark(1000000000)", "last", show=False),
        Binding("enter", "choose", "choose", show=False),
    ]

    def __init__(self, draw: Callable[[Item, int], Line], *, empty: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self._draw_item = draw
        self._empty = empty
        self.items: Sequence[Item] = ()
        self.mark = 0
        self._first = 0

    def show(self, items: Sequence[Item], *, empty: str | None = None, mark: int | None = None) -> None:
        """Show other rows; the mark stays where it is unless one is given."""
        self.items = items
        self._empty = self._empty if empty is None else empty
        self.mark = max(0, min(self.mark if mark is None else mark, len(items) - 1))
        self._tell()

    @property
    def marked(self) -> Item | None:
        """The row that is marked."""
        return self.items[self.mark] if self.items else None

    def lines(self, size: Size) -> Sequence[Line]:
        """The rows around the mark."""
        if not self.items:
            return wrap([Part(f"  {self._empty}", "quiet")], size.width)
        self._first = max(0, min(self._first, self.mark, len(self.items) - size.height))
        self._first = max(self._first, self.mark - size.height + 1)
        last = min(len(self.items), self._first + size.height)
        return [self._row(number, size.width) for number in range(self._first, last)]

    def _row(self, number: int, width: int) -> Line:
        line = self._draw_item(self.items[number], width - 2)
        if number != self.mark:
            return [Part("  "), *line]
        if not self.has_focus:
            return [Part("▸ ", "bold"), *(Part(part.text, f"bold {part.style}") for part in line)]
        marked = [Part("▸ ", "band-mark"), *(Part(part.text, "band-mark") for part in cut(line, width - 2))]
        return [*marked, Part(" " * max(0, width - length(marked)), "band-mark")]

    def on_focus(self) -> None:
        """The mark of the list that has the focus is seen best."""
        self.redraw()

    def on_blur(self) -> None:
        """Another widget has the focus now."""
        self.redraw()

    def action_mark(self, by: int) -> None:
        """Move the mark."""
        if self.items:
            self.mark = max(0, min(len(self.items) - 1, self.mark + by))
            self._tell()

    def action_page(self, by: int) -> None:
        """Move the mark by a screenful."""
        self.action_mark(by * max(1, self.size.height - 1))

    def action_choose(self) -> None:
        """Choose the marked row."""
        if self.items:
            self.post_message(RowChosen(self, self.items[self.mark]))

    def _tell(self) -> None:
        self.redraw()
        self.post_message(RowMarked(self, self.marked))


class RowChosen(Message, Generic[Item]):
    """The marked row was chosen."""

    def __init__(self, control: Choice[Item], item: Item) -> None:
        super().__init__()
        self._control = control
        self.item = item

    @property
    def control(self) -> Choice[Item]:
        """The list that it was chosen from."""
        return self._control


class RowMarked(Message, Generic[Item]):
    """The mark moved to another row."""

    def __init__(self, control: Choice[Item], item: Item | None) -> None:
        super().__init__()
        self._control = control
        self.item = item

    @property
    def control(self) -> Choice[Item]:
        """The list whose mark moved."""
        return self._control
