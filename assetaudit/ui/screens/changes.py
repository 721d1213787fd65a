"""The change set: before and after of every line, what is held back and why, and one key to write the files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.widget import Widget

from assetaudit.language import say, say_as, sentence
from assetaudit.model.verdict import Tone
from assetaudit.paths import typed_path
from assetaudit.review.changes import ChangeSet, Held, LineState
from assetaudit.review.changes import Line as Change
from assetaudit.ui.review import Review
from assetaudit.ui.screens.ask import WriteOne
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.widgets.choice import Choice, RowMarked
from assetaudit.ui.widgets.lines import Line, Part, fit, fit_end, ink

_TONES = {LineState.READY: Tone.RIGHT, LineState.ALREADY: Tone.NEUTRAL, LineState.CONFLICT: Tone.WRONG}


class ChangesScreen(Page[None]):
    """Lines in a list, the marked one in full below it."""

    WHERE: ClassVar[tuple[str, ...]] = ("changes", "page")
    TITLE_TEXT = "Changes"
    CSS_PATH = "changes.tcss"

    def __init__(self, audit: str, review: Review, folder: Path) -> None:
        super().__init__()
        self.audit = audit
        self.review = review
        self._folder = folder

    def body(self) -> Iterable[Widget]:
        """List and detail."""
        yield Choice(_line, empty=say("Listing ..."))
        yield Text(id="detail")

    def on_mount(self) -> None:
        """Compare with the register as it is now."""
        self.heading.say(self.audit)
        self.query_one(Choice).focus()
        self.in_turn("compare with the register", self.review.changes, then=self._show)

    def _show(self, plan: ChangeSet) -> None:
        counts = " · ".join(f"{len(plan.of(state))} {say(state.value)}" for state in LineState)
        held = say("{n} held back", n=len(plan.held))
        self.heading.say(f"{self.audit} · {counts} · {held} · {plan.hash[:12]}")
        self.query_one(Choice).show(
            [*plan.lines, *plan.held], empty=say("Nothing is approved that changes a register.")
        )

    @on(RowMarked)
    def _marked(self, message: RowMarked[Change | Held]) -> None:
        self.query_one("#detail", Text).say(_detail(message.item) if message.item else [])

    def action_export(self) -> None:
        """Write the change set as JSON and as import files."""
        folder = str(self._folder / "changes")
        explain = say("JSON, and one file in the import format of each source.")
        self.app.push_screen(WriteOne(say("Into which folder?"), explain=explain, value=folder), self._export)

    def _export(self, folder: str | None) -> None:
        if folder:
            target = typed_path(folder)
            self.in_turn("write the change set", lambda: self.review.export(target), then=self._written)

    def _written(self, files: Sequence[str]) -> None:
        self.query_one("#detail", Text).say([[Part(say("Written:"), "bold")], *([Part(f"  {one}")] for one in files)])


def _line(row: Change | Held, width: int) -> Line:
    if isinstance(row, Held):
        return [
            Part(fit(say("held"), 9), ink(Tone.ATTENTION)),
            Part(fit(row.name, 14)),
            Part(f" {fit(sentence(row.why), width - 24)}", "quiet"),
        ]
    half = max(8, (width - 36) // 2)
    return [
        Part(fit(say(row.state.value), 9), f"bold {ink(_TONES[row.state])}"),
        Part(fit(row.name, 14)),
        Part(f" {fit(say_as('field', row.field), 8)} ", "quiet"),
        Part(fit_end(row.before or "–", half)),
        Part(" → ", "quiet"),
        Part(fit_end(row.after or "–", half), "bold"),
    ]


def _detail(row: Change | Held) -> list[Line]:
    if isinstance(row, Held):
        return [[Part(row.name, "bold")], [Part(sentence(row.why))]]
    rows: list[Line] = [
        [
            Part(f"{row.record}  {say_as('field', row.field)}", "bold"),
            Part(f"  {say(row.state.value)}", ink(_TONES[row.state])),
        ],
        [Part(f"{say('frame'):<9}", "quiet"), Part(row.before or "–")],
        [Part(f"{say('register'):<9}", "quiet"), Part(row.live or "–")],
        [Part(f"{say('decided'):<9}", "quiet"), Part(row.after or "–", "bold")],
    ]
    return [*rows, [Part(sentence(row.why), ink(Tone.ATTENTION))]] if row.why else rows
