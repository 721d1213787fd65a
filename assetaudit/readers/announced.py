"""Readers that tell the network of themselves: heard on the port where they do so, nothing is sent to ask them.

Chainway UR4: 12 bytes on UDP port 1111, MAC (6), IPv4 address (4), port of its protocol (2, big endian). Source: the
protocol reference of an open-source client (chainway-serial, MIT). What makes a silent reader announce itself is
written nowhere.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

from assetaudit.errors import ReaderError

PORT = 1111
_SIZE = 12


@dataclass(frozen=True, slots=True)
class Announced:
    """A reader in the network, by its own word."""

    mac: str
    ip: str
    port: int

    @property
    def address(self) -> str:
        """The address that opens it."""
        return f"tcp://{self.ip}:{self.port}?protocol=ur4"


def understood(data: bytes) -> Announced | None:
    """What a datagram announces; None where it is something else."""
    if len(data) != _SIZE or not any(data[6:10]) or not any(data[10:]):
        return None
    ip = socket.inet_ntoa(data[6:10])
    return Announced(data[:6].hex(":").upper(), ip, int.from_bytes(data[10:], "big"))


def heard(seconds: float, *, host: str = "", port: int = PORT) -> Iterator[Announced]:
    """Readers that announce themselves within so many seconds, each once; ReaderError where nobody may listen there."""
    until = time.monotonic() + seconds
    known: set[Announced] = set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        try:
            listening.bind((host, port))
        except OSError as error:
            hint = "Close what else listens there, and try again."
            raise ReaderError(f"UDP port {port} cannot be listened on: {error.strerror}.", hint=hint) from error
        while (left := until - time.monotonic()) > 0:
            listening.settimeout(left)
            try:
                found = understood(listening.recv(2 * _SIZE))
            except TimeoutError:
                return
            if found is not None and found not in known:
                known.add(found)
                yield found
