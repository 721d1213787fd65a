"""``tcp://``: scanners and readers that listen in the network."""

from __future__ import annotations

import socket

from assetaudit.errors import UsageError
from assetaudit.readers.address import Address
from assetaudit.readers.contract import TICK, Driver, LinkLostError, Reader, Tap
from assetaudit.readers.protocols import dialect, framer_of
from assetaudit.readers.stream import StreamReader

FORM = "tcp://HOST:PORT?protocol=line"
CONNECT_SECONDS = 2.0
_PIECE = 65536


class TcpLink:
    """One connection to a device that listens."""

    def __init__(self, address: Address, port: int | None = None) -> None:
        self._host, self._port = _peer(address, port)
        self._socket: socket.socket | None = None

    def open(self) -> None:
        """Connect, and notice a dead peer by keep-alives."""
        try:
            self._socket = socket.create_connection((self._host, self._port), timeout=CONNECT_SECONDS)
            _prepare(self._socket)
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


def _peer(address: Address, port: int | None) -> tuple[str, int]:
    """Host and port of an address; the port may be left out where the protocol has one of its own."""
    target = address.target.rstrip("/")
    host, colon, number = target.rpartition(":")
    if port is not None and (not colon or target.endswith("]")):
        host, number = target, str(port)
    if not host or not number.isascii() or not number.isdigit() or not 0 < int(number[:6]) < 65536:
        raise UsageError(f"{address.text} names no host and port.", hint=f"Write {FORM}.")
    return host.strip("[]"), int(number)


def _prepare(connection: socket.socket) -> None:
    """Short questions are sent at once; a peer without power is noticed in half a minute where the system can."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 10), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def open_tcp(address: Address, tap: Tap | None) -> Reader:
    """A reader in the network."""
    return StreamReader(address, TcpLink(address, dialect(address.protocol).port), framer_of(address), tap)


DRIVER = Driver("tcp", open_tcp, FORM, "scanner or RFID reader in the network")
