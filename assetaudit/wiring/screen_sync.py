"""Sync as the screen asks for it: the same parts as the command line's, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assetaudit.model.amount import counted
from assetaudit.store.event_segments import HELD, IN, NEWER
from assetaudit.sync.enrolling import enrol, invitation, invitation_in, link, rekey
from assetaudit.sync.exchange import exchange, glance
from assetaudit.sync.hub_link import load_enrolled
from assetaudit.sync.keys import fingerprint
from assetaudit.sync.station import Station
from assetaudit.sync.status import Status
from assetaudit.sync.taking import give_bundle, take_bundle, told
from assetaudit.sync.trust import REVOKED, TRUSTED

if TYPE_CHECKING:
    from assetaudit.wiring.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Known:
    """A device that was met."""

    name: str
    state: str
    fingerprint: str
    held: int
    met: str
    own: bool


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
    is_hub: bool
    last: str


class ScreenSync:
    """Answers the sync screen."""

    def __init__(self, space: Workspace) -> None:
        self._space = space

    def state(self) -> SyncState:
        """Where this workspace stands; what was scanned since is sealed first, what can be understood by now counts."""
        station = self._station()
        station.seal()
        station.release()
        status = station.status()
        counts = Counter(info.state for info in status.segments)
        hub = load_enrolled(station.hub_file).url if station.hub_file.exists() else ""
        purged = tuple(gone.name for gone in station.events.purges.listed())
        return SyncState(
            fingerprint(status.key),
            hub,
            counts[IN],
            counts[HELD],
            counts[NEWER],
            purged,
            tuple(status.warnings),
            _known(status),
            station.is_hub,
            status.last,
        )

    def waiting(self) -> str:
        """What waits between this workspace and its hub; the hub is asked."""
        return glance(self._station())

    def exchange(self, progress: Callable[[str, int, int], None]) -> Sequence[str]:
        """Bring this workspace and its hub to the same state."""
        station = self._station()
        with link(station) as line:
            done = exchange(station, line, progress)
        return [*done.texts, done.summary]

    def write_bundle(self, file: Path, progress: Callable[[int, int], None]) -> Sequence[str]:
        """Write everything that others may lack into one file."""
        station = self._station()
        count = counted(give_bundle(station, file, station.pieces(), progress), "piece", "pieces")
        return [f"{file}: {count}. Others compare this device with {fingerprint(station.key.public)}."]

    def take_bundle(self, file: Path, progress: Callable[[int, int], None]) -> Sequence[str]:
        """Take a bundle of another workspace."""
        return take_bundle(self._station(), file, progress).texts

    def enrol(self, code: str) -> Sequence[str]:
        """Belong to a hub from now on."""
        enrolled = enrol(self._station(), invitation_in(code))
        return [f"This device is '{enrolled.name}' at {enrolled.url} (hub {fingerprint(enrolled.hub)})."]

    def decide(self, who: str, *, trusted: bool, by: str) -> Sequence[str]:
        """Believe a device from now on, or no longer."""
        station = self._station()
        peer = station.decide(who, TRUSTED if trusted else REVOKED, by)
        said = f"{station.called(peer.key)} is {peer.state}."
        return [said, *told(station.release())]

    def rekey(self) -> Sequence[str]:
        """Go on under a new key."""
        return rekey(self._station())

    def invite(self, name: str) -> Invitation:
        """Let one device into this hub."""
        made = invitation(self._space.home.root, name)
        return Invitation(str(made), made.dense)

    def _station(self) -> Station:
        return Station(self._space.home, self._space.clock, self._space.events)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What lets one device in, as text and for a QR code."""

    text: str
    code: str


def _known(status: Status) -> tuple[Known, ...]:
    return tuple(
        Known(
            peer.name,
            peer.state,
            fingerprint(peer.key),
            status.held_of[peer.key],
            status.met.get(peer.key, ""),
            peer.key == status.key,
        )
        for peer in status.peers
    )
