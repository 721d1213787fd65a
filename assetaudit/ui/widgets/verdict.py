"""The verdict of the last read: the largest thing on the screen, readable from two metres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.geometry import Size

from assetaudit.language import say, sentence
from assetaudit.model.finding import Outcome
from assetaudit.model.verdict import Tone, Verdict
from assetaudit.ui.commands import key_of
from assetaudit.ui.letters import ROWS, large
from assetaudit.ui.letters import width as large_width
from assetaudit.ui.places import place_of
from assetaudit.ui.signs import sign
from assetaudit.ui.widgets.lines import Line, Lines, Part, band, between, fit, wrapped

if TYPE_CHECKING:
    from assetaudit.model.place import Place

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
    "LABEL": "NOTED",
    "OFF": "NOTED",
    "LOOSE": "NOTED",
    "PARTS": "NOTED",
    "GOOD": "NOTED",
    "PHOTO": "NOTED",
    "LOCKED": "BLOCKED",
    "LIVE": "BLOCKED",
    "RESTRICTED": "BLOCKED",
    "NOESCORT": "BLOCKED",
    "EMPTY": "LOOKED AT",
    "ADOPT": "TAKEN ALONG",
    "REOPEN": "OPEN AGAIN",
    "HAND OVER": "HANDED OVER",
    "TAKE OVER": "TAKEN OVER",
}
"""What a control code has done, in large letters."""
_SWEEPS = ("CLOSE", "BLOCKED", "LOCKED", "LIVE", "RESTRICTED", "NOESCORT")
"""They ask for attention even where they are done: something became missing, or stays unseen."""
_LABEL = 13
_SIDE = 26
_DETAILS = 3


class VerdictPanel(Lines):
    """Sign and word in large letters on a band of the tone; what it is and where it belongs beneath."""

    DEFAULT_CSS = "VerdictPanel { height: 6; }"

    def __init__(self) -> None:
        super().__init__(id="verdict")
        self.verdict: Verdict | None = None
        self.waiting = say("Scan the label of the place you stand in.")
        self.detail = ""
        self.before = ""
        self.notice: Line = ()

    def show(
        self, verdict: Verdict | None, *, waiting: str = "", detail: str = "", before: str = "", notice: Line = ()
    ) -> None:
        """Show a verdict, or what one waits for; ``before`` is when it was seen last, ``notice`` a further remark."""
        self.verdict, self.detail, self.before, self.notice = verdict, detail, before, notice
        self.waiting = waiting or self.waiting
        self.redraw()

    def lines(self, size: Size) -> Sequence[Line]:
        """Three rows of large letters (one where there is little room), then three of detail."""
        width, height = size
        verdict, small = self.verdict, height < ROWS + _DETAILS
        if verdict is None:
            band_rows = self._band(say("READY"), "●", Tone.NEUTRAL, ["", "", ""], width, small=small)
            told: list[Line] = [[Part(f" {text}", "bold")] for text in wrapped(self.waiting, width - 2)]
            return [*band_rows, *told, self.notice][:height]
        shown = sign(verdict.verdict)
        side = self._side(verdict)
        rows = self._band(word_of(verdict), shown.char, verdict.tone, side, width, small=small)
        return [*rows, *self._details(verdict, width)][:height]

    def _band(self, word: str, char: str, tone: Tone, side: list[str], width: int, *, small: bool) -> list[Line]:
        style = band(tone)
        rows = self._letters(word, char, width, small=small)
        free = width - max(len(row) for row in rows) - 3
        side = ["  ".join(text for text in side if text)] if small else [*side, "", "", ""][:ROWS]
        if free < 12:
            return [[Part(fit(f" {row}", width), style)] for row in rows]
        sized = free if small else min(free, _SIDE + 12)
        return [
            [
                Part(f" {row}", style),
                Part(" " * max(0, width - cell_len(row) - 2 - sized), style),
                Part(fit(text, sized), style),
            ]
            for row, text in zip(rows, side, strict=True)
        ]

    def _letters(self, word: str, char: str, width: int, *, small: bool) -> list[str]:
        spelt = f"{self.alphabet.draw(char)}  {' '.join(word)}"
        if small:
            return [spelt]
        if not self.alphabet.unicode:
            return ["", spelt if self.alphabet.draw(char).isascii() else f"*  {' '.join(word)}", ""]
        rows = large(f"{char} {word}")
        if large_width(f"{char} {word}") + 2 > width:
            rows = large(word)
        return rows if max(len(row) for row in rows) + 1 <= width else ["", spelt, ""]

    def _side(self, verdict: Verdict) -> list[str]:
        asset = verdict.asset
        if asset is None:
            return [code_of(verdict) if verdict.verdict != "place" else "", "", ""]
        model = " ".join(part for part in (asset.manufacturer, asset.model) if part)
        return [code_of(verdict), model, asset.name or asset.serial or ""]

    def _details(self, verdict: Verdict, width: int) -> list[Line]:
        rows = self._said(verdict, width)
        last = self.notice or self._offers(verdict)
        if not last:
            return [*rows, [Part(f" {self.before}", "quiet")]] if self.before and len(rows) < _DETAILS else rows
        rows = rows[: _DETAILS - 1]
        return [*rows, *([()] * (_DETAILS - 1 - len(rows))), last]

    def _said(self, verdict: Verdict, width: int) -> list[Line]:
        if verdict.verdict == "place":
            told = self.detail or sentence(verdict.sentence)
            return [_pair(say("you are in"), verdict.at or verdict.text), [Part(f" {told}")]]
        finding = verdict.finding
        if finding is not None and finding.outcome in QUESTION and finding.expected:
            here = _pair(say("is here"), finding.found or verdict.at or "")
            seen = [Part(f"{self.before} ", "quiet")] if self.before else []
            return [_pair(say("belongs to"), finding.expected), between(here, seen, width) if seen else here]
        told = sentence(verdict.sentence)
        return [[Part(f" {text}")] for text in wrapped(told, width - 2)[:2]] if told else []

    def _offers(self, verdict: Verdict) -> Line:
        finding = verdict.finding
        if finding is None or finding.outcome not in QUESTION or verdict.verdict == "command":
            return ()
        keys = (
            (key_of("walk.moved"), say("moved just now")),
            (key_of("walk.wrong"), say("mis-scan")),
            (key_of("walk.two"), say("two devices")),
        )
        parts = [part for key, text in keys for part in (Part(f" {key} ", "reverse"), Part(f" {text}   "))]
        return [Part(" "), *parts, Part(say("or just scan on"), "quiet")]


def word_of(verdict: Verdict) -> str:
    """The word in large letters: the outcome, the place that was entered, or what a command did."""
    command = verdict.text.strip().upper().replace("-", ":", 1).removeprefix("CMD:")
    place = place_of(verdict.at)
    if place is not None and (verdict.verdict == "place" or (verdict.verdict == "command" and command == "NEXT")):
        return short_of(place)
    if verdict.verdict == "command":
        undone = place is None if command in _SWEEPS else verdict.tone is Tone.ATTENTION
        return say("NOT DONE") if undone else say(_DONE.get(command, "DONE"))
    return say(sign(verdict.verdict).large)


def code_of(verdict: Verdict) -> str:
    """What names the thing or place of a verdict: its tag, the code as read, the units where no label could be read."""
    asset = verdict.asset
    if asset is not None:
        return asset.asset_tag or asset.serial or asset.key
    if verdict.verdict == "command":
        return ""
    if verdict.verdict == "place":
        return verdict.at or verdict.text.strip()
    if verdict.verdict == Outcome.UNREADABLE:
        place = place_of(verdict.finding.found if verdict.finding else verdict.at)
        return place.position.unit_text if place is not None and place.position is not None else say("no label")
    return verdict.text.strip()


def short_of(place: Place) -> str:
    """The last two nodes of a place, and its units, as large letters show it."""
    units = f" {place.position.unit_text}" if place.position is not None else ""
    return "/".join(place.nodes[-2:]).upper() + units


def ago(milliseconds: int | None) -> str:
    """``4 min ago``; empty where it is not known."""
    if milliseconds is None:
        return ""
    seconds = milliseconds // 1000
    if seconds < 60:
        return say("just now") if seconds < 10 else say("{n} s ago", n=seconds)
    if seconds < 5400:
        return say("{n} min ago", n=round(seconds / 60))
    if seconds < 129600:
        return say("{n} h ago", n=round(seconds / 3600))
    return say("{n} days ago", n=round(seconds / 86400))


def _pair(label: str, value: str) -> Line:
    return [Part(f" {label:<{_LABEL}}", "quiet"), Part(value, "bold")]
