"""The question before a place is closed: what would become missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from assetaudit.language import say, say_many
from assetaudit.ui.closing import ClosePlan
from assetaudit.ui.messages import VerdictGiven
from assetaudit.ui.screens.page import Question, Text
from assetaudit.ui.widgets.lines import Line, Part, fit

SHOWN = 10


class CloseQuestion(Question[str]):
    """Enter or a second CLOSE closes; scanning on goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,c", "close_now", "close", show=False),
        Binding("b", "blocked", "blocked", show=False),
        Binding("r", "side", "side", show=False),
        Binding("l", "looked", "looked", show=False),
    ]
    KEYS = (
        ("Enter", "close"),
        ("Esc", "go on"),
        ("b", "blocked"),
        ("r", "other side next"),
        ("l", "empty units looked at"),
    )

    def __init__(self, plan: ClosePlan) -> None:
        super().__init__()
        self.plan = plan

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The other side and the empty units are named where there are such."""
        there = {"r": self.plan.other_side is not None, "l": self.plan.unchecked > 0}
        return tuple((key, label) for key, label in self.KEYS if there.get(key, True))

    def body(self) -> Iterable[Widget]:
        """What is left, line by line."""
        plan = self.plan
        side = f" {say(plan.side)}" if plan.side else ""
        counts = say("{seen} seen · {n} not seen", seen=plan.seen, n=len(plan.missing))
        if plan.unchecked:
            counts += " · " + say_many("{n} empty U not checked", "{n} empty U not checked", plan.unchecked)
        rows: list[Line] = [
            [Part(say("Close {place}?", place=f"{plan.place}{side}"), "bold")],
            [Part(counts, "bold ink-attention")],
        ]
        rows += [self._line(*one) for one in plan.missing[:SHOWN]]
        if len(plan.missing) > SHOWN:
            rows.append([Part(say("  ... and {n} more", n=len(plan.missing) - SHOWN), "quiet")])
        if plan.maybe:
            rows += [(), [Part(say("May be among them: {names}", names=", ".join(plan.maybe)), "ink-attention")]]
        if plan.other_side:
            told = say("The {side} of this rack is not closed yet (r goes there).", side=say(plan.other_side))
            rows += [(), [Part(told, "quiet")]]
        yield Text(rows)

    def _line(self, units: str, what: str, tag: str) -> Line:
        return [
            Part(f"  {fit(units, 9)}{fit(what, 26)} {fit(tag, 15)}"),
            Part(" " + say("becomes missing"), "ink-wrong"),
        ]

    def hear(self, message: VerdictGiven) -> None:
        """A scan in between means: I go on. A close or anything else that was done answers the question as well."""
        if message.verdict.verdict != "saved" or not message.picture.blind:
            self.dismiss(None)

    def action_close_now(self) -> None:
        """Close."""
        self.dismiss("close")

    def action_blocked(self) -> None:
        """It cannot be swept."""
        self.dismiss("blocked")

    def action_looked(self) -> None:
        """The empty units were looked at; the question comes again."""
        self.dismiss("looked")

    def action_side(self) -> None:
        """The other side comes next."""
        self.dismiss("side")
