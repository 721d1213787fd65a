"""What the sync screen asks: where this workspace stands, an exchange with its hub, and bundles on a stick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol


class Known(Protocol):
    """A device that was met."""

    @property
    def name(self) -> str:
        """What it is called here."""

    @property
    def state(self) -> str:
        """``trusted``, ``hub``, ``revoked`` or ``unknown``."""

    @property
    def fingerprint(self) -> str:
        """Its key, as two people compare it aloud."""


class SyncState(Protocol):
    """Where a workspace stands."""

    @property
    def fingerprint(self) -> str:
        """This device's own."""

    @property
    def hub(self) -> str:
        """Address of the hub it belongs to; empty for none."""

    @property
    def segments(self) -> int:
        """Segments whose events count here."""

    @property
    def held(self) -> int:
        """Segments of devices that nobody vouched for yet."""

    @property
    def newer(self) -> int:
        """Pieces that a newer program made."""

    @property
    def purged(self) -> Sequence[str]:
        """Names of audits that lie at the hub alone."""

    @property
    def warnings(self) -> Sequence[str]:
        """What people have to know of label numbers, a sentence each."""

    @property
    def known(self) -> Sequence[Known]:
        """Devices that were met."""


class Syncing(Protocol):
    """Every method may be called from a worker thread, and raises AssetAuditError; what it returns are sentences."""

    def state(self) -> SyncState:
        """Where this workspace stands."""

    def exchange(self, progress: Callable[[str, int, int], None]) -> Sequence[str]:
        """Bring this workspace and its hub to the same state; hears of "up", "down" or "register", how far."""

    def write_bundle(self, file: Path) -> Sequence[str]:
        """Write everything that others may lack into one file."""

    def take_bundle(self, file: Path, progress: Callable[[int], None]) -> Sequence[str]:
        """Take a bundle of another workspace."""
