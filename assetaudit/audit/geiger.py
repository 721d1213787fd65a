"""Find mode: how near a tag is, by its signal, as a needle and clicks that a person can follow through an aisle.

Decibels are comparable over time; a reader's raw figures are put between the weakest and the strongest heard so far.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from assetaudit.audit.tags import Heard

WEAKEST, STRONGEST = -800, -350
"""Tenths of dBm: the edge of what readers hear, and a tag held to the antenna."""
SMOOTHING = 0.45
"""Weight of the newest batch; the rest is what was heard before."""
FADES = 1.5
"""Seconds of silence in which the needle falls to nothing."""
TREND_SECONDS = 2.0
TREND_LEVEL = 0.06
"""Change of the level over that time that is called warmer or colder."""
HISTORY = 120
SLOW, FAST = 1.2, 0.12
"""Seconds between two clicks, far away and at the tag."""


class Trend(StrEnum):
    """Where one is going."""

    WARMER = "warmer"
    COLDER = "colder"
    STEADY = "steady"
    LOST = "not heard"


@dataclass(frozen=True, slots=True)
class Signal:
    """The needle at one moment."""

    level: float = 0.0
    """From 0 (not heard) to 1 (at the antenna)."""
    tenths: int | None = None
    """The strongest read of the last batch, in tenths of its unit."""
    unit: str = ""
    antenna: int = 0
    ago: float | None = None
    """Seconds since it was heard last; None if never."""
    reads: int = 0
    trend: Trend = Trend.LOST
    history: tuple[float, ...] = ()
    """Levels, the newest last."""

    @property
    def click_seconds(self) -> float | None:
        """Seconds between clicks; None for silence."""
        if self.level <= 0.0:
            return None
        seconds: float = SLOW * (FAST / SLOW) ** self.level
        return seconds


class Geiger:
    """Follows one thing's tags; pure but for what it remembers, which is bounded."""

    def __init__(self, epcs: frozenset[str] = frozenset(), tids: frozenset[str] = frozenset()) -> None:
        self._epcs = epcs
        self._tids = tids
        self._level = 0.0
        self._last: float | None = None
        self._signal = Signal()
        self._reads = 0
        self._raw: tuple[int, int] | None = None
        self._levels: deque[tuple[float, float]] = deque(maxlen=HISTORY)

    def know(self, epcs: frozenset[str]) -> None:
        """These tags are the thing's too."""
        self._epcs |= epcs

    def hear(self, heard: Heard, now: float) -> bool:
        """Take a batch that came at ``now`` seconds; whether the thing was in it."""
        best: tuple[int, int, str] | None = None
        count = 0
        for slot, tally in heard.tags():
            if slot.epc not in self._epcs or (self._tids and slot.tid and slot.tid not in self._tids):
                continue
            count += tally.count
            if tally.strongest is not None and (best is None or tally.strongest > best[0]):
                best = (tally.strongest, slot.antenna, slot.unit)
        if count:
            self._reads += count
            self._move(best, now)
        return count > 0

    def tick(self, now: float) -> Signal:
        """The needle now, remembered for the trend and the history: asked for at even intervals."""
        self._levels.append((now, self._faded(now)))
        return self.signal(now)

    def signal(self, now: float) -> Signal:
        """The needle now; it falls while nothing is heard."""
        level = self._faded(now)
        ago = None if self._last is None else max(0.0, now - self._last)
        trend = Trend.LOST if level <= 0.0 else self._trend(now, level)
        known = self._signal
        history = tuple(value for _, value in self._levels)
        return Signal(level, known.tenths, known.unit, known.antenna, ago, self._reads, trend, history)

    def _move(self, best: tuple[int, int, str] | None, now: float) -> None:
        before = self._faded(now)
        level = 0.5 if best is None else self._scaled(best[0], best[2])
        self._level = level if before <= 0.0 else SMOOTHING * level + (1 - SMOOTHING) * before
        self._last = now
        if best is not None:
            self._signal = Signal(tenths=best[0], antenna=best[1], unit=best[2])

    def _scaled(self, tenths: int, unit: str) -> float:
        low, high = (WEAKEST, STRONGEST) if unit == "dBm" else self._range(tenths)
        return min(1.0, max(0.05, (tenths - low) / max(high - low, 1)))

    def _range(self, tenths: int) -> tuple[int, int]:
        """Weakest and strongest raw figure so far; half way up while there is only one."""
        low, high = self._raw or (tenths, tenths)
        self._raw = (min(low, tenths), max(high, tenths))
        low, high = self._raw
        return (low, high) if high > low else (low - 10, high + 10)

    def _faded(self, now: float) -> float:
        if self._last is None:
            return 0.0
        return self._level * max(0.0, 1.0 - (now - self._last) / FADES)

    def _trend(self, now: float, level: float) -> Trend:
        before = next((value for when, value in self._levels if now - when <= TREND_SECONDS), level)
        if abs(level - before) < TREND_LEVEL:
            return Trend.STEADY
        return Trend.WARMER if level > before else Trend.COLDER
