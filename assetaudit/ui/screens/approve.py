"""Approvals: decisions of other people, with members drawn by chance to be looked at first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from assetaudit.language import say, sentence
from assetaudit.model.verdict import Tone
from assetaudit.review.queue import Bundle
from assetaudit.ui.review import Review
from assetaudit.ui.screens.ask import WriteOne
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit, ink

_NAMES = 11
"""Columns below which no names are listed: the detail has them."""


class ApproveScreen(Page[None]):
    """One row for everything that was decided at once."""

    WHERE: ClassVar[tuple[str, ...]] = ("approve", "page")
    TITLE_TEXT = "Approve"
    CSS_PATH = "approve.tcss"

    def __init__(self, audit: str, review: Review) -> None:
        super().__init__()
        self.audit = audit
        self.review = review
        self._told = ""

    def body(self) -> Iterable[Widget]:
        """List and detail."""
        with Horizontal():
            yield Choice(_line, empty=say("Listing ..."))
            yield Text(id="detail")

    def on_mount(self) -> None:
        """List what waits for a second person."""
        self.query_one(Choice).focus()
        self._list()

    def _list(self) -> None:
        self.in_turn("list what waits for an approval", self.review.bundles, then=self._show)

    def _show(self, bundles: Sequence[Bundle]) -> None:
        person = self.workspace.settings().person
        told = f" · {self._told}" if self._told else ""
        self.heading.say(f"{self.audit} · {person} · " + say("{n} wait for an approval", n=len(bundles)) + told)
        self.query_one(Choice).show(bundles, empty=say("Nothing waits for an approval."))

    @on(RowMarked)
    def _marked(self, message: RowMarked[Bundle]) -> None:
        self.query_one("#detail", Text).say(bundle_lines(message.item) if message.item else [])

    @on(RowChosen)
    def _approve(self, message: RowChosen[Bundle]) -> None:
        things = message.item.things
        self._do(lambda: self.review.approve(things))

    def action_approve(self) -> None:
        """Approve the marked row."""
        self.query_one(Choice).action_choose()

    def action_refuse(self) -> None:
        """Send the marked row back to the queue."""
        marked = self.query_one(Choice).marked
        if marked is not None:
            things = marked.things
            self.app.push_screen(
                WriteOne(say("Why is it sent back?")),
                lambda why: self._do(lambda: self.review.refuse(things, why)) if why else None,
            )

    def _do(self, act: Any) -> None:  # noqa: ANN401 - a call without arguments
        self.in_turn("approve", act, then=self._done)

    def _done(self, told: str) -> None:
        self._told = sentence(told)
        self._list()


def _line(bundle: Bundle, width: int) -> Line:
    tone = Tone.ATTENTION if bundle.refused else Tone.NEUTRAL
    room = width - 37
    names = fit(", ".join(bundle.names[:4]), room) if room >= _NAMES else ""
    return [
        Part(f"{fit(str(len(bundle.things)), 5)} ", f"bold {ink(tone)}"),
        Part(fit(say(bundle.decision), 20), "bold"),
        Part(f" {fit(bundle.by, 9)} ", "quiet"),
        Part(names, "quiet"),
    ]


def bundle_lines(bundle: Bundle) -> list[Line]:
    """What waits for one approval, in lines."""
    rows: list[Line] = [
        [Part(f"{say(bundle.decision)} · {len(bundle.things)}", "bold")],
        [Part(say("decided by {who}", who=bundle.by), "quiet")],
        [Part(sentence(bundle.why))],
        (),
    ]
    if bundle.refused:
        rows += [[Part(sentence(bundle.refused), ink(Tone.ATTENTION))]]
    rows += [(), [Part(say("Look at these first, drawn by chance:"), "quiet")]]
    return rows + [[Part(f"  {sentence(name)}")] for name in bundle.drawn]
