"""Findings: what the audit says of each thing, filtered as one types, with the evidence beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say, say_many, sentence
from assetaudit.model.finding import Finding, Outcome
from assetaudit.ui.messages import FindingsListed
from assetaudit.ui.screens.filtered import FilteredPage
from assetaudit.ui.screens.page import Text
from assetaudit.ui.signs import sign
from assetaudit.ui.widgets.choice import Choice, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit, fit_end, ink

AT_ONCE = 2000
"""Findings that are filtered without a thread."""


class FindingsScreen(FilteredPage):
    """A list on the left, one finding on the right."""

    WHERE: ClassVar[tuple[str, ...]] = ("findings", "page")
    TITLE_TEXT = "Findings"
    models = False
    CSS_PATH = "findings.tcss"

    def __init__(self, audit: str, *, load: bool = False) -> None:
        super().__init__()
        self.audit = audit
        self._load = load
        self.all: Sequence[Finding] = ()
        self.outcome: Outcome | None = None
        self._note = ""

    def body(self) -> Iterable[Widget]:
        """Filter, list, detail."""
        yield self.filter_field()
        with Horizontal():
            yield Choice(_line, empty=say("Listing ..."))
            yield Text(id="detail")

    def on_mount(self) -> None:
        """The list has the focus; the filter is shown when it is asked for."""
        self.heading.say(self.audit)
        self.query_one(Choice).focus()
        if self._load:
            self.work("list the findings", self._from_disk, then=self.list)

    def _from_disk(self) -> FindingsListed:
        findings, complete = self.workspace.findings(self.audit)
        return FindingsListed(findings, complete=complete)

    def list(self, message: FindingsListed) -> None:
        """Show the findings as they stand."""
        self.all = message.findings
        self._note = "" if message.complete else " · " + say("audit not complete")
        self.filter()

    def filter(self) -> None:
        """Show what fits; long lists are gone through in a thread, so that typing is never slow."""
        everything, outcome, words = self.all, self.outcome, tuple(self.words.casefold().split())
        if len(everything) <= AT_ONCE:
            self._show(_fitting(everything, outcome, words))
        else:
            self.work("filter the findings", lambda: _fitting(everything, outcome, words), then=self._show)

    def _show(self, shown: Sequence[Finding]) -> None:
        what = say("all outcomes") if self.outcome is None else say(self.outcome.printed)
        matching = " " + say("matching '{words}'", words=self.words) if self.words else ""
        counted = say("{n} of {all}", n=len(shown), all=len(self.all))
        self.heading.say(f"{self.audit} · {what}{matching} · {counted}{self._note}")
        self.query_one(Choice).show(shown, empty=say("No finding matches."), mark=0)

    @on(RowMarked)
    def _marked(self, message: RowMarked[Finding]) -> None:
        self.query_one("#detail", Text).say(detail(message.item) if message.item else [])

    def action_seek(self) -> None:
        """Follow the RFID signal of the marked asset, in a walk."""
        marked = self.query_one(Choice).marked
        if self.app.feed is None or not isinstance(marked, Finding) or marked.asset is None:
            self.app.tell(say("In a walk, mark the finding of an asset first."))
            return
        from assetaudit.ui.screens.find import seek

        seek(self.app.feed, marked.asset)

    def action_next_outcome(self) -> None:
        """The next outcome that occurs, or all again."""
        occurring = Counter(finding.outcome for finding in self.all)
        order: list[Outcome | None] = [None, *(outcome for outcome in Outcome if occurring[outcome])]
        here = order.index(self.outcome) if self.outcome in order else -1
        self.outcome = order[(here + 1) % len(order)]
        self.filter()

    def action_clear(self) -> None:
        """No filter."""
        self.outcome = None
        field = self.query_one("#filter", Input)
        field.value = ""
        field.remove_class("-shown")
        self.words = ""
        self.filter()
        self.query_one(Choice).focus()

    def action_decide(self) -> None:
        """Decide about what was found."""
        from assetaudit.ui.screens.cases import CasesScreen

        self.app.push_screen(CasesScreen(self.audit))

    def action_report(self) -> None:
        """A report of this audit."""
        from assetaudit.ui.screens.report import ReportScreen

        self.app.push_screen(ReportScreen(self.audit))


def _fitting(findings: Sequence[Finding], outcome: Outcome | None, words: Sequence[str]) -> list[Finding]:
    return [
        finding
        for finding in findings
        if (outcome is None or finding.outcome is outcome or outcome in finding.also)
        and (not words or all(word in _text(finding) for word in words))
    ]


def _text(finding: Finding) -> str:
    parts = (
        finding.asset_tag,
        finding.serial,
        finding.identifier,
        finding.expected,
        finding.found,
        finding.reason,
        finding.why,
        finding.outcome.printed,
    )
    return " ".join(part for part in parts if part).casefold()


def _line(finding: Finding, width: int) -> Line:
    shown = sign(finding.outcome)
    name = finding.asset_tag or finding.serial or finding.identifier or finding.asset or say("no label")
    place = finding.expected if finding.expected is not None else finding.found
    where = max(8, width - 32)
    return [
        Part(f"{fit(shown.char, 1)} ", f"bold {ink(shown.tone)}"),
        Part(f"{fit(say(shown.word), 14)} ", ink(shown.tone)),
        Part(fit(name, 14)),
        Part(f" {fit_end(place or '', where)}", "quiet"),
    ]


def detail(finding: Finding) -> list[Line]:
    """Everything about one finding, in lines."""
    shown = sign(finding.outcome)
    rows: list[Line] = [
        [Part(f"{shown.char} {say(shown.large)}", f"bold {ink(shown.tone)}")],
        [Part(finding.asset_tag or finding.serial or finding.identifier or finding.asset or say("no label"), "bold")],
        (),
        [Part(f"{say('expected'):<10}", "quiet"), Part(finding.expected or say("nowhere"))],
        [Part(f"{say('found'):<10}", "quiet"), Part(_found(finding))],
        *([Part("          "), Part(place)] for place in finding.places),
        (),
        [Part(sentence(finding.why))],
    ]
    more = (
        ("also", ", ".join(say(outcome.printed) for outcome in finding.also)),
        ("basis", say(finding.basis or "")),
        ("confidence", say(finding.confidence or "")),
        ("reason", sentence(finding.reason or "")),
        ("with", finding.pair or ""),
        ("may be", ", ".join(finding.maybe)),
        ("records", ", ".join(finding.candidates)),
    )
    rows += [(), *([Part(f"{say(label):<10}", "quiet"), Part(value)] for label, value in more if value)]
    if finding.evidence:
        count = len(finding.evidence)
        rows += [(), [Part(say_many("{n} event as evidence", "{n} events as evidence", count), "quiet")]]
        rows += [[Part(f"  {event[:16]}", "quiet")] for event in finding.evidence[:6]]
    return rows


def _found(finding: Finding) -> str:
    return say("in several places") if finding.places else finding.found or say("not seen")
