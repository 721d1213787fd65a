"""Scans that came while no audit was open: what they are, and which audit they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textual import on
from textual.widget import Widget

from assetaudit.language import say, say_many
from assetaudit.model.read import Read
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.choice import Choice, RowChosen
from assetaudit.ui.widgets.lines import Line, Part, fit

SHOWN = 6
_MANY = "{n} scans came while no audit was open"
ANSWERS = ("take", "later", "drop")


class KeptQuestion(Question[str]):
    """Take them along, leave them for later, or say that nobody wants them; they stay in the log either way."""

    KEYS = (("Enter", "choose"), ("Esc", "later"))

    def __init__(self, reads: Sequence[Read], audit: str | None) -> None:
        super().__init__()
        self.reads = reads
        self._audit = audit

    def body(self) -> Iterable[Widget]:
        """The first of them, and what can be done."""
        rows: list[Line] = [
            [Part(say_many("{n} scan came while no audit was open", _MANY, len(self.reads)), "bold")],
            (),
            *(
                [Part(f"  {fit((read.at or '')[:16].replace('T', ' '), 17)} ", "quiet"), Part(read.raw.strip())]
                for read in self.reads[:SHOWN]
            ),
        ]
        if len(self.reads) > SHOWN:
            rows.append([Part(say("  ... and {n} more", n=len(self.reads) - SHOWN), "quiet")])
        yield Text([*rows, ()])
        choice: Choice[str] = Choice(self._line)
        choice.styles.height = len(ANSWERS)
        yield choice

    def on_mount(self) -> None:
        """Taking them along comes first."""
        self.query_one(Choice).show(ANSWERS if self._audit is not None else ANSWERS[1:])
        self.query_one(Choice).focus()

    def _line(self, answer: str, width: int) -> Line:
        told = {
            "take": say("Take them into {audit}, as if they were scanned now", audit=self._audit or ""),
            "later": say("Leave them for later"),
            "drop": say("Nobody wants them: they stay in the log, and are not asked about again"),
        }
        return [Part(fit(told[answer], width))]

    @on(RowChosen)
    def _chosen(self, message: RowChosen[Any]) -> None:
        self.dismiss(message.item)
