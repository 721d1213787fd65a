"""The last reads, newest first, with a filter for exceptions; exceptions never push the newest away."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from textual.geometry import Size

from assetaudit.language import say, sentence
from assetaudit.model.finding import Outcome
from assetaudit.model.verdict import Tone, Verdict
from assetaudit.ui.places import place_of, short
from assetaudit.ui.signs import sign
from assetaudit.ui.widgets.lines import Line, Lines, Part, fit, ink
from assetaudit.ui.widgets.verdict import ago, code_of

KEPT = 500
_ELSEWHERE = frozenset({Outcome.MISPLACED, Outcome.WRONG_POSITION, Outcome.CONTESTED})


@dataclass(frozen=True, slots=True)
class Spoken:
    """One verdict as a line."""

    time: str
    state: str
    tone: Tone
    code: str
    says: str


def spoken(verdict: Verdict, time: str, person: str = "") -> Spoken:
    """The line of a verdict at a time of day."""
    says = _says(verdict)
    return Spoken(
        time, verdict.verdict, verdict.tone, code_of(verdict), f"{says}  {person}".strip() if person else says
    )


def _says(verdict: Verdict) -> str:
    finding = verdict.finding
    if verdict.verdict == "repeat":
        return f"{say('already')}, {ago(verdict.ago_ms)}".rstrip(", ")
    if verdict.verdict in (Outcome.FOUND, "place"):
        return ""
    if verdict.verdict == "command":
        return sentence(verdict.sentence)
    if finding is not None and finding.outcome in _ELSEWHERE and finding.expected:
        return say("belongs {place}", place=short(finding.expected, place_of(verdict.at)))
    return say(sign(verdict.verdict).word)


class Recent(Lines):
    """The last verdicts of this walk."""

    DEFAULT_CSS = "Recent { height: 1fr; }"
    SPACED = True

    def __init__(self) -> None:
        super().__init__(id="recent")
        self.kept: deque[Spoken] = deque(maxlen=KEPT)
        self.exceptions_only = False

    def add(self, line: Spoken) -> None:
        """One more, on top."""
        self.kept.appendleft(line)
        self.redraw()

    def toggle(self) -> None:
        """Show exceptions only, or everything."""
        self.exceptions_only = not self.exceptions_only
        self.redraw()

    def lines(self, size: Size) -> Sequence[Line]:
        """As many as fit."""
        width, height = size
        shown = [one for one in self.kept if not self.exceptions_only or one.tone in (Tone.ATTENTION, Tone.WRONG)]
        head: list[Line] = [[Part(say(" exceptions only (x shows all)"), "quiet")]] if self.exceptions_only else []
        return [*head, *(self._line(one, width) for one in shown[: height - len(head)])]

    def _line(self, one: Spoken, width: int) -> Line:
        style = ink(one.tone) if one.tone in (Tone.ATTENTION, Tone.WRONG) else ""
        code = one.code if one.says else fit(one.code, max(0, width - 12)).rstrip()
        room = max(0, width - 12)
        wide = min(max(9, len(code)), 24 if one.says else room)
        says = fit(one.says, max(0, room - wide - 2))
        if not code:  # what was done to no thing in particular is told in the whole width
            return [*self._begun(one), Part(fit(one.says, room), style or "quiet")]
        return [*self._begun(one), Part(fit(code, wide), style), Part(f"  {says}", style or "quiet")]

    def _begun(self, one: Spoken) -> Line:
        return [
            Part(f" {one.time} ", "quiet"),
            Part(f"{self.alphabet.of(one.state)} ", f"bold {ink(one.tone)}"),
        ]
