"""What the walk asks of the reconciliation, so that the walk can be read and tested by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from assetaudit.model.asset import Asset
from assetaudit.model.event import Event
from assetaudit.model.finding import Finding
from assetaudit.model.frame import Frame
from assetaudit.model.place import Place


class Meaning(Protocol):
    """What a scan was taken as."""

    @property
    def text(self) -> str:
        """As read, without what cannot be printed."""

    @property
    def assets(self) -> Sequence[str]:
        """Keys of the records that it points at."""

    @property
    def no_device(self) -> str | None:
        """The kind of code, where it can never be a device."""

    @property
    def repeat_of(self) -> str | None:
        """Hash of an earlier live sighting of the same thing at an agreeing place."""

    @property
    def beside(self) -> Sequence[str]:
        """Hashes of the other scans of the same device."""

    @property
    def proposed(self) -> str | None:
        """An unknown code beside a known one."""


class Seen(Protocol):
    """A live sighting."""

    @property
    def event(self) -> str:
        """Hash of the event."""

    @property
    def wall(self) -> int:
        """Milliseconds since 1970 UTC; advisory."""


class Counts(Protocol):
    """How far one node is."""

    @property
    def expected(self) -> int:
        """Assets to account for."""

    @property
    def seen(self) -> int:
        """Of those, seen anywhere."""


class Engine(Protocol):
    """The part of ``reconcile.Reconciliation`` that a walk uses."""

    @property
    def frame(self) -> Frame:
        """The audit's terms."""

    def add(self, event: Event) -> frozenset[str]:
        """Take an event in; keys of the things whose finding may have changed."""

    def take(self, event: Event) -> None:
        """Take an event in without asking what it touches."""

    def add_all(self, events: Iterable[Event]) -> bool:
        """Take many events in; whether any finding may have changed."""

    def about(self, event_hash: str, *, brief: bool = False) -> tuple[Finding, ...]:
        """Findings that an event is evidence of, best first; brief ones without their evidence."""

    def meaning(self, event_hash: str) -> Meaning:
        """What a scan was taken as."""

    def live(self, event_hash: str) -> bool:
        """Whether an event counts: it is here and was not taken back."""

    def finding(self, asset_key: str) -> Finding | None:
        """What the audit says of one asset."""

    def brief(self, asset_key: str) -> Finding | None:
        """The same without its evidence, which may be long."""

    def sightings(self, asset_key: str) -> Sequence[Seen]:
        """Live sightings of an asset."""

    def at(self, place: Place) -> Counts:
        """Counts over one node alone."""

    def left(self, place: Place) -> Sequence[Asset]:
        """Assets expected in a node and not seen anywhere, in walking order."""

    def standing(self, place: Place) -> Sequence[tuple[Asset, Place]]:
        """Assets known to stand in a node, with their places."""

    def things_at(self, place: Place) -> Sequence[str]:
        """Keys of everything of which anything was said in a node; those of what no record has begin with ? or !."""

    def planned(self) -> Sequence[Place]:
        """Places to sweep, in walking order."""

    def below(self, place: Place) -> Sequence[Place]:
        """Places to sweep strictly below a node; told of a rack without going through the whole register."""

    def sweep_state(self, place: Place, side: str | None = None) -> str:
        """``not visited``, ``open``, ``closed`` or ``blocked``."""

    def sweeps_of(self, place: Place) -> Sequence[str]:
        """Hashes of the live events that closed or blocked a place."""
