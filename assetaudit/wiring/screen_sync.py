"""Sync as the screen asks for it: the same parts as the command line's, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.model.amount import counted
from assetaudit.store.event_segments import HELD, IN, NEWER
from assetaudit.sync.bundle import write_bundle
from assetaudit.sync.enrolling import link
from assetaudit.sync.exchange import exchange
from assetaudit.sync.hub_link import load_enrolled
from assetaudit.sync.keys import fingerprint
from assetaudit.sync.station import Station
from assetaudit.sync.taking import take_bundle

if TYPE_CHECKING:
    from assetaudit.wiring.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Known:
    """A device that was met."""

    name: str
    state: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SyncState:
    """Where a workspace stands."""

    fingerprint: str
    hub: str
    segments: int
    held: int
    newer: int
    purged: tuple[str, ...]
    warnings: tuple[str, ...]
    known: tuple[Known, ...]


class ScreenSync:
    """Answers the sync screen."""

    def __init__(self, space: Workspace) -> None:
        self._space = space

    def state(self) -> SyncState:
        """Where this workspace stands; what was scanned since is sealed first."""
        station = self._station()
        station.seal()
        status = station.status()
        counts = Counter(info.state for info in status.segments)
        known = tuple(Known(peer.name, peer.state, fingerprint(peer.key)) for peer in status.peers)
        hub = load_enrolled(station.hub_file).url if station.hub_file.exists() else ""
        purged = tuple(gone.name for gone in station.events.purges.listed())
        here, held, newer = (counts[state] for state in (IN, HELD, NEWER))
        return SyncState(fingerprint(status.key), hub, here, held, newer, purged, tuple(status.warnings), known)

    def exchange(self, progress: Callable[[str, int, int], None]) -> Sequence[str]:
        """Bring this workspace and its hub to the same state."""
        station = self._station()
        with link(station) as line:
            done = exchange(station, line, progress)
        return [*done.texts, done.summary]

    def write_bundle(self, file: Path) -> Sequence[str]:
        """Write everything that others may lack into one file."""
        station = self._station()
        count = counted(write_bundle(file, station.pieces()), "piece", "pieces")
        return [f"{file}: {count}. Others compare this device with {fingerprint(station.key.public)}."]

    def take_bundle(self, file: Path, progress: Callable[[int], None]) -> Sequence[str]:
        """Take a bundle of another workspace."""
        return take_bundle(self._station(), file, progress).texts

    def _station(self) -> Station:
        return Station(self._space.home, self._space.clock, self._space.events)
