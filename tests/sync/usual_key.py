"""The usual key of an event, to show what it loses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assetaudit.store.event_stretch import Stretch


@contextmanager
def keyed_by_number(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """One event a number of a log: the usual key, under which a copied laptop's scans vanish."""
    fresh = Stretch.without

    def by_number(self: Stretch, known: set[tuple[int, bytes]]) -> list[Stretch]:
        numbers = {seq for seq, _digest in known}
        taken = {(seq, digest) for seq, (digest, _b) in enumerate(self.events, self.first) if seq in numbers}
        return fresh(self, known | taken)

    patch.setattr(Stretch, "without", by_number)
    yield
