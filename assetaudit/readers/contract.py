"""What every reader is to the rest: an address, reads, a state with its reason; started and stopped in bounded time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.settings import Setting

STOP_SECONDS = 1.5
"""Within this time ``stop`` has come back, whatever the device does."""


class State(StrEnum):
    """How it stands with a reader."""

    CONNECTING = "connecting"
    READY = "ready"
    LOST = "lost"
    """It will be tried again, a little later each time."""
    ENDED = "ended"
    """It was stopped, or a recording came to its end."""


@dataclass(frozen=True, slots=True)
class ReaderState:
    """A change in a reader's state."""

    address: str
    state: State
    reason: str = ""
    """For people, one sentence; empty where all is well."""
    failed: bool = False
    """It has ended because it could not go on, and will not be tried again."""


OnRead: TypeAlias = Callable[[Read], None]
OnState: TypeAlias = Callable[[ReaderState], None]
"""Told of every change, and, as ``READY`` with a reason, of whatever a device has to say."""
Tap: TypeAlias = Callable[[str, bytes], None]
"""Given every piece of raw traffic: ``rx`` or ``tx``, and the bytes."""


class Reader(Protocol):
    """A device that produces reads. Both callbacks are called from the reader's own thread, reads in their order."""

    @property
    def address(self) -> str:
        """As it was given."""

    def start(self, on_read: OnRead, on_state: OnState) -> None:
        """Begin to read; comes back at once, never raises for a device that is not there."""

    def stop(self) -> None:
        """End within ``STOP_SECONDS``; afterwards neither callback is called."""


class LinkLostError(Exception):
    """The way to the device is gone; the message says why."""


class Link(Protocol):
    """A way to a device for bytes: a serial line, a connection."""

    def open(self) -> None:
        """Connect; LinkLostError says why not."""

    def receive(self) -> bytes:
        """What has arrived, after at most ``TICK`` seconds; empty if nothing has. LinkLostError when it is gone."""

    def send(self, data: bytes) -> None:
        """Hand bytes to the device; LinkLostError when it is gone."""

    def close(self) -> None:
        """Let go; never raises."""


TICK = 0.05
"""Seconds that a link waits for bytes before it looks up again."""


class Framer(Protocol):
    """A device's protocol, without any line: bytes in, reads out, and what is to be sent.

    Its buffer is bounded and it never raises on bytes. What it has to say itself (an error of the device in words)
    is a read of kind ``status`` whose ``note`` is the sentence. Protocols that only listen write ``feed`` and
    inherit the rest.
    """

    @property
    def ready(self) -> bool:
        """Whether the device may be called ready: it has answered, or is of a kind that never does."""
        return True

    def hello(self) -> bytes:
        """What is sent to a device that was just connected."""
        return b""

    def feed(self, data: bytes, now: float) -> list[Read]:
        """Reads that these bytes complete; ``now`` is in monotonic seconds."""

    def idle(self, now: float) -> list[Read]:  # noqa: ARG002 - for those who wait for silence
        """Reads that are complete because nothing more came until now."""
        return []

    def due(self, now: float) -> bytes:  # noqa: ARG002 - for those who speak
        """What is to be sent now: the next setting, a poll, an acknowledgement; asked every ``TICK`` or sooner.

        LinkLostError gives up a device that has stopped answering; it is connected anew.
        """
        return b""

    def goodbye(self) -> bytes:
        """What is sent before we let go, so that the device falls silent."""
        return b""

    def lost(self) -> None:
        """The link is gone: forget what was begun."""


@dataclass(frozen=True, slots=True)
class Driver:
    """A scheme of addresses; third parties add theirs to the entry points ``assetaudit.readers``."""

    scheme: str
    open: Callable[[Address, Tap | None], Reader]
    form: str
    """The address as people write it."""
    product: str
    """What it is for."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """A protocol spoken over serial lines and connections; entry points named ``protocol.NAME``."""

    name: str
    framer: Callable[[Address], Framer]
    basis: str
    """``captures`` where real traffic was at hand, else ``documents``."""
    product: str = ""
    """The hardware that speaks it."""
    settings: tuple[Setting[Any], ...] | None = None
    """What may stand behind the ``?`` of an address, checked before anything is opened; None: the framer checks."""
    baud: int = 115200
    """Bits a second on a serial line where the address does not say."""
    port: int | None = None
    """The TCP port of such devices where the address names none."""
    note: str = ""
    """What a user should know about how far the protocol is understood."""
