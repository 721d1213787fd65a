"""The needle of the find mode: a bar and a figure that are read from two metres, and where the signal came from."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Size

from assetaudit.audit.bulk_sweep import signal_text
from assetaudit.audit.geiger import Signal, Trend
from assetaudit.language import marked, say
from assetaudit.language.figures import decimal
from assetaudit.model.verdict import Tone
from assetaudit.ui.letters import large
from assetaudit.ui.widgets.lines import Line, Lines, Part, band, fit

_BARS = "▁▂▃▄▅▆▇█"
_PLAIN_BARS = ".:-=+*#@"
_TONES = {Trend.WARMER: Tone.RIGHT, Trend.COLDER: Tone.ATTENTION, Trend.STEADY: Tone.NEUTRAL, Trend.LOST: Tone.WRONG}
_LARGE = {Trend.WARMER: "WARMER", Trend.COLDER: "COLDER", Trend.STEADY: "STEADY", Trend.LOST: "NOT HEARD"}


class GeigerNeedle(Lines):
    """Trend in large letters, the level as a bar, what was heard lately, and the figures."""

    DEFAULT_CSS = "GeigerNeedle { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__(id="needle")
        self.signal = Signal()

    def show(self, signal: Signal) -> None:
        """Show the needle."""
        self.signal = signal
        self.redraw()

    def lines(self, size: Size) -> Sequence[Line]:
        """From the largest to the smallest."""
        signal, width = self.signal, size.width
        style = band(_TONES[signal.trend])
        bar = self._bar(signal, width - 2)
        return [
            *([Part(fit(f" {row}", width), style)] for row in self._word(signal)),
            (),
            [Part(f" {bar}", f"ink-{_TONES[signal.trend].value}")],
            [Part(f" {bar}", f"ink-{_TONES[signal.trend].value}")],
            (),
            [Part(f" {self._history(signal, width - 2)}", "ink-neutral")],
            (),
            [Part(f" {self._figures(signal)}", "bold")],
        ]

    def _word(self, signal: Signal) -> list[str]:
        word = _LARGE[signal.trend]
        figure = "" if signal.tenths is None else f"  {abs(signal.tenths) // 10}"
        if not self.alphabet.unicode:
            return ["", f"{' '.join(word)}{figure}", ""]
        minus = "  -" if signal.tenths is not None and signal.tenths < 0 else "  "
        return large(f"{word}{minus if figure else ''}{figure.strip()}")

    def _bar(self, signal: Signal, width: int) -> str:
        return self.alphabet.bar(round(signal.level * 1000), 1000, max(4, width))

    def _history(self, signal: Signal, width: int) -> str:
        bars = _BARS if self.alphabet.unicode else _PLAIN_BARS
        return "".join(bars[min(7, int(level * 8))] for level in signal.history[-max(1, width) :])

    def _figures(self, signal: Signal) -> str:
        if signal.ago is None:
            return say("Not heard yet. Walk slowly and sweep the antenna from side to side.")
        words = [marked(signal_text(signal.tenths, signal.unit)), say(str(signal.trend))]
        words += [say("antenna {n}", n=signal.antenna)] if signal.antenna else []
        words += [say("last read {seconds} s ago", seconds=decimal(signal.ago)), say("{n} reads", n=signal.reads)]
        return "   ".join(word for word in words if word)
