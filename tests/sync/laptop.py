"""Laptops for the tests: workspaces with keys of their own that scan, meet, are copied, restored and crash."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from assetaudit.model.event import Draft
from assetaudit.paths import Home
from assetaudit.sync.bundle import Damage, pieces_in
from assetaudit.sync.opening import open_events
from assetaudit.sync.station import Station, Taken
from assetaudit.sync.trust import TRUSTED, Peer
from tests.store.event_sample import HandClock, frame, scan


class Laptop:
    """One workspace."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self.open()

    def open(self) -> None:
        """Start the program on it."""
        self.clock = HandClock()
        self.events = open_events(Home.of(self.folder), self.clock)
        self.station = Station(Home.of(self.folder), self.clock, self.events)

    def shut(self) -> None:
        """End the program."""
        self.events.close()

    def audit(self, name: str = "Q4") -> str:
        """Open an audit."""
        return self.events.create_audit(frame(name), "u1")

    def scan(self, audit: str, *texts: str, close: bool = True) -> list[str]:
        """Scan codes; returns the hashes of their events."""
        writer = self.events.writer(audit)
        hashes = [writer.append(scan(text), user="u1").hash for text in texts]
        if close:
            writer.close()
        else:
            writer.abandon()
        return hashes

    def write(self, audit: str, *drafts: Draft) -> list[str]:
        """Write events of any kind; returns their hashes."""
        writer = self.events.writer(audit)
        hashes = [writer.append(draft, user="u1").hash for draft in drafts]
        writer.close()
        return hashes

    def bundle(self) -> bytes:
        """Everything that it hands on."""
        return b"".join(self.station.pieces())

    def take(self, bundle: bytes) -> list[Taken]:
        """Take what is intact in a bundle."""
        taken = [self.station.take(piece) for piece in pieces_in(bundle) if not isinstance(piece, Damage)]
        return taken + self.station.release()

    def trust(self, other: Laptop) -> None:
        """Believe another laptop."""
        self.station.trust.set(Peer(other.station.key.public, TRUSTED, other.name))

    def lines(self, audit: str) -> list[bytes]:
        """The own bytes of all events of an audit."""
        return list(self.events.export(audit))

    def copy(self, folder: Path, name: str) -> Laptop:
        """A copy of the whole workspace, as a cloned disk or a backup is."""
        self.shut()
        shutil.copytree(self.folder, folder)
        with suppress(FileNotFoundError):
            shutil.rmtree(folder / "locks")
        self.open()
        return Laptop(folder, name)


def pair(folder: Path) -> tuple[Laptop, Laptop]:
    """Two laptops that believe each other."""
    one, two = Laptop(folder / "one", "one"), Laptop(folder / "two", "two")
    one.trust(two)
    two.trust(one)
    return one, two
