"""Pace between racks: a scan in another rack sooner than a person gets there; only where the terms switch it on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from assetaudit.review.suspicion.trace import Question, Trace

_MS = 1_500
"""Nobody reads a code in one rack and another one in the next within this time of the device's own clock."""


def pace(trace: Trace) -> Iterator[Question]:
    """One question for a log with such steps, by the monotonic clock of one device and one boot."""
    quick = [
        after
        for before, after in pairwise(trace.steps if trace.pace else ())
        if before.place.node_key != after.place.node_key
        and before.event.boot == after.event.boot
        and 0 <= after.event.mono - before.event.mono < _MS
    ]
    if quick:
        ask = (
            f"{len(quick)} scans were made in another place less than {_MS / 1000:g} s after the one before:"
            " was there more than one scanner?"
        )
        yield Question("pace", ask, quick[0].event.user, tuple(step.event.hash for step in quick))
