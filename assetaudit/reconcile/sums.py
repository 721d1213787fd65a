"""Counts by place, kept for each node alone and for each subtree, so that progress anywhere is one look-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assetaudit.reconcile.progress import Progress


@dataclass(slots=True)
class Sum:
    """What has been counted at one node, or in it and below it."""

    expected: int = 0
    seen: int = 0
    wrong: int = 0
    unknown: int = 0
    planned: int = 0
    closed: int = 0

    def take(self, counts: Mapping[str, int], step: int) -> None:
        """Count in, or out with a negative step."""
        for name, count in counts.items():
            setattr(self, name, getattr(self, name) + step * count)

    def progress(self) -> Progress:
        """The same as callers see it."""
        left = self.expected - self.seen
        return Progress(self.expected, self.seen, left, self.wrong, self.unknown, self.planned, self.closed)


class PlaceSums:
    """Sums of every node that anything was counted at."""

    def __init__(self) -> None:
        self._own: defaultdict[str, Sum] = defaultdict(Sum)
        self._whole: defaultdict[str, Sum] = defaultdict(Sum)

    def take(self, node_key: str, counts: Mapping[str, int], step: int = 1) -> None:
        """Count something at a node and in every node above it."""
        self._own[node_key].take(counts, step)
        for key in lineage(node_key):
            self._whole[key].take(counts, step)

    def at(self, node_key: str) -> Progress:
        """Counts of one node alone."""
        own = self._own.get(node_key)
        return Progress() if own is None else own.progress()

    def within(self, node_key: str) -> Progress:
        """Counts of a node and everything in it."""
        whole = self._whole.get(node_key)
        return Progress() if whole is None else whole.progress()


def lineage(node_key: str) -> Iterator[str]:
    """The keys of a node and of all nodes above it, upwards; a slash in a node's name is escaped in its key."""
    while node_key:
        yield node_key
        node_key = node_key.rpartition("/")[0]
