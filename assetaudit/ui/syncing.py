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

    @property
    def held(self) -> int:
        """Segments of it that are held back."""

    @property
    def met(self) -> str:
        """When it was met last, to the minute; empty for never."""

    @property
    def own(self) -> bool:
        """Whether it is this device."""


class Invitation(Protocol):
    """What lets one device into a hub."""

    @property
    def text(self) -> str:
        """To be typed, or sent as a file."""

    @property
    def code(self) -> str:
        """To be drawn as a QR code."""


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

    @property
    def is_hub(self) -> bool:
        """Whether others bring their logs here."""

    @property
    def last(self) -> str:
        """When others were met last, whom, and what went over; empty for never."""


class Syncing(Protocol):
    """Every method may be called from a worker thread, and raises AssetAuditError; what it returns are sentences.

    What a ``progress`` raises ends the work: what went over until then stays, and no file is left half.
    """

    def state(self) -> SyncState:
        """Where this workspace stands."""

    def waiting(self) -> str:
        """What waits between this workspace and its hub, in a sentence; empty where it has none."""

    def exchange(self, progress: Callable[[str, int, int], None]) -> Sequence[str]:
        """Bring this workspace and its hub to the same state; hears of "up", "down" or "register", how far."""

    def write_bundle(self, file: Path, progress: Callable[[int, int], None]) -> Sequence[str]:
        """Write everything that others may lack into one file; hears how many pieces are written, of 0."""

    def take_bundle(self, file: Path, progress: Callable[[int, int], None]) -> Sequence[str]:
        """Take a bundle of another workspace; hears how many bytes of how many are done."""

    def enrol(self, code: str) -> Sequence[str]:
        """Belong to a hub from now on, by its invitation or a file that holds it."""

    def decide(self, who: str, *, trusted: bool, by: str) -> Sequence[str]:
        """Believe a device (by its fingerprint) from now on, so that what is held back counts, or no longer."""

    def rekey(self) -> Sequence[str]:
        """Go on under a new key, which the present one vouches for."""

    def invite(self, name: str) -> Invitation:
        """Let one device into this hub, once."""
