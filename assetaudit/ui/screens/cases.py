"""The queue: cases and findings that wait for a decision, one key to take what is proposed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say, sentence
from assetaudit.language.figures import waits
from assetaudit.review.queue import Entry
from assetaudit.review.terms_sheet import Member
from assetaudit.ui.queue_lines import Look, entry_lines, queue_line, searched
from assetaudit.ui.review import Review
from assetaudit.ui.screens.case import CaseQuestion
from assetaudit.ui.screens.cases_actions import CasesActions
from assetaudit.ui.screens.page import Text
from assetaudit.ui.term_lines import cannot_decide
from assetaudit.ui.widgets.choice import Choice, RowChosen, RowMarked
from assetaudit.ui.widgets.lines import Line

STATES = ("waiting", "all", "decided", "approved", "applied", "verified", "closed")
_RULE = frozenset("=<>~")
"""Signs by which a filter over the record is told from words."""


class CasesScreen(CasesActions):
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
        self.open_cases: set[str] = set()
        self._fitting: Collection[str] | None = None
        """Things that a filter over the record is about; None where words are looked for."""
        self._asked = 0
        """Lists that were asked for."""

    def body(self) -> Iterable[Widget]:
        """Filter, list, detail."""
        yield Text(id="rights")
        yield self.filter_field()
        with Horizontal():
            yield Choice(self._line, empty=say("Listing ..."))
            yield Text(id="detail")

    def on_mount(self) -> None:
        """List what waits."""
        self.heading.say(self.audit)
        self.query_one(Choice).focus()
        self.list_again()

    def on_screen_resume(self) -> None:
        """Another screen may have approved something."""
        if self.review is not None:
            self.list_again()

    def list_again(self) -> None:
        """List what there is now."""
        self._asked += 1
        asked = self._asked
        self.in_turn("list what waits", lambda: self._from_disk() if asked == self._asked else None, then=self._listed)

    def _from_disk(self) -> tuple[Sequence[Entry], Member]:
        if self.review is None:
            self.review = self.workspace.review(self.audit)
        return self.review.queue(), self.review.terms.me()

    def _listed(self, result: tuple[Sequence[Entry], Member] | None) -> None:
        """None where another list was asked for meanwhile."""
        if result is not None:
            self.all, me = result
            self.query_one("#rights", Text).say(cannot_decide(me))
            self.chosen &= {entry.things for row in self.all for entry in (row, *row.members)}
            self.filter()

    # -- what is shown -----------------------------------------------------------------------------------------------

    def filter(self) -> None:
        """Show what fits."""
        rows = list(self._rows())
        waiting = sum(1 for one in self._findings() if one.standing is not None and one.standing.waiting)
        marks = say(" · {n} marked", n=len(self.things_chosen())) if self.chosen else ""
        told = f" · {self.told}" if self.told else ""
        self.heading.say(f"{self.audit} · {say(self.state)} · " + waits(waiting) + marks + told)
        self.query_one(Choice).show(rows, empty=say("Nothing waits here."))

    def _findings(self) -> Iterable[Entry]:
        return (one for row in self.all for one in (row.members if row.case is not None else (row,)))

    def _rows(self) -> Iterable[Entry]:
        words = () if self._is_rule() else tuple(self.words.casefold().split())
        for row in self.all:
            if row.case is None or self.state != STATES[0]:
                yield from (one for one in (row.members if row.case is not None else (row,)) if self._fits(one, words))
            elif fitting := [one for one in row.members if self._fits(one, words)] or self._titled(row, words):
                yield row
                yield from fitting if row.case.id in self.open_cases else ()

    def _titled(self, row: Entry, words: Sequence[str]) -> Sequence[Entry]:
        """The members of a case whose title says what was looked for."""
        text = row.case.title.casefold() if row.case is not None and self._fitting is None else ""
        return row.members if text and all(word in text for word in words) else ()

    def _fits(self, entry: Entry, words: Sequence[str]) -> bool:
        standing = entry.standing
        if standing is None or not (self.state == "all" or self._in_state(entry)):
            return False
        if self._fitting is not None:
            return standing.thing in self._fitting
        return not words or all(word in searched(entry) for word in words)

    def _in_state(self, entry: Entry) -> bool:
        standing = entry.standing
        if standing is None:
            return False
        return standing.waiting if self.state == STATES[0] else standing.state.value == self.state

    def _line(self, entry: Entry, width: int) -> Line:
        look = Look(
            marked=entry.things in self.chosen,
            inside=entry.case is None and self.case_of(entry) is not None,
            unfolded=entry.case is not None and entry.case.id in self.open_cases,
            states=self.state == "all",
        )
        return queue_line(entry, width, look)

    def case_of(self, entry: Entry) -> Entry | None:
        """The open case that a row stands in."""
        return next((row for row in self._open_rows() if entry in row.members), None)

    def _open_rows(self) -> Iterable[Entry]:
        return (row for row in self.all if row.case is not None and row.case.id in self.open_cases)

    @on(RowMarked)
    def _marked(self, message: RowMarked[Entry]) -> None:
        self.query_one("#detail", Text).say(entry_lines(message.item) if message.item else [])

    @on(RowChosen)
    def _take_row(self, message: RowChosen[Entry]) -> None:
        entry = message.item
        if self.chosen:
            self.action_decide()
        elif entry.case is not None:
            self.app.push_screen(CaseQuestion(entry.case, entry.names), self._take_case)
        elif entry.proposal is not None:
            word, why = entry.proposal.decide.value, entry.proposal.reason
            self.do("decide", lambda review: review.decide(word, entry.things, why))

    def _take_case(self, case: str | None) -> None:
        if case:
            self.do("decide", lambda review: review.decide_case(case, ""))

    # -- filter ------------------------------------------------------------------------------------------------------

    def _is_rule(self) -> bool:
        return not _RULE.isdisjoint(self.words)

    @on(Input.Changed)
    def _other_words(self) -> None:
        self._fitting = None

    @on(Input.Submitted)
    def _by_rule(self) -> None:
        review, words = self.review, self.words
        if review is not None and self._is_rule():
            self.in_turn("filter", lambda: review.fitting(words), then=self._fit)

    def _fit(self, things: Collection[str]) -> None:
        self._fitting = things
        self.filter()

    def action_next_state(self) -> None:
        """Show what waits, all, what is decided ..."""
        self.state = STATES[(STATES.index(self.state) + 1) % len(STATES)]
        self.query_one(Choice).mark = 0
        self.filter()

    def action_unfold(self) -> None:
        """Show the findings of the marked case."""
        self._fold(unfold=True)

    def action_fold(self) -> None:
        """Hide the findings of the marked case, or of the one that the marked finding stands in."""
        self._fold(unfold=False)

    def _fold(self, *, unfold: bool) -> None:
        choice = self.query_one(Choice)
        row = choice.marked
        if row is not None and row.case is None and not unfold:
            row = self.case_of(row)
        if row is None or row.case is None:
            return
        (self.open_cases.add if unfold else self.open_cases.discard)(row.case.id)
        self.filter()
        choice.show(choice.items, mark=next((at for at, one in enumerate(choice.items) if one is row), choice.mark))

    # -- other screens -----------------------------------------------------------------------------------------------

    def action_approvals(self) -> None:
        """What waits for a second person."""
        from assetaudit.ui.screens.approve import ApproveScreen

        if self.review is not None:
            self.app.push_screen(ApproveScreen(self.audit, self.review))

    def action_changes(self) -> None:
        """The change set."""
        from assetaudit.ui.screens.changes import ChangesScreen

        if self.review is not None:
            self.app.push_screen(ChangesScreen(self.audit, self.review.changes, Path.cwd()))

    def action_tasks(self) -> None:
        """What is to be done on the floor."""
        from assetaudit.ui.screens.tasks import TasksScreen

        if self.review is not None:
            self.app.push_screen(TasksScreen(self.audit, self.review))

    def action_moves(self) -> None:
        """What was booked elsewhere meanwhile."""
        from assetaudit.ui.screens.moves import MovesScreen

        if self.review is not None:
            self.app.push_screen(MovesScreen(self.audit, self.review, self._find))

    def _find(self, name: str) -> None:
        """Show the finding of a name, in whatever state it is."""
        self.state = "all"
        self.query_one("#filter", Input).value = name
        self.query_one("#filter", Input).add_class("-shown")
        self.query_one(Choice).focus()

    def action_terms(self) -> None:
        """Terms and people."""
        from assetaudit.ui.screens.terms import TermsScreen

        if self.review is not None:
            self.app.push_screen(TermsScreen(self.audit, self.review))

    def action_earlier(self) -> None:
        """What earlier audits left open."""
        from assetaudit.ui.screens.earlier import EarlierScreen

        if self.review is not None:
            self.app.push_screen(EarlierScreen(self.audit, self.review))

    def action_samples(self) -> None:
        """Samples."""
        from assetaudit.ui.screens.samples import SamplesScreen

        if self.review is not None:
            self.app.push_screen(SamplesScreen(self.audit, self.review))

    def action_desk_signs(self) -> None:
        """Signs of an audit made at a desk."""
        from assetaudit.ui.screens.desk_signs import DeskSignsScreen

        if self.review is not None:
            self.app.push_screen(DeskSignsScreen(self.audit, self.review))

    def done(self, told: Any) -> None:  # noqa: ANN401 - a worker's result
        """Something was decided, noted or taken back."""
        self.told = sentence(str(told))
        self.chosen.clear()
        self.list_again()
