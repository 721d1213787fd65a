"""What decisions ask people to do on the floor, in walking order: a list to walk by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.widget import Widget

from assetaudit.language import say
from assetaudit.review.tasks import Task
from assetaudit.ui.review import Review
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit, fit_end


class TasksScreen(Page[None]):
    """One line a task; the marked one in full below."""

    TITLE_TEXT = "To do"
    CSS_PATH = "changes.tcss"

    def __init__(self, audit: str, review: Review) -> None:
        super().__init__()
        self.audit = audit
        self.review = review

    def body(self) -> Iterable[Widget]:
        """List and detail."""
        yield Choice(_line, empty=say("Listing ..."))
        yield Text(id="detail")

    def on_mount(self) -> None:
        """List what is to be done."""
        self.heading.say(self.audit)
        self.query_one(Choice).focus()
        self.in_turn("list what is to be done", self.review.tasks, then=self._show)

    def _show(self, tasks: Sequence[Task]) -> None:
        self.heading.say(f"{self.audit} · " + say("{n} to do, in walking order", n=len(tasks)))
        self.query_one(Choice).show(tasks, empty=say("Nothing is to be done on the floor."))

    @on(RowMarked)
    def _marked(self, message: RowMarked[Task]) -> None:
        self.query_one("#detail", Text).say(_detail(message.item) if message.item else [])


def _line(task: Task, width: int) -> Line:
    return [
        Part(fit_end(task.place or say("nowhere"), max(12, width - 51))),
        Part(f" {fit(say(task.what), 14)}", "bold"),
        Part(f" {fit(task.name, 14)}"),
        Part(f" {fit(task.owner, 9)}", "quiet"),
        Part(f" {fit(task.due, 10)}", "quiet"),
    ]


def _detail(task: Task) -> list[Line]:
    rows: list[Line] = [[Part(f"{say(task.what)}  {task.name}", "bold")], [Part(task.place or say("nowhere"))]]
    rows.append([Part(task.why, "quiet")])
    if task.owner or task.due:
        rows.append([Part(f"{task.owner}  {task.due}".strip(), "quiet")])
    return rows
