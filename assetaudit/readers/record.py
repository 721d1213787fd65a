"""Keeps a reader's raw traffic with its timing, so that tests and replays can have it again."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from assetaudit.errors import ReaderError
from assetaudit.readers.address import Address
from assetaudit.readers.contract import ReaderState, State
from assetaudit.readers.many import told
from assetaudit.readers.opening import open_reader

RAW_SCHEMES = frozenset({"serial", "tcp"})
"""Readers whose traffic is bytes on a line."""


class Recording:
    """An open recording; every piece of traffic becomes one line at once."""

    def __init__(self, file: IO[str], reader: str, *, device: str = "", source: str = "") -> None:
        self._file = file
        self._start = time.monotonic()
        self._lock = threading.Lock()
        self.count = 0
        """Pieces of traffic so far."""
        self._write({"recording": 1, "reader": reader, "device": device, "source": source})

    def tap(self, direction: str, data: bytes) -> None:
        """Keep one piece: ``rx`` or ``tx``."""
        since = round(time.monotonic() - self._start, 4)
        self._write({"t": since, direction: data.hex().upper()})
        self.count += 1

    def _write(self, line: dict[str, object]) -> None:
        with self._lock:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()


def record(address: str, file: Path, *, seconds: float, notice: Callable[[str], None]) -> int:
    """Record for so many seconds, or until interrupted; returns how many pieces of traffic were kept."""
    parsed = Address.parse(address)
    if parsed.scheme not in RAW_SCHEMES:
        raise ReaderError(
            f"{parsed.scheme}:// has no raw traffic to record.", hint="Record a serial:// or tcp:// reader."
        )
    done = threading.Event()

    def changed(state: ReaderState) -> None:
        notice(told(state))
        if state.state is State.ENDED:
            done.set()

    try:
        with file.open("w", encoding="utf-8") as out:
            recording = Recording(out, parsed.text)
            reader = open_reader(address, recording.tap)
            reader.start(lambda _: None, changed)
            try:
                done.wait(seconds)
            finally:
                reader.stop()
    except OSError as error:
        raise ReaderError(f"{file} cannot be written: {error.strerror or error}.") from error
    return recording.count
