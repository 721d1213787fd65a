"""The samples of an audit: what was drawn, how far each is, and what it says; one key to plan another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on

from assetaudit.language import say, say_many, sentence
from assetaudit.language.figures import whole
from assetaudit.review.sampling.sheet import Listed
from assetaudit.ui.commands import key_of
from assetaudit.ui.review import Review
from assetaudit.ui.sample_lines import conclusion_lines, state_of
from assetaudit.ui.screens.list_page import ListPage
from assetaudit.ui.screens.sure import SureQuestion
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part, fit


class SamplesScreen(ListPage[Listed]):
    """One line a sample; below it what the marked one says."""

    WHERE: ClassVar[tuple[str, ...]] = ("samples", "page")
    TITLE_TEXT = "Samples"

    def __init__(self, audit: str, review: Review | None = None) -> None:
        super().__init__(audit, _line, self._told_of, empty=say("Drawing every sample again ..."))
        self._review = review

    @property
    def review(self) -> Review:
        """The review; opened on first use, in the thread that such work has."""
        if self._review is None:
            self._review = self.workspace.review(self.audit)
        return self._review

    def fill(self) -> None:
        """List what was drawn."""
        self.in_turn("list the samples", self._all, then=self._show)

    def _all(self) -> Sequence[Listed]:
        return self.review.samples.all()

    def _show(self, found: Sequence[Listed]) -> None:
        self.remark(say_many("{n} sample", "{n} samples", sum(1 for one in found if one.sample is not None)))
        key = key_of("samples.new_sample")
        self.query_one(Choice).show(found, empty=say("No sample was drawn yet. {key} plans one.", key=key))

    def on_screen_resume(self) -> None:
        """Items may have been examined meanwhile."""
        if self._review is not None:
            self.fill()

    def _told_of(self, one: Listed) -> list[Line]:
        plan = one.plan
        drawn = say("drawn by {who} · seed {seed}", who=one.by, seed=plan.seed)
        if one.sample is None:
            return [[Part(plan.name, "bold"), Part(f"  {drawn}", "quiet")], [Part(say("Its draw was taken back."))]]
        return [
            [Part(plan.name, "bold"), Part(f"  {drawn}", "quiet")],
            *conclusion_lines(one.sample, self.app.alphabet),
        ]

    @on(RowChosen)
    def _open(self, message: RowChosen[Listed]) -> None:
        from assetaudit.ui.screens.sample import SampleScreen

        if message.item.sample is not None:
            self.app.push_screen(SampleScreen(self.audit, self.review, message.item.plan.name))

    def action_open_sample(self) -> None:
        """Its items."""
        self.query_one(Choice).action_choose()

    def action_new_sample(self) -> None:
        """Plan another one."""
        from assetaudit.ui.screens.new_sample import NewSampleScreen

        if self._review is not None:
            number = len(self.query_one(Choice).items) + 1
            self.app.push_screen(NewSampleScreen(self.audit, self._review, say("sample {n}", n=number)), self._drawn)

    def _drawn(self, drawn: tuple[str, str] | None) -> None:
        from assetaudit.ui.screens.sample import SampleScreen

        if drawn is not None:
            self.app.push_screen(SampleScreen(self.audit, self.review, *drawn))

    def action_withdraw(self) -> None:
        """Take the marked sample's draw back, after a question."""
        marked: Listed | None = self.query_one(Choice).marked
        if marked is None or marked.sample is None:
            return
        name = marked.plan.name
        lines = [
            say("It stays in the list and in the report as one that was drawn and taken back."),
            sentence(marked.sample.outlook),
        ]
        self.app.push_screen(
            SureQuestion(say("Take back the draw of {name}?", name=name), lines),
            lambda sure: (
                self.in_turn("take the draw back", lambda: self.review.samples.withdraw(name), then=self.done)
                if sure
                else None
            ),
        )


def _line(one: Listed, width: int) -> Line:
    plan, sample = one.plan, one.sample
    size = say("{n} of {all}", n=whole(plan.n if sample is None else len(sample.items)), all=whole(plan.population))
    sign, word, style = ("×", say("taken back"), "quiet") if sample is None else state_of(sample)
    return [
        Part(fit(plan.name, max(12, width - 54)), "bold" if sample is not None else "quiet"),
        Part(f" {fit(say(plan.direction.value.replace('_', ' ')), 18)}", "quiet"),
        Part(f" {fit(size, 16)}"),
        Part(f" {fit(f'{sign} {word}', 17)}", f"bold {style}"),
    ]
