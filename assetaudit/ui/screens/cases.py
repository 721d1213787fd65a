"""The queue: cases and findings that wait for a decision, one key to take what is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from assetaudit.language import say, sentence
from assetaudit.language.figures import amount
from assetaudit.model.verdict import Tone
from assetaudit.review.desk import name_of
from assetaudit.review.queue import Entry
from assetaudit.review.standing import Standing
from assetaudit.ui.review import Review
from assetaudit.ui.screens.case import CaseQuestion, case_lines
from assetaudit.ui.screens.decide import DecideQuestion
from assetaudit.ui.screens.filtered import FilteredPage
from assetaudit.ui.screens.page import Text
from assetaudit.ui.signs import sign
from assetaudit.ui.widgets.choice import Choice, RowChosen, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit, fit_end, ink

STATES = ("waiting", "all", "decided", "approved", "applied", "verified", "closed")


class CasesScreen(FilteredPage):
    """A list on the left; on the right what is known of the marked row, and what is proposed."""

    WHERE: ClassVar[tuple[str, ...]] = ("cases", "page")
    TITLE_TEXT = "Decide"
    CSS_PATH = "cases.tcss"

    def __init__(self, audit: str) -> None:
        super().__init__()
        self.audit = audit
        self.review: Review | None = None
        self.all: Sequence[Entry] = ()
        self.state = STATES[0]
        self.chosen: set[tuple[str, ...]] = set()
        self._told = ""
        self._asked = 0
        """Lists that were asked for."""

    def body(self) -> Iterable[Widget]:
        """Filter, list, detail."""
        yield self.filter_field()
        with Horizontal():
            yield Choice(self._line, empty=say("Listing ..."))
            yield Text(id="detail")

    def on_mount(self) -> None:
        """List what waits."""
        self.heading.say(self.audit)
        self.query_one(Choice).focus()
        self._list()

    def on_screen_resume(self) -> None:
        """Another screen may have approved something."""
        if self.review is not None:
            self._list()

    def _list(self) -> None:
        self._asked += 1
        asked = self._asked
        self.in_turn("list what waits", lambda: self._from_disk() if asked == self._asked else None, then=self._listed)

    def _from_disk(self) -> Sequence[Entry]:
        if self.review is None:
            self.review = self.workspace.review(self.audit)
        return self.review.queue()

    def _listed(self, entries: Sequence[Entry] | None) -> None:
        """None where another list was asked for meanwhile."""
        if entries is not None:
            self._show(entries)

    def _show(self, entries: Sequence[Entry]) -> None:
        self.all = entries
        self.chosen &= {entry.things for entry in entries}
        self.filter()

    def filter(self) -> None:
        """Show what fits."""
        words = self.words.casefold().split()
        rows = [one for one in self.all if self._in_state(one) and all(word in _text(one) for word in words)]
        waiting = sum(1 for one in self.all if one.standing is not None and one.standing.waiting)
        marks = say(" · {n} marked", n=len(self.chosen)) if self.chosen else ""
        told = f" · {self._told}" if self._told else ""
        self.heading.say(f"{self.audit} · {say(self.state)} · " + say("{n} wait", n=waiting) + marks + told)
        self.query_one(Choice).show(rows, empty=say("Nothing waits here."))

    def _in_state(self, entry: Entry) -> bool:
        if self.state == "all":
            return True
        if entry.standing is None:
            return self.state == "waiting"
        return entry.standing.waiting if self.state == "waiting" else entry.standing.state.value == self.state

    def _line(self, entry: Entry, width: int) -> Line:
        mark = "*" if entry.things in self.chosen else " "
        if entry.case is not None:
            title = fit(sentence(entry.case.title), max(8, width - 7))
            return [Part(f"{mark}{fit(str(len(entry.case.things)), 4)} ", "bold ink-attention"), Part(title, "bold")]
        standing = entry.standing
        return [Part(mark, "bold"), *_standing_line(standing, entry, width - 1)] if standing else []

    @on(RowMarked)
    def _marked(self, message: RowMarked[Entry]) -> None:
        self.query_one("#detail", Text).say(entry_lines(message.item) if message.item else [])

    @on(RowChosen)
    def _take_row(self, message: RowChosen[Entry]) -> None:
        entry = message.item
        if entry.case is not None:
            self.app.push_screen(CaseQuestion(entry.case, entry.names), self._take_case)
        elif self.chosen:
            self._ask()
        elif entry.proposal is not None:
            why = entry.proposal.reason
            self._do(lambda review: review.decide(entry.proposal.decide.value, entry.things, why))

    def _take_case(self, case: str | None) -> None:
        if case:
            self._do(lambda review: review.decide_case(case, ""))

    def _do(self, act: Any) -> None:  # noqa: ANN401 - a function over the review
        review = self.review
        if review is not None:
            self.in_turn("decide", lambda: act(review), then=self._done)

    def _done(self, told: str) -> None:
        self._told = sentence(told)
        self.chosen.clear()
        self._list()

    def _things(self) -> list[str]:
        if self.chosen:
            return sorted({thing for things in self.chosen for thing in things})
        marked = self.query_one(Choice).marked
        return list(marked.things) if marked is not None else []

    def action_take(self) -> None:
        """Take what is proposed."""
        self.query_one(Choice).action_choose()

    def action_decide(self) -> None:
        """Another decision than the proposed one, about the marked rows."""
        self._ask()

    def _ask(self) -> None:
        things, review = self._things(), self.review
        if things and review is not None:

            def ask(choices: Sequence[tuple[str, str]]) -> None:
                question = DecideQuestion(choices, len(things))
                self.app.push_screen(question, lambda answer: self._answered(things, answer))

            self.in_turn("look what can be decided", lambda: review.choices(things), then=ask)

    def _answered(self, things: Sequence[str], answer: tuple[str, str] | None) -> None:
        if answer is not None:
            word, why = answer
            self._do(lambda review: review.decide(word, things, why))

    def action_mark_row(self) -> None:
        """Mark a row for a decision about several, or take the mark away."""
        choice = self.query_one(Choice)
        if choice.marked is not None:
            self.chosen ^= {choice.marked.things}
            self.filter()
            choice.action_mark(1)

    def action_undo(self) -> None:
        """Take back the last decision."""
        self._do(lambda review: review.undo())

    def action_next_state(self) -> None:
        """Show what waits, all, what is decided ..."""
        self.state = STATES[(STATES.index(self.state) + 1) % len(STATES)]
        self.query_one(Choice).mark = 0
        self.filter()

    def action_approvals(self) -> None:
        """What waits for a second person."""
        from assetaudit.ui.screens.approve import ApproveScreen

        if self.review is not None:
            self.app.push_screen(ApproveScreen(self.audit, self.review))

    def action_changes(self) -> None:
        """The change set."""
        from assetaudit.ui.screens.changes import ChangesScreen

        if self.review is not None:
            self.app.push_screen(ChangesScreen(self.audit, self.review, Path.cwd()))


def _standing_line(standing: Standing, entry: Entry, width: int) -> Line:
    finding = standing.finding
    shown = sign(finding.outcome) if finding is not None else sign("looked")
    said = say(entry.proposal.decide.printed if entry.proposal is not None else standing.state.value)
    place = (finding.found or finding.expected or "") if finding is not None else ""
    wide = min(30, max(8, width - 35))
    return [
        Part(f"{fit(shown.char, 1)} ", f"bold {ink(shown.tone)}"),
        Part(fit(name_of(standing), 11)),
        Part(f" {fit_end(place, wide)} ", "quiet"),
        Part(fit(said, 20), "bold" if entry.proposal is not None else "quiet"),
    ]


def _text(entry: Entry) -> str:
    if entry.case is not None:
        return entry.case.title.casefold()
    standing = entry.standing
    finding = standing.finding if standing is not None else None
    if standing is None or finding is None:
        return ""
    parts = (name_of(standing), finding.serial, finding.expected, finding.found, finding.why, finding.outcome.printed)
    return " ".join(part for part in (*parts, entry.device) if part).casefold()


def entry_lines(entry: Entry) -> list[Line]:
    """Everything about one row of the queue, in lines."""
    if entry.case is not None:
        return case_lines(entry.case, entry.names)
    standing = entry.standing
    finding = standing.finding if standing is not None else None
    if standing is None or finding is None:
        return [[Part(say("There is nothing to decide any more."))]]
    shown = sign(finding.outcome)
    value = f" · {amount(entry.cents)}" if entry.cents else ""
    rows: list[Line] = [
        [Part(f"{shown.char} {say(shown.large)}", f"bold {ink(shown.tone)}")],
        [Part(name_of(standing), "bold"), Part(value, "quiet")],
        *([[Part(entry.device, "quiet")]] if entry.device else []),
        (),
        [Part(f"{say('expected'):<9} ", "quiet"), Part(finding.expected or say("nowhere"))],
        [Part(f"{say('found'):<9} ", "quiet"), Part(finding.found or ", ".join(finding.places) or say("not seen"))],
        (),
        [Part(sentence(finding.why))],
        (),
    ]
    return rows + _decision_lines(standing, entry)


def _decision_lines(standing: Standing, entry: Entry) -> list[Line]:
    rows: list[Line] = []
    if entry.proposal is not None:
        rows += [
            [Part("Enter ", "bold"), Part(say(entry.proposal.decide.printed), f"bold {ink(Tone.RIGHT)}")],
            [Part(sentence(entry.proposal.reason), "quiet")],
        ]
    decision = standing.decision
    if decision is not None:
        rows += [
            [Part(f"{say(standing.state.value)}  ", "bold"), Part(say(decision.decide.printed))],
            [Part(f"{entry.decided_by}: {decision.wish.why}", "quiet")],
        ]
    return rows + [[Part(sentence(text), ink(Tone.ATTENTION))] for text in (standing.stale, standing.blocked) if text]
