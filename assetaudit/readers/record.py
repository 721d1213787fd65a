"""Keeps a reader's raw traffic with its timing, so that tests and replays can have it again."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlencode

from assetaudit.errors import ReaderError
from assetaudit.readers.address import Address
from assetaudit.readers.contract import ReaderState, State
from assetaudit.readers.interruption import Interruption, held_back
from assetaudit.readers.many import told
from assetaudit.readers.opening import open_reader

RAW_SCHEMES = frozenset({"serial", "tcp", "llrp", "llrps", "gps", "evdev"})
"""Readers whose traffic is bytes on a line."""
_SPOKEN = {"llrp": "llrp", "llrps": "llrp", "gps": "nmea"}
"""Protocols of the schemes that name none."""
_OF_THE_LINK = frozenset({"layout", "grab", "ca", "verify"})
_LOOK = 0.05
"""Seconds between two looks at whether to stop."""


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


def record(
    address: str,
    file: Path,
    *,
    seconds: float | None,
    notice: Callable[[str], None],
    device: str = "",
    source: str = "",
) -> int:
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
        with file.open("x", encoding="utf-8") as out:
            recording = Recording(out, replayable(parsed), device=device, source=source)
            reader = open_reader(address, recording.tap)
            with held_back() as interruption:
                reader.start(lambda _: None, changed)
                try:
                    _wait(done, seconds, interruption)
                finally:
                    reader.stop()
            if interruption.asked:
                notice("Stopped.")
    except FileExistsError:
        raise ReaderError(f"{file} is there already.", hint="Choose another name; nothing is written over.") from None
    except OSError as error:
        raise ReaderError(f"{file} cannot be written: {error.strerror or error}.") from error
    return recording.count


def _wait(done: threading.Event, seconds: float | None, interruption: Interruption) -> None:
    until = None if seconds is None else time.monotonic() + seconds
    while not interruption.asked and not done.wait(_LOOK) and (until is None or time.monotonic() < until):
        pass


def replayable(address: Address) -> str:
    """The address as a replay needs it: with the protocol's name, without what only the way to the device needs."""
    protocol = _SPOKEN.get(address.scheme)
    options = {name: value for name, value in address.options.items() if name not in _OF_THE_LINK}
    options |= {"protocol": protocol} if protocol else {}
    named = urlencode(options, quote_via=quote)
    return address.text.partition("?")[0] + (f"?{named}" if named else "")
