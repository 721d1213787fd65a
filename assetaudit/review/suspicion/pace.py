"""Pace between racks: a scan in another rack sooner than a person gets there; only where the terms switch it on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assetaudit.review.suspicion.trace import Question, Step

_MS = 1_500
"""Nobody reads a code in one rack and another one in the next within this time of the device's own clock."""


class Pace:
    """The steps of one log that came too quick, by the monotonic clock of one device and one boot."""

    def __init__(self) -> None:
        self._last: Step | None = None
        self._quick: list[str] = []
        self._user = ""

    def go(self, stretch: Sequence[Step]) -> None:
        """On to another place."""
        before, after = self._last, stretch[0]
        self._last = stretch[-1]
        if before is None or before.event.boot != after.event.boot:
            return
        if 0 <= after.event.mono - before.event.mono < _MS:
            self._user = self._user if self._quick else after.event.user
            self._quick.append(after.event.hash)

    def questions(self) -> Iterator[Question]:
        """One question, where there were such steps."""
        if self._quick:
            ask = (
                f"{len(self._quick)} scans were made in another place less than {_MS / 1000:g} s after the one before:"
                " was there more than one scanner?"
            )
            yield Question("pace", ask, self._user, tuple(self._quick))
