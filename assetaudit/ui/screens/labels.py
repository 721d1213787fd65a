"""Printing the labels that an audit found to be needed: stock, cells already used, file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from textual import on
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.ui.notes import LabelNote, StockNote
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit, fit_end


class LabelsScreen(Page[None]):
    """What is needed on the left, the sheet on the right."""

    TITLE_TEXT = "Labels that are needed"
    CSS_PATH = "labels.tcss"

    def __init__(self, audit: str) -> None:
        super().__init__()
        self.audit = audit
        self.stock: str | None = None

    def body(self) -> Iterable[Widget]:
        """Labels, stocks, skip, path."""
        with Horizontal():
            with Vertical(id="needed"):
                yield Choice(_label_line, empty="Looking ...", id="labels")
            with Vertical(id="sheet"):
                yield Text([[Part("Sheet", "bold")]])
                yield Choice(_stock_line, id="stocks")
                yield Text([(), [Part("Cells of the sheet used already", "quiet")]])
                yield Input("0", id="skip", type="integer", max_length=3)
                yield Text([(), [Part("File (Enter writes it)", "quiet")]])
                yield Input(id="path", max_length=1000)
                yield Text(id="progress-text")

    def on_mount(self) -> None:
        """Look what is needed."""
        self.heading.say(self.audit)
        self.query_one("#path", Input).value = str(Path.cwd() / "labels.pdf")
        self.query_one("#stocks", Choice).focus()
        self.work(
            "list the labels",
            lambda: (self.workspace.needed_labels(self.audit), self.workspace.label_stocks()),
            then=self._list,
        )

    def _list(self, result: Any) -> None:  # noqa: ANN401 - a worker's result
        labels: Sequence[LabelNote] = result[0]
        stocks: Sequence[StockNote] = result[1]
        self.heading.say(f"{self.audit} · {len(labels)} needed")
        self.query_one("#labels", Choice).show(labels, empty="No label is needed.")
        self.query_one("#stocks", Choice).show(stocks, empty="No label stock is described.")

    @on(RowMarked, "#stocks")
    def _stock_marked(self, message: RowMarked[StockNote]) -> None:
        self.stock = message.item.name if message.item else None

    @on(RowChosen, "#stocks")
    @on(Input.Submitted)
    def _print(self) -> None:
        stock = self.stock
        if stock is None:
            self.app.tell("There is no label stock to print on.", severe=True)
            return
        skip = int(self.query_one("#skip", Input).value or "0")
        file = Path(self.query_one("#path", Input).value.strip()).expanduser()
        self._say("Writing ...")
        self.work(
            "print the labels",
            lambda: self.workspace.print_labels(self.audit, stock=stock, skip=max(0, skip), file=file),
            then=lambda count: self._say(f"{count} labels written: {file}"),
        )

    def _say(self, text: str) -> None:
        self.query_one("#progress-text", Text).say([(), [Part(text, "bold")]])

    def failed(self, doing: str, error: BaseException) -> None:
        """Say so here as well."""
        self._say("Nothing was written.")
        super().failed(doing, error)


def _label_line(label: LabelNote, width: int) -> Line:
    where = max(8, width - 23)
    return [
        Part(fit(label.code, 11), "bold"),
        Part(f" {fit_end(label.place, where)} ", "quiet"),
        Part(fit(label.reason, 10)),
    ]


def _stock_line(stock: StockNote, width: int) -> Line:
    return [Part(fit(stock.text or stock.name, width))]
