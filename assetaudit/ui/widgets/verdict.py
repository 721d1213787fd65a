"""The verdict of the last read: the largest thing on the screen, readable from two metres."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.geometry import Size

from assetaudit.model.finding import Outcome
from assetaudit.model.verdict import Tone, Verdict
from assetaudit.ui.letters import ROWS, large
from assetaudit.ui.letters import width as large_width
from assetaudit.ui.places import place_of
from assetaudit.ui.signs import sign
from assetaudit.ui.widgets.lines import Line, Lines, Part, band, fit, ink

QUESTION = frozenset({Outcome.MISPLACED, Outcome.WRONG_POSITION, Outcome.CONTESTED, Outcome.OUT_OF_SCOPE})
"""Outcomes about which the screen offers an answer; scanning on leaves the finding as it is."""
_DONE = {
    "UNDO": "TAKEN BACK",
    "CLOSE": "CLOSED",
    "BLOCKED": "BLOCKED",
    "MOVED": "MOVED",
    "WRONG": "MIS-SCAN",
    "TWO": "TWO DEVICES",
    "NOTE": "NOTED",
    "PAIR": "PAIR",
    "CARRY": "MOVED",
    "DAMAGED": "NOTED",
}
"""What a control code has done, in large letters."""
_SWEEPS = ("CLOSE", "BLOCKED")
"""They ask for attention even where they are done: something became missing, or stays unseen."""
_LABEL = 13
_SIDE = 26


class VerdictPanel(Lines):
    """Sign and word in large letters on a band of the tone; what it is and where it belongs beneath."""

    DEFAULT_CSS = "VerdictPanel { height: 6; }"

    def __init__(self) -> None:
        super().__init__(id="verdict")
        self.verdict: Verdict | None = None
        self.waiting = "Scan the label of the place you stand in."
        self.detail = ""

    def show(self, verdict: Verdict | None, *, waiting: str = "", detail: str = "") -> None:
        """Show a verdict, or what one waits for."""
        self.verdict, self.detail = verdict, detail
        self.waiting = waiting or self.waiting
        self.redraw()

    def lines(self, size: Size) -> Sequence[Line]:
        """Three rows of large letters, then three of detail."""
        width, height = size
        verdict = self.verdict
        if verdict is None:
            return [*self._band("READY", "●", Tone.NEUTRAL, [], width), [Part(f" {self.waiting}", "bold")]]
        shown = sign(verdict.verdict)
        tone = verdict.tone
        word = word_of(verdict)
        side = self._side(verdict)
        return [*self._band(word, shown.char, tone, side, width), *self._details(verdict, width)][:height]

    def _band(self, word: str, char: str, tone: Tone, side: list[str], width: int) -> list[Line]:
        style = band(tone)
        if not self.alphabet.unicode:
            spelt = " ".join(word)
            rows = ["", f"{self.alphabet.draw(char) if char.isascii() else '*'}  {spelt}", ""]
        else:
            rows = large(f"{char} {word}")
            if large_width(f"{char} {word}") + 2 > width:
                rows = large(word)
            if max(len(row) for row in rows) + 1 > width:
                rows = ["", f"{char}  {' '.join(word)}", ""]
        free = width - max(len(row) for row in rows) - 3
        side = [*side, "", "", ""][:ROWS] if free >= 12 else ["", "", ""]
        sized = min(free, _SIDE + 12)
        return [
            [
                Part(f" {row}", style),
                Part(" " * max(0, width - len(row) - 2 - sized), style),
                Part(fit(text, sized), style),
            ]
            if free >= 12
            else [Part(fit(f" {row}", width), style)]
            for row, text in zip(rows, side, strict=True)
        ]

    def _side(self, verdict: Verdict) -> list[str]:
        asset = verdict.asset
        if asset is None:
            return [verdict.text.strip() if verdict.verdict not in ("place", "command") else "", "", ""]
        model = " ".join(part for part in (asset.manufacturer, asset.model) if part)
        return [asset.asset_tag or asset.serial or asset.key, model, asset.name or asset.serial or ""]

    def _details(self, verdict: Verdict, width: int) -> list[Line]:
        if verdict.verdict == "place":
            return [_pair("you are in", verdict.at or verdict.text), [Part(f" {self.detail or verdict.sentence}")]]
        rows: list[Line] = []
        finding = verdict.finding
        if finding is not None and finding.outcome in QUESTION and finding.expected:
            rows.append(_pair("belongs to", finding.expected))
            rows.append(_pair("is here", finding.found or verdict.at or ""))
        elif verdict.sentence:
            rows += [[Part(f" {text}")] for text in _wrapped(verdict.sentence, width - 2)[:2]]
        offers = self._offers(verdict)
        return [*rows, *([] if len(rows) > 1 else [()]), offers] if offers else rows

    def _offers(self, verdict: Verdict) -> Line:
        finding = verdict.finding
        if finding is not None and finding.outcome in QUESTION:
            keys = (("m", "moved just now"), ("w", "mis-scan"), ("2", "two devices"))
            parts = [part for key, text in keys for part in (Part(f" {key} ", "reverse"), Part(f" {text}   "))]
            return [Part(" "), *parts, Part("or just scan on", "quiet")]
        return []


def word_of(verdict: Verdict) -> str:
    """The word in large letters: the outcome, the place that was entered, or what a command did."""
    command = verdict.text.strip().upper().replace("-", ":", 1).removeprefix("CMD:")
    place = place_of(verdict.at)
    if place is not None and (verdict.verdict == "place" or (verdict.verdict == "command" and command == "NEXT")):
        return "/".join(place.nodes[-2:]).upper()
    if verdict.verdict == "command":
        undone = place is None if command in _SWEEPS else verdict.tone is Tone.ATTENTION
        return "NOT DONE" if undone else _DONE.get(command, "DONE")
    return sign(verdict.verdict).large


def ago(milliseconds: int | None) -> str:
    """``4 min ago``; empty where it is not known."""
    if milliseconds is None:
        return ""
    seconds = milliseconds // 1000
    if seconds < 60:
        return "just now" if seconds < 10 else f"{seconds} s ago"
    if seconds < 5400:
        return f"{round(seconds / 60)} min ago"
    return f"{round(seconds / 3600)} h ago" if seconds < 129600 else f"{round(seconds / 86400)} days ago"


def clock_text(now: datetime) -> str:
    """Local time of day, for the corner of the screen."""
    return now.astimezone().strftime("%H:%M")


def _pair(label: str, value: str) -> Line:
    return [Part(f" {label:<{_LABEL}}", "quiet"), Part(value, "bold")]


def _wrapped(text: str, width: int) -> list[str]:
    rows = [""]
    for word in text.split():
        if rows[-1] and len(rows[-1]) + 1 + len(word) > width:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def tone_ink(verdict: Verdict) -> str:
    """The ink of a verdict, for small text."""
    return ink(verdict.tone)
