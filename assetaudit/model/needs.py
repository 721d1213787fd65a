"""What the core asks of the world: Protocols that stores, readers and tests fulfil."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from assetaudit.model.asset import Asset, Hit, Outline, PlaceInfo
from assetaudit.model.event import Draft, Event
from assetaudit.model.identification import AsItStands, Identification
from assetaudit.model.place import Place
from assetaudit.model.read import Read


class Clock(Protocol):
    """Time as it is passed in; advisory, no rule compares clocks."""

    def now(self) -> datetime:
        """UTC, aware."""

    def mono_ms(self) -> int:
        """Milliseconds of a clock that never goes backwards within one boot."""

    def boot(self) -> str:
        """An id of this boot of the machine; empty where the system tells none."""


class Register(Protocol):
    """One immutable version of the expected list, as the core asks it."""

    version: str
    """SHA-256 of its content, in hex."""

    def asset(self, key: str) -> Asset | None:
        """The asset of a key (also of a joined record's key); None where there is none."""

    def find(self, kind: str, value: str) -> Sequence[Hit]:
        """Assets that an identifier in normal form points at, compared without case; current ones and former ones."""

    def find_all(self, kind: str, values: Iterable[str]) -> Mapping[str, Sequence[Hit]]:
        """The same for many values of one kind at once, by value as it was given."""

    def sole(self, kinds: Sequence[str], values: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """Key of the one asset at which each of very many values points under these kinds, and the kind under which.

        Where that are several, or may be, a value is left out, as it is where there is none.
        """

    def children(self, key: str) -> Sequence[str]:
        """Keys of the assets that this one carries, sorted."""

    def assets(self) -> Iterator[Asset]:
        """Every asset, by key."""

    def outlines(self) -> Iterator[Outline]:
        """Every asset in outline, by key; much cheaper than ``assets``."""

    def assets_in(self, place: Place) -> Iterator[Asset]:
        """Assets registered at a place or anywhere below it, by key."""

    def assets_at(self, place: Place) -> Iterator[Asset]:
        """Assets registered at exactly this node or at a position in it, by key; nothing that lies below it."""

    def unplaced(self) -> Iterator[Asset]:
        """Assets whose place is empty or not understood, by key."""

    def place(self, place: Place) -> PlaceInfo | None:
        """What the register says of a node; None where it does not know it (nodes above known ones are known)."""

    def place_by_code(self, code: str) -> Place | None:
        """The place that a label's code means."""

    def places_in(self, place: Place) -> Iterator[PlaceInfo]:
        """Known nodes at a place and below, by key: those listed, those with assets, and all nodes above them."""

    def tops(self) -> Sequence[PlaceInfo]:
        """The uppermost known nodes."""

    def count_in(self, place: Place) -> int:
        """How many assets are registered at a place or anywhere below it."""


class Identify(Protocol):
    """What did I scan? Pure; never raises on bad input."""

    def __call__(self, read: Read) -> Identification:
        """Every candidate, best first, and every reason for no."""


class Kept(Protocol):
    """A photograph that is on disk."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def media(self) -> str:
        """Media type, such as ``image/jpeg``."""


@runtime_checkable
class QuickIdentify(Protocol):
    """An ``Identify`` that tells plain codes at once, so that many reads can be looked up together."""

    def as_it_stands(self, raw: str) -> AsItStands | None:
        """What is said of a read of this text, in short; None where there is more to say of it."""

    def kinds(self, text: str) -> Sequence[str] | None:
        """The kinds of a code that needs no cleaning and means nothing but itself; None for all others."""

    def names(self, raw: str) -> Sequence[tuple[str, str]] | None:
        """Kinds and values under which a register may hold a read of this text; None where that takes a whole look."""


class Album(Protocol):
    """Photographs by the SHA-256 of their bytes."""

    def keep(self, sha256: str) -> Kept | None:
        """Put a photograph that was taken on disk, durably; None where it is not here."""

    def drop(self, sha256: str) -> None:
        """Forget a photograph that must not be kept."""


class EventWriter(Protocol):
    """One log that this process alone writes; an event that is returned is on disk."""

    log: str

    def append(self, draft: Draft, *, user: str) -> Event:
        """Commit one event, durably, and return it with its sequence number and hash."""

    def append_many(self, drafts: Sequence[Draft], *, user: str) -> Sequence[Event]:
        """Commit several events in one transaction."""

    def close(self) -> None:
        """Write ``log.close`` and let go of the log."""


class EventSource(Protocol):
    """All events of one audit, whoever wrote them."""

    def events(self) -> Iterable[Event]:
        """Every event known here; order carries no meaning."""

    def events_after(self, mark: int) -> tuple[int, Sequence[Event]]:
        """Events that arrived here after a mark (0 for all), and the new mark."""
