"""How a verdict sounds: patterns of the terminal's bell that are told apart with the eyes on the rack."""

from __future__ import annotations

from collections.abc import Callable

from assetaudit.model.verdict import Tone

PATTERNS: dict[Tone, tuple[float, ...]] = {
    Tone.RIGHT: (0.0,),
    Tone.ATTENTION: (0.0, 0.25),
    Tone.WRONG: (0.0, 0.12, 0.24, 0.36),
    Tone.NEUTRAL: (),
}
"""Seconds after the verdict at which the bell rings: once, twice slowly, four times fast."""
LOUD = {"all": frozenset(Tone), "wrong": frozenset({Tone.ATTENTION, Tone.WRONG}), "off": frozenset[Tone]()}


class Sounds:
    """Rings the bell by the user's wish."""

    def __init__(self, ring: Callable[[], None], later: Callable[[float, Callable[[], None]], object]) -> None:
        self.wish = "all"
        self._ring = ring
        self._later = later

    def click(self) -> None:
        """One click of the find mode: asked for by whoever opened it, so only silence silences it."""
        if self.wish != "off":
            self._ring()

    def play(self, tone: Tone) -> None:
        """Ring the pattern of a tone; what rang before it is not waited for."""
        if tone not in LOUD.get(self.wish, LOUD["all"]):
            return
        for delay in PATTERNS[tone]:
            if delay:
                self._later(delay, self._ring)
            else:
                self._ring()
