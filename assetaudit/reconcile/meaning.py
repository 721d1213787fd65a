"""What a scan was taken as: the ground on which a walk words its verdict."""

from __future__ import annotations

from typing import NamedTuple

from assetaudit.model.finding import Basis
from assetaudit.model.place import Place


class Meaning(NamedTuple):
    """One event, understood as things stand now."""

    event: str
    live: bool = False
    text: str = ""
    """As read, without suffix and characters that cannot be printed."""
    assets: tuple[str, ...] = ()
    """Keys of the records that it points at, sorted."""
    identifier: str | None = None
    """As read, where it names an unknown thing."""
    no_device: str | None = None
    """The kind of code that can never be a device (``part_number``, ``place`` ...)."""
    basis: Basis | None = None
    places: tuple[Place, ...] = ()
    """Where it counts; empty for a read before any place."""
    conflict: bool = False
    """Its codes name two records, or contradict one."""
    beside: tuple[str, ...] = ()
    """Hashes of the other scans of the same device."""
    proposed: str | None = None
    """An unknown code beside a known one: proposed as a further identifier of the asset."""
    repeat_of: str | None = None
    """Hash of the latest earlier event that saw the same thing at the same place."""
