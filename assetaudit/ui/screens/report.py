"""Writing a report: which format, and where to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import languages, say, say_as, sentence
from assetaudit.paths import typed_path
from assetaudit.reports.theme import Audience
from assetaudit.reports.wish import ReportWish
from assetaudit.ui.screens.ask import WriteOne
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


FOR = {
    Audience.AUDITOR: "the auditor: everything, down to the events",
    Audience.MANAGER: "the manager: figures, value at risk, decisions and what they come to",
    Audience.TECHNICIAN: "the technician: one page, what is to be done on the floor",
}


class ReportScreen(Page[None]):
    """Choose a format, say for whom and in which language, correct the path, write."""

    WHERE: ClassVar[tuple[str, ...]] = ("report", "page")
    TITLE_TEXT = "Report"
    KEYS = (("Enter", "write it"), ("Tab", "formats"))
    CSS_PATH = "report.tcss"

    def __init__(self, audit: str) -> None:
        super().__init__()
        self.audit = audit
        self.audience = Audience.AUDITOR
        self.language = ""
        self.key = ""
        self.certificate = ""
        self.stamps = ""

    def body(self) -> Iterable[Widget]:
        """Formats, path, progress."""
        yield Text([(), [Part(say("Which report?"), "bold")]])
        choice: Choice[tuple[str, str]] = Choice(_line)
        choice.styles.height = len(FORMATS)
        yield choice
        yield Text(id="options")
        yield Text([(), [Part(say("Where to (Enter writes it)"), "bold")]])
        yield Input(id="path", max_length=1000)
        yield Text(id="progress-text")

    def on_mount(self) -> None:
        """PDF into the folder one is in."""
        self.heading.say(self.audit)
        self.query_one(Choice).show(FORMATS)
        self._tell_options()
        self.query_one(Choice).focus()

    @on(RowMarked)
    def _marked(self, message: RowMarked[tuple[str, str]]) -> None:
        if message.item:
            self.query_one("#path", Input).value = str(Path.cwd() / f"{_file_name(self.audit)}.{message.item[0]}")

    @on(RowChosen)
    @on(Input.Submitted)
    def _write(self) -> None:
        wish = ReportWish(
            typed_path(self.query_one("#path", Input).value),
            self.audience,
            self.language,
            typed_path(self.key) if self.key else None,
            typed_path(self.certificate) if self.certificate else None,
            self.stamps,
        )
        begun = self.finish(
            "write the report",
            lambda: self.workspace.write_report(self.audit, wish, self._progress),
            then=lambda lines: self._say(*map(sentence, lines)),
        )
        self._say(say("Writing ..." if begun else "A report is being written already; wait for it."))

    def _tell_options(self) -> None:
        """For whom, in which language, signed and stamped by what."""
        language = say_as("setting", self.language) if self.language else say("as the settings say")
        signs = " · ".join(filter(None, (self.key, self.certificate))) or say("nobody")
        rows = (
            (say("For"), say(FOR[self.audience])),
            (say("Language"), language),
            (say("Signed with"), signs),
            (say("Time stamp of"), self.stamps or say("nobody")),
        )
        told: list[Line] = [[Part(f"{name:<16}", "quiet"), Part(text)] for name, text in rows]
        self.query_one("#options", Text).say([(), *told])

    def action_audience(self) -> None:
        """For the next audience."""
        every = list(Audience)
        self.audience = every[(every.index(self.audience) + 1) % len(every)]
        self._tell_options()

    def action_language(self) -> None:
        """In the next language."""
        every = ["", *languages()]
        self.language = every[(every.index(self.language) + 1) % len(every)]
        self._tell_options()

    def action_sign(self) -> None:
        """Sign the PDF with a key, or with none."""
        explain = say("A PKCS#12 file, or a PEM key and its certificate with a blank between; - for none.")
        value = f"{self.key} {self.certificate}".strip()
        self.app.push_screen(WriteOne(say("Which file signs the PDF?"), explain=explain, value=value), self._sign)

    def _sign(self, text: str | None) -> None:
        if text is not None:
            self.key, self.certificate = _files("" if text == "-" else text)
            self._tell_options()

    def action_stamp(self) -> None:
        """Have the signature time stamped, or not."""
        explain = say("The address of an authority (RFC 3161), which gets a hash and no more; - for none.")
        self.app.push_screen(
            WriteOne(say("Who stamps the signature?"), explain=explain, value=self.stamps), self._stamp
        )

    def _stamp(self, text: str | None) -> None:
        if text is not None:
            self.stamps = "" if text == "-" else text
            self._tell_options()

    def _progress(self, text: str) -> None:
        self.call_later(self._say, sentence(text))

    def _say(self, *lines: str) -> None:
        self.query_one("#progress-text", Text).say([(), *([Part(line, "bold")] for line in lines)])

    def failed(self, doing: str, error: BaseException) -> None:
        """Say so here as well."""
        self._say(say("No report was written."))
        super().failed(doing, error)


def _line(row: tuple[str, str], width: int) -> Line:
    return [Part(f"{row[0].upper():<6}", "bold"), Part(fit(say(row[1]), width - 6))]


def _file_name(audit: str) -> str:
    return "".join(char if char.isalnum() or char in "-_. " else "_" for char in audit).strip(". ") or "report"


def _files(text: str) -> tuple[str, str]:
    """(key, certificate or nothing); blanks within names of files are kept where such files are there."""
    words = text.split(" ")
    pairs = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(len(words), 0, -1)]
    there = (pair for pair in pairs if all(typed_path(name).is_file() for name in pair if name))
    return next(there, (words[0], " ".join(words[1:])))
