"""Printers that only record: a TCP socket and a line that keep every byte, and answer when asked for their status."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import socket
import threading
import tty
from collections.abc import Iterator

READY = b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
PAPER_OUT_HEAD_OPEN = (
    b"\x02030,1,1,1245,003,0,0,0,000,0,0,0\x03\r\n\x02000,0,1,0,0,2,4,0,00000012,1,000\x03\r\n\x021234,0\x03\r\n"
)


class Recorder:
    """What a printer got, and what it says when asked."""

    def __init__(self, answer: bytes = READY) -> None:
        self.answer = answer
        self.got = bytearray()
        self.tags: dict[bytes, bytes] = {}
        """What tags say that were written otherwise: EPC meant to EPC read back."""

    def take(self, data: bytes) -> bytes:
        """Keep bytes; the answer to a question in them."""
        self.got += data
        if data.endswith(b"~HS"):
            return self.answer
        written = re.findall(rb"\^RFW,H,,,A\^FD([0-9A-F]{24})", data)
        return b"".join(b"EPC:%b\r\n" % self.tags.get(epc, epc) for epc in written)


@contextlib.contextmanager
def tcp(recorder: Recorder) -> Iterator[str]:
    """A network printer for one job after the other; its address."""
    server = socket.create_server(("127.0.0.1", 0))
    ending = threading.Event()

    def serve() -> None:
        while True:
            connection, _ = server.accept()
            with connection:
                silent = True
                while data := connection.recv(65536):
                    silent = False
                    if answer := recorder.take(data):
                        connection.sendall(answer)
            if silent and ending.is_set():
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
    finally:
        ending.set()
        socket.create_connection(server.getsockname()).close()  # the last in the line: whatever came before is taken
        thread.join(20)
        server.close()


@contextlib.contextmanager
def terminal(recorder: Recorder) -> Iterator[str]:
    """A printer at a serial line (or any character device); the path of its file."""
    master, slave = pty.openpty()
    tty.setraw(slave)

    def serve() -> None:
        with contextlib.suppress(OSError):
            while data := os.read(master, 65536):
                if answer := recorder.take(data):
                    os.write(master, answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield os.ttyname(slave)
    finally:
        os.close(slave)
        thread.join(2)
        os.close(master)
