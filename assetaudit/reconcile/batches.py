"""Many things in portions: what is looked up together is neither one by one nor a whole log at once."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

TOGETHER = 4096
"""Events of which the reads are looked up together."""
T = TypeVar("T")


def batches(items: Iterable[T], together: int = TOGETHER) -> Iterator[list[T]]:
    """The items in their order, so many at a time."""
    waiting = iter(items)
    while batch := list(islice(waiting, together)):
        yield batch


@contextmanager
def uncollected() -> Iterator[None]:
    """Events and claims hold no circles: looking for some costs a third of the time that taking many events in does."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
