"""``tcp://``: scanners and readers that listen in the network."""

from __future__ import annotations

import socket

from assetaudit.errors import UsageError
from assetaudit.readers.address import Address
from assetaudit.readers.contract import TICK, Driver, LinkLostError, Reader, Tap
from assetaudit.readers.protocols import framer_of
from assetaudit.readers.stream import StreamReader

FORM = "tcp://HOST:PORT?protocol=line"
CONNECT_SECONDS = 2.0
_PIECE = 65536


class TcpLink:
    """One connection to a device that listens."""

    def __init__(self, address: Address) -> None:
        host, _, port = address.target.rstrip("/").rpartition(":")
        self._host = host.strip("[]")
        if not self._host or not port.isdigit() or not 0 < int(port) < 65536:
            raise UsageError(f"{address.text} names no host and port.", hint=f"Write {FORM}.")
        self._port = int(port)
        self._socket: socket.socket | None = None

    def open(self) -> None:
        """Connect, and notice a dead peer by keep-alives."""
        try:
            self._socket = socket.create_connection((self._host, self._port), timeout=CONNECT_SECONDS)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            self._socket.settimeout(TICK)
        except OSError as error:
            raise LinkLostError(f"{self._host}:{self._port} cannot be reached: {error.strerror or error}.") from error

    def receive(self) -> bytes:
        """What has arrived, within a tick."""
        if self._socket is None:
            raise LinkLostError("The connection is closed.")
        try:
            data = self._socket.recv(_PIECE)
        except TimeoutError:
            return b""
        except OSError as error:
            raise LinkLostError(f"{self._host}:{self._port} is gone: {error.strerror or error}.") from error
        if not data:
            raise LinkLostError(f"{self._host}:{self._port} ended the connection.")
        return data

    def send(self, data: bytes) -> None:
        """Send to the device."""
        if self._socket is None:
            raise LinkLostError("The connection is closed.")
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise LinkLostError(f"{self._host}:{self._port} takes nothing: {error.strerror or error}.") from error

    def close(self) -> None:
        """Hang up."""
        connection, self._socket = self._socket, None
        if connection is not None:
            connection.close()


def open_tcp(address: Address, tap: Tap | None) -> Reader:
    """A reader in the network."""
    return StreamReader(address, TcpLink(address), framer_of(address), tap)


DRIVER = Driver("tcp", open_tcp, FORM, "scanner or RFID reader in the network")
