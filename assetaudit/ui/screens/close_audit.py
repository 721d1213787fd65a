"""Closing an audit honestly: what it covers, what nobody looked at, who was there last, and why it ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any, ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from assetaudit.language import say, say_many, sentence
from assetaudit.ui.notes import Ending
from assetaudit.ui.overview import PlaceLine, told_at_once
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.signs import sign
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Part, fit, ink

_TAKEN = 13
"""Lines of the screen that figures, one place, the question and its field need."""


class CloseAuditScreen(Page[None]):
    """Figures above, what is not swept beneath, and a reason where it is not complete."""

    WHERE: ClassVar[tuple[str, ...]] = ("page",)
    TITLE_TEXT = "Close the audit"
    KEYS = (("Enter", "close the audit"), ("Tab", "places"))
    CSS_PATH = "close_audit.tcss"

    def __init__(self, audit: str) -> None:
        super().__init__()
        self.audit = audit
        self.ending: Ending | None = None

    def body(self) -> Iterable[Widget]:
        """Figures, places, reason."""
        yield Text([[Part(say("Looking at everything that was scanned ..."), "quiet")]], id="figures")
        yield Choice(self._line, empty="", id="open-places")
        yield Text(id="ask")
        yield Input(placeholder=say("reason, as it shall stand in the report"), id="reason", max_length=500)

    def on_mount(self) -> None:
        """Look what there is."""
        self.heading.say(self.audit)
        self.query_one("#reason", Input).display = False
        self.work("look at the audit", self._look, then=self._show)

    def _look(self) -> tuple[Ending, Sequence[PlaceLine]]:
        return self.workspace.ending(self.audit), told_at_once(self.workspace.open_audit(self.audit))

    def _show(self, result: Any) -> None:  # noqa: ANN401 - a worker's result
        self.ending, lines = result
        places = [line for line in lines if line.state]
        still = [line for line in places if line.state != "closed"]
        self.query_one("#figures", Text).say(self._figures(self.ending, len(places) - len(still), len(places)))
        self.query_one("#open-places", Choice).show(still, empty=say("Every place is closed."))
        self.query_one("#ask", Text).say(self._asked(self.ending))
        field = self.query_one("#reason", Input)
        field.display = True
        field.focus()

    def _figures(self, ending: Ending, closed: int, planned: int) -> list[Line]:
        share = 100 * closed // planned if planned else 0
        rows: list[Line] = [
            [
                Part(
                    say(
                        "Coverage: {closed} of {all} places closed ({share} %)", closed=closed, all=planned, share=share
                    ),
                    "bold",
                )
            ],
            [Part(self._scans(ending), "bold ink-attention" if not ending.scans else "")],
            [
                Part(say_many("{n} asset not located", "{n} assets not located", ending.missing)),
                Part(" · "),
                Part(say_many("{n} not examined", "{n} not examined", ending.not_swept)),
                Part(" · "),
                Part(say_many("{n} open question", "{n} open questions", ending.questions)),
            ],
            (),
        ]
        if closed < planned:
            rows.append([Part(say("Not swept, and who was there last:"), "bold")])
        return rows

    def _scans(self, ending: Ending) -> str:
        if not ending.scans:
            return say("Nothing was scanned in this audit. It can be closed; the report says so.")
        scans = say_many("{n} scan", "{n} scans", ending.scans)
        return scans + " " + say_many("by {n} person", "by {n} people", ending.people)

    def _asked(self, ending: Ending) -> list[Line]:
        if not ending.troubles and ending.scans:
            complete = say("The audit is complete. Enter closes it; a remark is welcome.")
            return [(), *self._told(ending), [Part(complete, "bold ink-right")]]
        rows: list[Line] = [(), *self._told(ending)]
        rows.append(
            [Part(say("It is not complete. Say why it ends now, then Enter closes it; Esc goes back."), "bold")]
        )
        return rows

    def _told(self, ending: Ending) -> list[Line]:
        """What is lacking, then what else a reader should know, as far as it fits; that there is more is said."""
        width, room = max(20, self.size.width - 2), max(3, self.size.height - _TAKEN)
        lines: list[Line] = [
            [Part(line, style)]
            for texts, style in ((ending.troubles, "ink-attention"), (ending.remarks, "quiet"))
            for text in texts
            for line in wrap(sentence(text), width)
        ]
        more = say("... and more: 'assetaudit audit close' lists all")
        return lines if len(lines) <= room else [*lines[: room - 1], [Part(more, "quiet")]]

    def _line(self, line: PlaceLine, width: int) -> Line:
        state = sign(line.state)
        who = self.workspace.person(line.user) if line.user else say("nobody was there")
        why = f"{say(state.word)}{f': {say(line.reason)}' if line.reason else ''}"
        left = say("{n} not seen", n=line.left) if line.left else ""
        return [
            Part(f"{self._sign(line.state)} ", f"bold {ink(state.tone)}"),
            Part(fit(str(line.place), max(12, width - 59))),
            Part(f" {fit(why, 22)}", "ink-attention" if line.state == "blocked" else "quiet"),
            Part(f" {fit(left, 15)}"),
            Part(f" {fit(who, 16)}", "quiet"),
        ]

    def _sign(self, state: str) -> str:
        return self.app.alphabet.of(state)

    @on(Input.Submitted)
    def _close(self, message: Input.Submitted) -> None:
        ending, reason = self.ending, message.value.strip()
        if ending is None:
            return
        if not reason and (ending.troubles or not ending.scans):
            self.app.tell(say("The audit is not complete: it needs a reason."), severe=True)
            return
        user = self.workspace.user(self.workspace.settings().person)
        self.finish(
            "close the audit",
            lambda: self.workspace.close_audit(self.audit, reason=reason, user=user),
            then=lambda _: self._done(),
        )

    def _done(self) -> None:
        self.app.tell(say("The audit '{audit}' is closed. e writes its report.", audit=self.audit))
        self.dismiss(None)
