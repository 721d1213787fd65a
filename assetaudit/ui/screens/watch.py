"""Looking on while others walk: progress by place and person, findings as they come; nothing can be changed here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from textual.timer import Timer
from textual.widget import Widget

from assetaudit.language import say, say_many, sentence
from assetaudit.model.finding import Finding, Outcome
from assetaudit.ui.notes import WalkNote
from assetaudit.ui.overview import PlaceLine, told_at_once
from assetaudit.ui.screens.page import Page, Text
from assetaudit.ui.signs import sign
from assetaudit.ui.widgets.choice import Choice
from assetaudit.ui.widgets.lines import Line, Part, fit, fit_end, ink
from assetaudit.ui.widgets.tree import PlaceTree
from assetaudit.ui.workspace import OpenAudit

EVERY = 2.0
"""Seconds between two looks."""
_NEWS = 200
_UNSEEN = frozenset({Outcome.FOUND, Outcome.NOT_SWEPT, Outcome.OFF_SITE})
_BUSY_MS = 600_000
"""Milliseconds without a scan after which a walk counts as resting."""


@dataclass(frozen=True, slots=True)
class Look:
    """What there was to see at one moment."""

    places: tuple[PlaceLine, ...]
    walks: tuple[WalkNote, ...]
    exceptions: tuple[Finding, ...]


class WatchScreen(Page[None]):
    """Places, people and exceptions, one after the other by ``a``; all of it looked at anew as events come."""

    WHERE: ClassVar[tuple[str, ...]] = ("watch", "page")
    TITLE_TEXT = "Looking on"
    CSS_PATH = "watch.tcss"

    def __init__(self, audit: str) -> None:
        super().__init__()
        self.audit = audit
        self._open: OpenAudit | None = None
        self._timer: Timer | None = None
        self._known: dict[str, Outcome] = {}
        self._news: list[Finding] = []
        self._shown = 0
        self._stale = False
        """Whether the last look failed."""

    def body(self) -> Iterable[Widget]:
        """Three lists, one of them shown."""
        yield Text(id="totals")
        yield PlaceTree(self.workspace.person, id="watch-places")
        yield Choice(self._walk_line, empty=say("Nobody has walked yet."), id="watch-walks")
        yield Choice(_finding_line, empty=say("No exception yet."), id="watch-news")

    def on_mount(self) -> None:
        """Look, and again and again."""
        self.heading.say(f"{self.audit} · {say('read-only')}")
        self._show_list()
        self.work("open the audit", self._look, then=self._seen)

    def _look(self) -> Look | None:
        """In a worker's thread; None where nothing has changed."""
        if self._open is None:
            self._open = self.workspace.look_at(self.audit)
        elif not self._open.refresh():
            return None
        audit = self._open
        walks = tuple(walk for walk in audit.attendance.walks() if walk.scans or walk.place or not walk.ended)
        return Look(told_at_once(audit), walks, tuple(self._exceptions(audit)))

    def _exceptions(self, audit: OpenAudit) -> Iterable[Finding]:
        """What is new since the last look and needs a person's eye, newest first."""
        known: dict[str, Outcome] = {}
        fresh = []
        for key, finding in audit.reconciliation.keyed():
            if finding.outcome in _UNSEEN:
                continue
            known[key] = finding.outcome
            if self._known.get(key) is not finding.outcome:
                fresh.append(finding)
        self._known = known
        return fresh

    def _seen(self, look: Any) -> None:  # noqa: ANN401 - a worker's result
        if look is not None:
            self._show(look)
        self._stale = False
        self.heading.say(f"{self.audit} · {say('read-only')}")
        self._look_later()

    def _look_later(self) -> None:
        self._timer = self.set_timer(EVERY, lambda: self.work("look on", self._look, then=self._seen))

    def failed(self, doing: str, error: BaseException) -> None:
        """That what is shown is old stands there until a look succeeds; told aloud it is once."""
        if doing != "look on" or not self._stale:
            super().failed(doing, error)
        self._stale = True
        self.heading.say(f"{self.audit} · {say('not up to date: it could not be read')}")
        self._look_later()

    def _show(self, look: Look) -> None:
        self._news = [*look.exceptions, *self._news][:_NEWS]
        self.query_one("#watch-places", PlaceTree).put(look.places)
        self.query_one("#watch-walks", Choice).show(look.walks)
        self.query_one("#watch-news", Choice).show(tuple(self._news))
        self.query_one("#totals", Text).say([self._totals(look)])

    def _totals(self, look: Look) -> Line:
        planned = [line for line in look.places if line.state]
        closed = sum(1 for line in planned if line.state == "closed")
        places = {line.place for line in look.places}
        tops = [line for line in look.places if line.place.parent not in places]  # their sums hold what lies in them
        seen, expected = sum(line.seen for line in tops), sum(line.expected for line in tops)
        return [
            Part(say("{closed} of {all} places closed", closed=closed, all=len(planned)), "bold"),
            Part("  " + self.app.alphabet.bar(closed, len(planned) or 1, 16) + "  ", "ink-neutral"),
            Part(say("{seen} of {all} seen", seen=seen, all=expected), "bold"),
            Part(" · " + say("{n} exceptions", n=len(self._known)), "ink-attention"),
        ]

    def action_places(self) -> None:
        """Places, people, exceptions: the next one of them."""
        self._shown = (self._shown + 1) % 3
        self._show_list()

    def _show_list(self) -> None:
        for number, name in enumerate(("#watch-places", "#watch-walks", "#watch-news")):
            widget = self.query_one(name, Choice)
            widget.display = number == self._shown
            if number == self._shown:
                widget.focus()

    def _walk_line(self, note: WalkNote, width: int) -> Line:
        now_ms = round(self.workspace.clock.now().timestamp() * 1000)
        last = datetime.fromtimestamp(note.last / 1000, UTC).astimezone()
        busy = not note.ended and now_ms - note.last < _BUSY_MS
        state = say("left") if note.ended else say("walks") if busy else say("rests")
        return [
            Part(self.app.alphabet.draw("● " if busy else "○ "), "bold ink-right" if busy else "quiet"),
            Part(fit(self.workspace.person(note.user), 20), "bold"),
            Part(f" {fit(state, 8)}"),
            Part(f" {fit_end(note.place or say('no place yet'), max(12, width - 56))}"),
            Part(f" {say_many('{n} scan', '{n} scans', note.scans):>12}", "quiet"),
            Part(f" {last:%H:%M}", "quiet"),
        ]

    async def on_unmount(self) -> None:
        """No more looks."""
        if self._timer is not None:
            self._timer.stop()


def _finding_line(finding: Finding, width: int) -> Line:
    shown = sign(finding.outcome)
    name = finding.asset_tag or finding.serial or finding.identifier or finding.asset or say("no label")
    return [
        Part(f"{fit(shown.char, 1)} ", f"bold {ink(shown.tone)}"),
        Part(f"{fit(say(shown.word), 18)} ", ink(shown.tone)),
        Part(f"{fit(name, 14)} "),
        Part(fit(sentence(finding.why), max(10, width - 36)), "quiet"),
    ]
