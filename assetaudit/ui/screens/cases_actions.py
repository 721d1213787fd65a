"""What can be done with the rows of the queue: decided, one or many, taken back, noted, searched for, closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assetaudit.language import say
from assetaudit.paths import typed_path
from assetaudit.review.queue import Entry, Preview
from assetaudit.ui.review import Review
from assetaudit.ui.screens.ask import WriteOne
from assetaudit.ui.screens.decide import Answer, DecideQuestion
from assetaudit.ui.screens.filtered import FilteredPage
from assetaudit.ui.screens.follow import CLOSE, FollowQuestion
from assetaudit.ui.screens.preview import PreviewQuestion
from assetaudit.ui.screens.told import Told
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Part


class CasesActions(FilteredPage):
    """The keys of the queue."""

    audit: str
    review: Review | None

    def __init__(self) -> None:
        super().__init__()
        self.chosen: set[tuple[str, ...]] = set()
        """What the marked rows are about."""
        self.told = ""
        """What was done last."""

    def done(self, told: Any) -> None:  # noqa: ANN401 - a worker's result
        """Something was decided, noted or taken back."""
        raise NotImplementedError

    def do(self, doing: str, act: Callable[[Review], Any]) -> None:
        """Do something to the review, and list anew."""
        review = self.review
        if review is not None:
            self.in_turn(doing, lambda: act(review), then=self.done)

    def things_chosen(self) -> list[str]:
        """The keys of what is marked."""
        return sorted({thing for things in self.chosen for thing in things})

    def things(self) -> list[str]:
        """The keys of what is marked, else of the row that one is at."""
        if self.chosen:
            return self.things_chosen()
        row = self.query_one(Choice).marked
        return list(row.things) if row is not None else []

    def action_take(self) -> None:
        """Take what is proposed."""
        self.query_one(Choice).action_choose()

    # -- deciding ----------------------------------------------------------------------------------------------------

    def action_decide(self) -> None:
        """Another decision than the proposed one, about the marked rows."""
        things, review = self.things(), self.review
        if not things or review is None:
            return

        def ask(choices: Sequence[tuple[str, str]]) -> None:
            question = DecideQuestion(choices, len(things))
            self.app.push_screen(question, lambda answer: self._answered(things, answer))

        self.in_turn("look what can be decided", lambda: review.choices(things), then=ask)

    def _answered(self, things: Sequence[str], answer: Answer | None) -> None:
        review = self.review
        if answer is None or review is None:
            return
        said = (answer.word, things, answer.why, answer.until)
        if len(things) == 1:
            self.do("decide", lambda review: review.decide(*said))
            return

        def show(preview: Preview) -> None:
            self.app.push_screen(PreviewQuestion(preview, answer.why), decide)

        def decide(sure: bool | None) -> None:  # noqa: FBT001 - an answer, as Textual gives it
            if sure:
                self.do("decide", lambda review: review.decide(*said))

        self.in_turn("look what it comes to", lambda: review.preview(*said), then=show)

    def action_mark_row(self) -> None:
        """Mark a row for a decision about several, or take the mark away."""
        choice = self.query_one(Choice)
        if choice.marked is not None:
            self.chosen ^= {choice.marked.things}
            self.filter()
            choice.action_mark(1)

    def action_mark_all(self) -> None:
        """Mark every row that is shown, or take all marks away."""
        shown = {row.things for row in self.query_one(Choice).items}
        self.chosen = set() if shown <= self.chosen else self.chosen | shown
        self.filter()

    def action_undo(self) -> None:
        """Take back the last decision."""
        self.do("decide", lambda review: review.undo())

    # -- what goes with it -------------------------------------------------------------------------------------------

    def action_follow(self) -> None:
        """Owner, due date, ticket, cause, response; or close what is done."""
        things, row = self.things(), self.query_one(Choice).marked
        if things:
            standing = row.standing if isinstance(row, Entry) and not self.chosen else None
            self.app.push_screen(FollowQuestion(standing, len(things)), lambda notes: self._followed(things, notes))

    def _followed(self, things: Sequence[str], notes: Mapping[str, str] | None) -> None:
        if notes:
            said = {name: text for name, text in notes.items() if name != CLOSE}
            self.do("note", lambda review: review.follow(things, said, closed=CLOSE in notes))

    def action_searched(self) -> None:
        """You searched everywhere else, and did not find it."""
        row = self.query_one(Choice).marked
        if row is not None and row.standing is not None:
            thing = row.standing.thing
            explain = say("You searched its neighbours, the stock, disposal, and when the network heard it last.")
            question = WriteOne(say("Not found: what was looked at, and by what?"), explain=explain)
            self.app.push_screen(question, lambda note: self._searched(thing, note))

    def _searched(self, thing: str, note: str | None) -> None:
        if note:
            self.do("note", lambda review: review.search(thing, note))

    def action_evidence(self) -> None:
        """Write everything into one file that anybody can check."""
        name = "".join(char if char.isalnum() or char in "-_. " else "_" for char in self.audit).strip(". ")
        explain = say("Events, frame, register, findings, decisions, report and photographs, sealed.")
        file = str(Path.cwd() / f"{name or 'audit'}-evidence.zip")
        self.app.push_screen(WriteOne(say("Into which file?"), explain=explain, value=file), self._evidence)

    def _evidence(self, file: str | None) -> None:
        review = self.review
        if file and review is not None:
            target = typed_path(file)
            self.in_turn(
                "write the evidence", lambda: review.evidence(target), then=lambda sha: self._sealed(target, sha)
            )

    def _sealed(self, file: Path, digest: str) -> None:
        told = say("Give others this hash, or have it signed: whoever has it sees every later change.")
        lines: list[Line] = [[Part(say("Written:"), "bold")], [Part(str(file))], ()]
        self.app.push_screen(Told([*lines, [Part(digest, "bold")], [Part(told, "quiet")]]))
