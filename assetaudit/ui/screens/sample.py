"""One sample: its items in walking order, what each came to, and what all of them say as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.widget import Widget

from assetaudit.language import say, sentence
from assetaudit.model.place import Place, PlaceError
from assetaudit.model.read import Read
from assetaudit.review.sampling.book import Result
from assetaudit.review.sampling.sheet import Row, Sheet
from assetaudit.ui.messages import VerdictGiven
from assetaudit.ui.review import Review
from assetaudit.ui.sample_lines import conclusion_lines, row_line, row_lines, state_of
from assetaudit.ui.screens.ask import WriteOne
from assetaudit.ui.screens.item_result import Answer, ResultQuestion
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen, RowMarked


class SampleScreen(Page[None]):
    """What it says above, its items to walk by, and the marked one below."""

    WHERE: ClassVar[tuple[str, ...]] = ("sample", "page")
    TITLE_TEXT = "Sample"
    CSS_PATH = "sample.tcss"

    def __init__(self, audit: str, review: Review, name: str, told: str = "") -> None:
        super().__init__()
        self.audit = audit
        self.review = review
        self.name_of_sample = name
        self.sheet: Sheet | None = None
        self.waiting_only = False
        self._told = sentence(told)
        """What was done last."""

    def body(self) -> Iterable[Widget]:
        """Conclusion, items, detail."""
        yield Text(id="verdict")
        yield Choice(row_line, empty=say("Drawing it again ..."))
        yield Text(id="detail")

    def on_mount(self) -> None:
        """Show it as it stands."""
        self.heading.say(self.audit, title=self.name_of_sample)
        self.query_one(Choice).focus()
        self.fill()

    def fill(self) -> None:
        """Ask for it as it stands now."""
        name = self.name_of_sample
        self.in_turn("read the sample", lambda: self.review.samples.sheet(name), then=self._show)

    def on_screen_resume(self) -> None:
        """A walk may have found something meanwhile."""
        if self.sheet is not None:
            self.fill()

    def hear(self, message: VerdictGiven) -> None:
        """A scan of the walk may answer an item."""
        super().hear(message)
        self.fill()

    def _show(self, sheet: Sheet) -> None:
        self.sheet = sheet
        sign, word, _style = state_of(sheet.sample)
        self.query_one("#verdict", Text).say(conclusion_lines(sheet.sample, self.app.alphabet))
        done = say("{n} of {all} examined", n=len(sheet.rows) - sheet.sample.waiting, all=len(sheet.rows))
        self.heading.say(" · ".join(filter(None, (self.audit, f"{sign} {word}", done, self._told))))
        self._list(sheet)

    def _list(self, sheet: Sheet) -> None:
        rows = [row for row in sheet.rows if not self.waiting_only or row.drawn.result is Result.WAITING]
        self.query_one(Choice).show(rows, empty=say("Nothing waits any more."))

    @on(RowMarked)
    def _marked(self, message: RowMarked[Row]) -> None:
        sheet, row = self.sheet, message.item
        lines = [] if sheet is None or row is None else row_lines(row, sheet.sample)
        self.query_one("#detail", Text).say(lines)

    # -- what an item came to ----------------------------------------------------------------------------------------

    @on(RowChosen)
    def _ask(self, message: RowChosen[Row]) -> None:
        row = message.item
        floor = self.sheet is not None and self.sheet.sample.plan.direction.value == "floor_to_book"
        self.app.push_screen(ResultQuestion(row, floor=floor), lambda answer: self._answered(row, answer))

    def _answered(self, row: Row, answer: Answer | None) -> None:
        if answer is not None:
            self._note(row, answer.result, answer.note)

    def _note(self, row: Row, result: Result, note: str = "") -> None:
        name, key = self.name_of_sample, row.drawn.item.key
        self.in_turn(
            "note what it came to", lambda: self.review.samples.result(name, key, result, note), then=self._done
        )

    def _done(self, told: str) -> None:
        self._told = sentence(told)
        choice = self.query_one(Choice)
        if not self.waiting_only:
            choice.action_mark(1)
        self.fill()

    def action_answer(self) -> None:
        """Say what the marked item came to."""
        self.query_one(Choice).action_choose()

    def action_found(self) -> None:
        """The marked item is found, or its position as the book says."""
        row: Row | None = self.query_one(Choice).marked
        if row is not None:
            self._note(row, Result.OK)

    def action_extend(self) -> None:
        """Add as many as it lacks, once it is said what that does and why it is done."""
        name = self.name_of_sample
        self.in_turn("look what extending it does", lambda: self.review.samples.outlook(name), then=self._ask_why)

    def _ask_why(self, outlook: str) -> None:
        question = WriteOne(say("Why is the sample extended?"), explain=sentence(outlook))
        self.app.push_screen(question, self._extend)

    def _extend(self, why: str | None) -> None:
        name = self.name_of_sample
        if why:
            self.in_turn("extend the sample", lambda: self.review.samples.extend(name, why), then=self._undone)

    def action_undo(self) -> None:
        """Take back one's last result in this sample."""
        name = self.name_of_sample
        self.in_turn("take it back", lambda: self.review.samples.undo(name), then=self._undone)

    def _undone(self, told: str) -> None:
        self._told = sentence(told)
        self.fill()

    def take(self, read: Read) -> bool:
        """A scan while nobody walks: an item of this sample is found by its code."""
        code = read.text.strip().casefold() if read.text else ""
        rows = self.sheet.rows if self.sheet is not None else ()
        row = next((one for one in rows if code and code in (one.name.casefold(), one.serial.casefold())), None)
        if row is None:
            return False
        self._note(row, Result.OK, say("scanned: {code}", code=read.raw.strip()))
        return True

    # -- other screens -----------------------------------------------------------------------------------------------

    def action_go(self) -> None:
        """Walk to the marked item: what is scanned there answers it, and the racks show what else is in the sample."""
        row, sheet = self.query_one(Choice).marked, self.sheet
        if row is None or sheet is None:
            return
        if sheet.sample.plan.recount:
            self.app.tell(say("A recount is blind: go there, look yourself, and say here what you saw."))
            return
        try:
            place = Place.parse(row.place).node
        except PlaceError as error:
            self.app.tell(sentence(str(error)), severe=True)
            return
        self._walk_to(place, frozenset(one.drawn.item.key for one in sheet.rows))

    def _walk_to(self, place: Place, items: frozenset[str]) -> None:
        """Go on with the walk, or begin one."""
        from assetaudit.ui.screens.walk import WalkScreen

        app = self.app
        if app.feed is None:
            app.begin(self.audit)
        else:
            while not isinstance(app.screen, WalkScreen):
                app.pop_screen()
        if app.feed is not None:
            app.feed.mark_sample(items)
            app.feed.do("go there", lambda walk: walk.go(place))

    def action_waiting(self) -> None:
        """Only what waits, or all items again."""
        self.waiting_only = not self.waiting_only
        if self.sheet is not None:
            self._list(self.sheet)

    def action_evaluation(self) -> None:
        """What it says in full."""
        from assetaudit.ui.screens.evaluation import EvaluationScreen

        if self.sheet is not None:
            self.app.push_screen(EvaluationScreen(self.audit, self.sheet))
