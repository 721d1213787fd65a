"""Printing the labels that an audit needs: what waits, on which stock and template, seen before it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.errors import PrintError
from assetaudit.language import say, sentence
from assetaudit.ui.notes import LabelNote, StockNote
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit, fit_end
from assetaudit.ui.widgets.status import KeysLine

_PAUSE = 0.15
"""Seconds that a mark must rest before its picture is drawn."""


class LabelsScreen(Page[None]):
    """What is needed and how it will look on the left, what it is printed on at the right."""

    WHERE: ClassVar[tuple[str, ...]] = ("labels", "page")
    TITLE_TEXT = "Labels that are needed"
    KEYS = (("Enter", "print"), ("Tab", "next field"))
    CSS_PATH = "labels.tcss"

    def __init__(self, audit: str) -> None:
        super().__init__()
        self.audit = audit
        self.stock: str | None = None
        self.template: str | None = None
        self.whole = False
        """Whether the picture is of the first sheet."""
        self._soon: Timer | None = None
        self._printing = self._stop = False
        self._share = -1

    def body(self) -> Iterable[Widget]:
        """Labels and their picture; stocks, templates, used cells, where to."""
        with Horizontal():
            with Vertical(id="needed"):
                yield Choice(_label_line, empty=say("Looking ..."), id="labels")
                yield Text(id="why")
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
        self._busy(printing=False)
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
        size = self.query_one("#needed").size
        room = (size.width - 2, max(6, size.height // 2 - 2))
        used = self.query_one("#used", Input).value.strip()

        def draw() -> Sequence[str]:
            if self.whole:
                return self.workspace.sheet_picture(self.audit, stock=stock, template=template, room=room, used=used)
            return self.workspace.label_picture(self.audit, stock=stock, template=template, room=room)

        self.work("draw the label", draw, then=self._show_picture)

    def _show_picture(self, lines: Sequence[str]) -> None:
        """The drawing, and what is said of it."""
        self.query_one("#picture", Text).say([(), *([Part(f" {sentence(line)}")] for line in lines)])

    def action_sheet(self) -> None:
        """See the whole first sheet, or the first label again."""
        self.whole = not self.whole
        self._draw_soon()

    @on(Input.Changed, "#used")
    def _cells_named(self) -> None:
        if self.whole:
            self._draw_soon()

    @on(RowMarked, "#labels")
    def _label_marked(self, message: RowMarked[LabelNote]) -> None:
        """The marked label in full, whose row may be cut."""
        label = message.item
        told = "" if label is None else f"{label.code} · {label.place} · {sentence(label.reason)}"
        self.query_one("#why", Text).say([[Part(told, "quiet")]] if told else [])

    @on(RowChosen, "#stocks")
    @on(RowChosen, "#templates")
    @on(Input.Submitted)
    def _print(self) -> None:
        stock, template = self.stock, self.template
        if self._printing:
            self.app.tell(say("It is printing; x stops it."))
            return
        if stock is None or template is None:
            self.app.tell(say("There is no label stock to print on."), severe=True)
            return
        used = self.query_one("#used", Input).value.strip()
        where = self.query_one("#path", Input).value.strip()
        self._say(say("Printing ..."))
        self._busy(printing=True)
        self.finish(
            "print the labels",
            lambda: self.workspace.print_labels(
                self.audit, stock=stock, template=template, used=used, where=where, progress=self._progress
            ),
            then=self._printed,
        )

    def _busy(self, *, printing: bool) -> None:
        self._printing, self._stop, self._share = printing, False, -1
        self.query_one(KeysLine).without(() if printing else ("stop",))

    def _progress(self, done: int, of: int) -> None:
        """In the worker's thread: how far the run is, and its end where that is wished for."""
        if self._stop:
            raise PrintError(
                "Printing was stopped.",
                hint="No file is left and no label counts as printed; a printer may have got some already.",
            )
        share = 100 * done // of if of else 0
        if share != self._share:
            self._share = share
            self.call_later(self._say, say("Printing ... {share} %  (x stops it)", share=share))

    def action_stop(self) -> None:
        """Stop the printing: nothing is left of it."""
        self._stop = self._printing

    def action_leave(self) -> None:
        """Go back; a run that is on its way is stopped first."""
        if self._printing:
            self.action_stop()
        else:
            super().action_leave()

    def on_unmount(self) -> None:
        """Nothing is printed for a screen that is gone."""
        self.action_stop()

    def _printed(self, told: Sequence[str]) -> None:
        self._busy(printing=False)
        self.query_one("#progress-text", Text).say([(), *([Part(sentence(line.strip()), "bold")] for line in told)])
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
            self.query_one("#picture", Text).say([(), [Part(f" {sentence(str(error))}", "quiet")]])
            return
        self._busy(printing=False)
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
