"""What an organisation's own labels look like, compiled once from its patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assetaudit.errors import ConfigError
from assetaudit.identify import check
from assetaudit.model.frame import Patterns

MAX_SHAPE_TEXT = 64
"""Longer codes are no asset tags: so no shape can be made to run for long."""
_MAX_OPEN = 3
"""Open-ended repetitions in one shape."""


@dataclass(frozen=True, slots=True)
class House:
    """Compiled shapes of tags, the check digit rule and the addresses of the organisation's own systems."""

    shapes: tuple[re.Pattern[str], ...] = ()
    check_digit: str = ""
    link_bases: tuple[str, ...] = ()

    @classmethod
    def of(cls, patterns: Patterns) -> House:
        """Compile patterns; ConfigError names the one that cannot be used."""
        if patterns.check_digit not in ("", *check.RULES):
            raise ConfigError(
                f"The check digit rule '{patterns.check_digit}' is not known.", hint="Use mod10, mod97 or none."
            )
        shapes = tuple(compile_shape(shape) for shape in patterns.asset_tag)
        for shape, _ in patterns.foreign:
            compile_shape(shape)
        return cls(shapes, patterns.check_digit, tuple(_base(base) for base in patterns.link_bases))

    def own_shape(self, text: str) -> bool:
        """Whether a text has the shape of one of the organisation's tags."""
        if len(text) <= MAX_SHAPE_TEXT:
            for shape in self.shapes:  # a generator would take twice the time of most shapes
                if shape.fullmatch(text):
                    return True
        return False

    def own_link(self, host_and_path: str) -> bool:
        """Whether an address lies under one of the organisation's own; any does where none is configured."""
        return not self.link_bases or any(host_and_path.startswith(base) for base in self.link_bases)


def _base(address: str) -> str:
    return re.sub(r"^https?://", "", address.strip().casefold()).rstrip("/")


@lru_cache(maxsize=256)
def compile_shape(shape: str) -> re.Pattern[str]:
    """A regular expression that cannot run away, without regard to case; ConfigError says what is wrong with it."""
    try:
        compiled = re.compile(shape, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise ConfigError(f"The tag pattern '{shape}' is no regular expression: {error}.") from None
    if _may_run_away(shape):
        raise ConfigError(
            f"The tag pattern '{shape}' could take for ever on a hostile code.",
            hint="Do not repeat a group that itself repeats or has alternatives; write IT-\\d{6}, for instance.",
        )
    return compiled


_REPEAT = re.compile(r"[*+]|\{\d*,\d*\}")
_UNIT = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[a-zA-Z:=!<>P]*|.", re.DOTALL)
_BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?P=")


def _may_run_away(shape: str) -> bool:
    """Backtracking explodes where a repeated group repeats inside or has alternatives, or many repetitions meet."""
    if _BACK_REFERENCE.search(shape):
        return True
    choices = [False]
    repeats = 0
    closed = False
    at = 0
    while found := _REPEAT.match(shape, at) or _UNIT.match(shape, at):
        unit = found[0]
        at = found.end()
        repeating = _REPEAT.fullmatch(unit) is not None
        if repeating:
            if closed:
                return True
            repeats += 1
        choices[-1] |= repeating or unit == "|"
        closed = False
        if unit.startswith("("):
            choices.append(False)
        elif unit == ")" and len(choices) > 1:
            closed = choices.pop()
            choices[-1] |= closed
    return repeats > _MAX_OPEN
