"""What decisions ask people to do on the floor, in walking order: a list to walk by."""

from __future__ import annotations

from collections.abc import Sequence

from assetaudit.language import say
from assetaudit.review.tasks import Task
from assetaudit.ui.review import Review
from assetaudit.ui.screens.list_page import ListPage
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Part, fit, fit_end


class TasksScreen(ListPage[Task]):
    """One line a task."""

    TITLE_TEXT = "To do"

    def __init__(self, audit: str, review: Review) -> None:
        super().__init__(audit, _line, _detail, empty=say("Listing ..."))
        self.review = review

    def fill(self) -> None:
        """List what is to be done."""
        self.in_turn("list what is to be done", self.review.tasks, then=self._show)

    def _show(self, tasks: Sequence[Task]) -> None:
        self.remark(say("{n} to do, in walking order", n=len(tasks)))
        self.query_one(Choice).show(tasks, empty=say("Nothing is to be done on the floor."))


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
