"""Printing the labels that an audit needs: what waits, on which stock and template, seen before it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from textual import on
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.ui.language import say, sentence
from assetaudit.ui.notes import LabelNote, StockNote
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit, fit_end, wrapped

_DRAWN = re.compile(r"[\u2580-\u259f]|^\s*$")
"""A line of a picture."""
_PAUSE = 0.15
"""Seconds that a mark must rest before its picture is drawn."""


class LabelsScreen(Page[None]):
    """What is needed and how it will look on the left, what it is printed on at the right."""

    TITLE_TEXT = "Labels that are needed"
    CSS_PATH = "labels.tcss"

    def __init__(self, audit: str) -> None:
        super().__init__()
        self.audit = audit
        self.stock: str | None = None
        self.template: str | None = None
        self._soon: Timer | None = None

    def body(self) -> Iterable[Widget]:
        """Labels and their picture; stocks, templates, used cells, where to."""
        with Horizontal():
            with Vertical(id="needed"):
                yield Choice(_label_line, empty=say("Looking ..."), id="labels")
                yield Text(id="picture")
            with Vertical(id="sheet"):
                yield Text([[Part(say("Stock"), "bold")]])
                yield Choice(_stock_line, id="stocks")
                yield Text([[Part(say("Template"), "bold")]])
                yield Choice(_template_line, id="templates")
                yield Text([[Part(say("Used cells: 5 or 1,4-7"), "quiet")]])
                yield Input("0", id="used", max_length=40)
                yield Text([[Part(say("File or printer (Enter prints)"), "quiet")]])
                yield Input(id="path", max_length=1000)
                yield Text(id="progress-text")

    def on_mount(self) -> None:
        """Look what is needed."""
        self.heading.say(self.audit)
        self.query_one("#path", Input).value = str(Path.cwd() / "labels.pdf")
        self.query_one("#stocks", Choice).focus()
        self.work(
            "list the labels",
            lambda: (
                self.workspace.needed_labels(self.audit),
                self.workspace.label_stocks(),
                self.workspace.label_templates(),
            ),
            then=self._list,
        )

    def _list(self, result: Any) -> None:  # noqa: ANN401 - a worker's result
        labels: Sequence[LabelNote] = result[0]
        stocks: Sequence[StockNote] = result[1]
        templates: Sequence[StockNote] = result[2]
        self._list_labels(labels)
        self.query_one("#stocks", Choice).show(stocks, empty=say("No label stock is described."))
        self.query_one("#templates", Choice).show(templates)

    @on(RowMarked, "#stocks")
    def _stock_marked(self, message: RowMarked[StockNote]) -> None:
        self.stock = message.item.name if message.item else None
        self._draw_soon()

    @on(RowMarked, "#templates")
    def _template_marked(self, message: RowMarked[StockNote]) -> None:
        self.template = message.item.name if message.item else None
        self._draw_soon()

    def on_resize(self) -> None:
        """The picture is as large as there is room for."""
        self._draw_soon()

    def _draw_soon(self) -> None:
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(_PAUSE, self._draw)

    def _draw(self) -> None:
        stock, template = self.stock, self.template
        if stock is None or template is None:
            return
        room = self.query_one("#needed").size
        columns, rows = room.width - 2, max(6, room.height // 2 - 2)
        self.work(
            "draw the label",
            lambda: self.workspace.label_picture(
                self.audit, stock=stock, template=template, columns=columns, rows=rows
            ),
            then=self._show_picture,
        )

    def _show_picture(self, lines: Sequence[str]) -> None:
        """The drawing as it is; what is said of it, in lines of the room's width."""
        width = max(20, self.query_one("#needed").size.width - 2)
        told = [part for line in lines for part in ([line] if _DRAWN.search(line) else wrapped(sentence(line), width))]
        self.query_one("#picture", Text).say([(), *([Part(f" {line}")] for line in told)])

    @on(RowChosen, "#stocks")
    @on(RowChosen, "#templates")
    @on(Input.Submitted)
    def _print(self) -> None:
        stock, template = self.stock, self.template
        if stock is None or template is None:
            self.app.tell(say("There is no label stock to print on."), severe=True)
            return
        used = self.query_one("#used", Input).value.strip()
        where = self.query_one("#path", Input).value.strip()
        self._say(say("Printing ..."))
        self.work(
            "print the labels",
            lambda: self.workspace.print_labels(self.audit, stock=stock, template=template, used=used, where=where),
            then=self._printed,
        )

    def _printed(self, told: Sequence[str]) -> None:
        self.query_one("#progress-text", Text).say([(), *([Part(line, "bold")] for line in told)])
        self.work("list the labels", lambda: self.workspace.needed_labels(self.audit), then=self._list_labels)

    def _list_labels(self, labels: Sequence[LabelNote]) -> None:
        waiting = sum(label.state == "waiting" for label in labels)
        printed = ", " + say("{n} printed", n=len(labels) - waiting) if len(labels) > waiting else ""
        self.heading.say(f"{self.audit} · {say('{n} waiting', n=waiting)}{printed}")
        self.query_one("#labels", Choice).show(labels, empty=say("No label is needed."))

    def _say(self, text: str) -> None:
        self.query_one("#progress-text", Text).say([(), [Part(text, "bold")]])

    def failed(self, doing: str, error: BaseException) -> None:
        """Say so here as well; a picture that cannot be drawn says why in its place."""
        if doing == "draw the label":
            self.query_one("#picture", Text).say([(), [Part(f" {error}", "quiet")]])
            return
        self._say(say("Nothing was printed."))
        super().failed(doing, error)


def _label_line(label: LabelNote, width: int) -> Line:
    where = max(8, width - 25)
    state = say(label.reason) if label.state == "waiting" else f"✓ {say('printed')}"
    return [
        Part(fit(label.code, 11), "bold"),
        Part(f" {fit_end(label.place, where)} ", "quiet"),
        Part(fit(state, 12), "" if label.state == "waiting" else "quiet"),
    ]


def _stock_line(stock: StockNote, width: int) -> Line:
    return [Part(fit(sentence(stock.text) or stock.name, width))]


def _template_line(template: StockNote, width: int) -> Line:
    return [Part(fit(sentence(template.text) or template.name, width))]
