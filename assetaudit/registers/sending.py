"""Changes sent to a system's own interface: what such a system must be able to do, one record at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assetaudit import plugins
from assetaudit.errors import UsageError
from assetaudit.model.place import Place
from assetaudit.registers.pull import Asked, Pull, open_web
from assetaudit.registers.web import Web


@dataclass(frozen=True, slots=True)
class Now:
    """A record as its system has it at this moment."""

    values: Mapping[str, str]
    """By field, written as an import would have it."""
    mark: str
    """What a write names, so that it is refused where somebody else wrote meanwhile; empty where there is none."""
    carried: bool = False
    """Whether it stands in a chassis, whose place is its own."""
    flat: bool = False
    """Whether it takes no units."""


class Became(StrEnum):
    """What became of a write."""

    DONE = "done"
    OVERTAKEN = "overtaken"
    """Somebody else wrote meanwhile: nothing was changed."""
    OCCUPIED = "occupied"
    """Something stands there still: it may go once others have moved."""
    REFUSED = "refused"
    UNCLEAR = "unclear"
    """No answer came: only reading again can tell."""


class Target(Protocol):
    """A system that takes changes."""

    def now(self, number: str) -> Now | None:
        """A record; None where it is gone."""

    def write(self, number: str, values: Mapping[str, str], now: Now, message: str) -> tuple[Became, str]:
        """Write fields of a record that was read just before; what became of it, and why not."""

    def park(self, number: str, now: Now, message: str) -> Now | None:
        """Take a device out of its units, not of its rack, so that another can go there; None where it stays."""


def open_target(asked: Asked, aliases: Mapping[str, Place]) -> tuple[Web, Target]:
    """The interface of a system that takes changes; whoever asks closes it."""
    system: Pull = plugins.load("pulls", asked.system)
    if system.target is None:
        raise UsageError(f"{system.title} takes no changes here.", hint="Use: assetaudit changes export")
    web = open_web(system, asked)
    return web, system.target(web, aliases)
