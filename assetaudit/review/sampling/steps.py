"""Stop-or-go: what a sample says after each of its steps, and how many more to look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from assetaudit.review.sampling.evaluate import deviating
from assetaudit.review.sampling.size import Size


class Verdict(StrEnum):
    """What is to be done."""

    LOOK = "look"
    """Some of this step's items were not examined yet."""
    STOP = "stop"
    """The tolerable rate is ruled out."""
    REJECT = "reject"
    """It cannot be ruled out any more: this sample says nothing good."""


@dataclass(frozen=True, slots=True)
class Step:
    """Where a stop-or-go sample is."""

    number: int
    """From 1."""
    of: int
    n: int
    """How many of the seeded order belong to it and the steps before."""
    allowed: int
    deviations: int
    waiting: int
    verdict: Verdict
    new: int = 0
    """How many of them this step added."""

    def words(self, confidence: float, tolerable: float) -> str:
        """What follows, in words."""
        where = f"Step {self.number} of {self.of}"
        sure, rate = f"{confidence * 100:g} %", f"{tolerable * 100:g} %"
        if self.verdict is Verdict.STOP:
            return (
                f"{where}: {deviating(self.deviations, self.n)}, and {_allowed(self.allowed)}. Stop here:"
                f" with {sure} confidence less than {rate} of all deviate, all steps counted."
            )
        if self.verdict is Verdict.REJECT:
            return (
                f"{where}: {deviating(self.deviations)}, and {_allowed(self.allowed)} after the last one. Stop here:"
                f" it is not shown that less than {rate} of all deviate."
            )
        wait = "waits" if self.waiting == 1 else "wait"
        begun = "Look at" if self.number == 1 else f"Go on with {self.new} more: look at"
        return f"{where}: {begun} the {self.waiting} of {self.n} that {wait}; {self.allowed} may deviate."

    def to_dict(self) -> dict[str, Any]:
        """As ``sample show --json`` prints it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def _allowed(number: int) -> str:
    return f"{number} is allowed" if number == 1 else f"{number} are allowed"


Counted = Callable[[int], tuple[int, int]]
"""(deviations, waiting) among the first so many."""


def walked(steps: Sequence[Size], counted: Counted) -> Step:
    """The step at which a sample is: the first that passes, waits or has too many; each is looked at in full."""
    before, most = 0, steps[-1].allowed
    for number, step in enumerate(steps, 1):
        deviations, waiting = counted(step.n)
        at = Step(number, len(steps), step.n, step.allowed, deviations, waiting, Verdict.LOOK, step.n - before)
        verdict = _verdict(at, most, last=number == len(steps))
        if verdict is not None:
            return replace(at, verdict=verdict)
        before = step.n
    raise AssertionError("the last step has a verdict")  # pragma: no cover


def _verdict(at: Step, most: int, *, last: bool) -> Verdict | None:
    """What a step comes to; None where it goes on to the next one."""
    if at.deviations > most:
        return Verdict.REJECT
    if at.waiting:
        return Verdict.LOOK
    if at.deviations <= at.allowed:
        return Verdict.STOP
    return Verdict.REJECT if last else None
