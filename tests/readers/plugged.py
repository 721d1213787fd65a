"""Emulated readers at the other end of a pseudo-terminal or of a loopback connection, answering by themselves."""

from __future__ import annotations

import os
import select
import socket
import threading
import tty
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.readers.emulation import Emulated

PIECE = 4096


class Plugged(ABC):
    """A device that can be plugged in, pulled out, and made to send."""

    def __init__(self, device: Emulated, options: str = "") -> None:
        self.device = device
        self.options = f"?protocol={device.protocol}{options}"
        self.pace = 0.01
        """Seconds between two rounds of a reader that streams."""
        self.address = ""
        self._end = threading.Event()
        self._out = threading.Lock()
        self._thread: threading.Thread | None = None

    def plug(self) -> None:
        """Connect it, switched on anew."""
        self.device.running = self.device.protocol == "rdm6300"
        self.device.waiting = b""
        self._end = threading.Event()
        self._open()
        self._thread = threading.Thread(target=self._serve, args=(self._end,), daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Pull it out."""
        self._end.set()
        if self._thread is not None:
            self._thread.join(2)
        self._close()

    def send(self, data: bytes) -> None:
        """Have it send exactly this, however long the host takes to read it."""
        with self._out:
            while data:
                data = data[self._write(data[:PIECE]) :]

    def _serve(self, end: threading.Event) -> None:
        with suppress(OSError):
            while not end.is_set():
                heard = self._heard()
                answers = self.device.hear(heard) if heard else b""
                if answers:
                    self.send(answers)
                elif self.device.running and self.device.streams and self._connected():
                    self._stream(end)

    def _stream(self, end: threading.Event) -> None:
        self.send(self.device.sweep())
        end.wait(self.pace)

    def _connected(self) -> bool:
        """Whether anybody is there to be sent something."""
        return True

    @abstractmethod
    def _open(self) -> None: ...

    @abstractmethod
    def _close(self) -> None: ...

    @abstractmethod
    def _heard(self) -> bytes: ...

    @abstractmethod
    def _write(self, data: bytes) -> int: ...


class OnPty(Plugged):
    """A reader on a serial line: a pseudo-terminal behind a link, as udev makes one."""

    def __init__(self, device: Emulated, folder: Path, options: str = "") -> None:
        super().__init__(device, options)
        self._link = folder / "reader"
        self.address = f"serial://{self._link}{self.options}"
        self.plug()

    def _open(self) -> None:
        self._file, slave = os.openpty()
        tty.setraw(slave)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(slave))
        os.set_blocking(self._file, False)
        os.close(slave)

    def _close(self) -> None:
        with suppress(OSError):
            os.close(self._file)

    def _heard(self) -> bytes:
        try:
            return os.read(self._file, PIECE) if select.select([self._file], [], [], 0.01)[0] else b""
        except OSError:  # nobody has opened the other end
            self._end.wait(0.01)
            return b""

    def _write(self, data: bytes) -> int:
        try:
            return os.write(self._file, data)
        except BlockingIOError:
            if self._end.wait(0.001):
                raise
            return 0


class OnSocket(Plugged):
    """A reader in the network."""

    def __init__(self, device: Emulated, _: Path, options: str = "") -> None:
        super().__init__(device, options)
        self._port = 0
        self._peer: socket.socket | None = None
        self.plug()
        self.address = f"tcp://127.0.0.1:{self._port}{self.options}"

    def _open(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._listener.settimeout(0.02)
        self._port = self._listener.getsockname()[1]

    def _close(self) -> None:
        self._listener.close()
        if self._peer is not None:
            self._peer.close()
        self._peer = None

    def _connected(self) -> bool:
        return self._peer is not None

    def _heard(self) -> bytes:
        if self._peer is None:
            with suppress(TimeoutError):
                self._peer = self._listener.accept()[0]
                self._peer.settimeout(0.01)
            return b""
        with suppress(TimeoutError):
            return self._peer.recv(PIECE)
        return b""

    def _write(self, data: bytes) -> int:
        if self._peer is None:
            raise BrokenPipeError
        with suppress(TimeoutError):
            return self._peer.send(data)
        return 0


Plug = Callable[..., Plugged]
