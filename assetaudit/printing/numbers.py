"""Numbers for labels that are printed before they belong to anything: never the same one twice, on no two laptops.

A number is ``prefix lane counter check``. The lane belongs to one laptop alone: 40 bits of a hash over the workspace's
and the machine's own ids (laptops need not know each other), or a digit (shorter numbers). Digits are given out by one
laptop of the team, each once, as a ticket that no other laptop can take.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assetaudit.errors import PrintError
from assetaudit.identify.check import RULES
from assetaudit.model.lane import letters

_TICKET_LETTERS = 5
_PREFIX = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,11}|")


@dataclass(frozen=True, slots=True)
class Scheme:
    """How numbers of one laptop look."""

    prefix: str
    lane: str
    digits: int
    """Of the counter."""
    rule: str
    """``mod10``, ``mod97`` or empty for no check digit."""

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            msg = f"'{self.prefix}' cannot stand before numbers."
            raise PrintError(msg, hint="Use capital letters, digits and - . _ only, at most 12.")
        if self.lane.isdecimal() and self.prefix[-1:].isdecimal():
            msg = f"'{self.prefix}' ends in a digit, and the lane of this laptop is one: nobody could tell them apart."
            raise PrintError(msg, hint=f"Choose a prefix such as {self.prefix}-.")
        if not 2 <= self.digits <= 12 or self.rule not in ("", *RULES):
            msg = f"Numbers of {self.digits} digits with check digit '{self.rule}' cannot be made."
            raise PrintError(msg, hint="Use 2 to 12 digits, and mod10, mod97 or none.")

    @property
    def series(self) -> str:
        """What tells this scheme's counter from every other: its numbers begin with it, and are equally long."""
        return f"{self.prefix}|{self.lane}|{self.digits}|{self.rule}"

    def number(self, count: int) -> str:
        """The number of a count from 1; PrintError where the digits are used up."""
        if count >= 10**self.digits:
            msg = f"All numbers {self.prefix}{self.lane}{'9' * self.digits} and below are used."
            raise PrintError(msg, hint="Take more digits (--digits), or another prefix.")
        return checked(f"{self.prefix}{self.lane}{count:0{self.digits}d}", self.rule)

    def numbers(self, first: int, count: int) -> Iterator[str]:
        """Numbers one after the other."""
        return (self.number(number) for number in range(first, first + count))


def checked(body: str, rule: str) -> str:
    """A number with its check digits behind it."""
    if not rule:
        return body
    width = 2 if rule == "mod97" else 1
    return next(text for value in range(10**width) if RULES[rule](text := f"{body}{value:0{width}d}"))


def ticket(digit: str, lane: str) -> str:
    """What lets the laptop with a lane of its own (``own_lane``) take a digit instead, and no other laptop."""
    return f"{digit}-{letters(f'label lane {digit} for {lane}', _TICKET_LETTERS)}"
