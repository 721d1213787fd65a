"""Writing a report: which format, and where to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say, sentence
from assetaudit.paths import typed_path
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit

FORMATS = (
    ("pdf", "for the auditor: scope, figures and their bases, signatures"),
    ("xlsx", "for the asset manager: every finding as a row, to sort and filter"),
    ("html", "to read anywhere: figures, lists and photographs in one file"),
    ("csv", "the findings for another program"),
    ("json", "the findings as 'assetaudit findings --json' prints them"),
)


class ReportScreen(Page[None]):
    """Choose a format, correct the path, write."""

    TITLE_TEXT = "Report"
    KEYS = (("Enter", "write it"), ("Tab", "formats"))
    CSS_PATH = "report.tcss"

    def __init__(self, audit: str) -> None:
        super().__init__()
        self.audit = audit

    def body(self) -> Iterable[Widget]:
        """Formats, path, progress."""
        yield Text([(), [Part(say("Which report?"), "bold")]])
        choice: Choice[tuple[str, str]] = Choice(_line)
        choice.styles.height = len(FORMATS)
        yield choice
        yield Text([(), [Part(say("Where to (Enter writes it)"), "bold")]])
        yield Input(id="path", max_length=1000)
        yield Text(id="progress-text")

    def on_mount(self) -> None:
        """PDF into the folder one is in."""
        self.heading.say(self.audit)
        self.query_one(Choice).show(FORMATS)
        self.query_one(Choice).focus()

    @on(RowMarked)
    def _marked(self, message: RowMarked[tuple[str, str]]) -> None:
        if message.item:
            self.query_one("#path", Input).value = str(Path.cwd() / f"{_file_name(self.audit)}.{message.item[0]}")

    @on(RowChosen)
    @on(Input.Submitted)
    def _write(self) -> None:
        file = typed_path(self.query_one("#path", Input).value)
        begun = self.finish(
            "write the report",
            lambda: self.workspace.write_report(self.audit, file, self._progress),
            then=lambda _: self._say(say("Written: {file}", file=file)),
        )
        self._say(say("Writing ..." if begun else "A report is being written already; wait for it."))

    def _progress(self, text: str) -> None:
        self.call_later(self._say, sentence(text))

    def _say(self, text: str) -> None:
        self.query_one("#progress-text", Text).say([(), [Part(text, "bold")]])

    def failed(self, doing: str, error: BaseException) -> None:
        """Say so here as well."""
        self._say(say("No report was written."))
        super().failed(doing, error)


def _line(row: tuple[str, str], width: int) -> Line:
    return [Part(f"{row[0].upper():<6}", "bold"), Part(fit(say(row[1]), width - 6))]


def _file_name(audit: str) -> str:
    return "".join(char if char.isalnum() or char in "-_. " else "_" for char in audit).strip(". ") or "report"
