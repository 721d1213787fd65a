"""Many things in portions: what is looked up together is neither one by one nor a whole log at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

TOGETHER = 4096
"""Events of which the reads are looked up together."""
T = TypeVar("T")


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in their order, so many at a time."""
    waiting = iter(items)
    while batch := list(islice(waiting, TOGETHER)):
        yield batch
