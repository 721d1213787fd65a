"""A stretch of a log: consecutive events with the hash before them, as they travel between workspaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive events of one log, proved by the chain of hashes."""

    log: str
    audit: str
    device: str
    machine: str
    first: int
    prev: bytes
    events: Sequence[tuple[bytes, bytes]]
    """Hash and own bytes of each."""

    @property
    def last(self) -> int:
        """Number of the last event."""
        return self.first + len(self.events) - 1

    @property
    def tip(self) -> bytes:
        """Hash of the last event."""
        return self.events[-1][0]

    def without(self, known: set[tuple[int, bytes]]) -> list[Stretch]:
        """What remains of it where some events are known already: stretches without gaps, in order."""
        fresh = [
            number for number, (digest, _body) in enumerate(self.events) if (self.first + number, digest) not in known
        ]
        unknown = set(fresh)
        starts = [number for number in fresh if number - 1 not in unknown]
        ends = [number + 1 for number in fresh if number + 1 not in unknown]
        return [self._part(start, end) for start, end in zip(starts, ends, strict=True)]

    def _part(self, start: int, end: int) -> Stretch:
        prev = self.events[start - 1][0] if start else self.prev
        return replace(self, first=self.first + start, prev=prev, events=self.events[start:end])


@dataclass(frozen=True, slots=True)
class Sealed:
    """The bytes that a stretch travels in, and who vouches for them."""

    sha: bytes
    data: bytes
    signer: str
    """Public key in hex."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """What came of a stretch."""

    new: int
    """Events that were not here before."""
    forked: int
    """Numbers of the log that stand for two different events now: the workspace that wrote it was copied."""
    ours: bool
    """Whether it goes on from, or beside, a log of this very device."""
