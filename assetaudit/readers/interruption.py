"""Ctrl+C while readers run, heard between two reads: thrown into a locked queue it would leave it locked for good."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interruption:
    """Whether somebody has pressed Ctrl+C. The second time it acts at once, whatever is going on."""

    def __init__(self) -> None:
        self.asked = False

    def note(self, number: int = signal.SIGINT, frame: FrameType | None = None) -> None:  # noqa: ARG002 - a signal handler
        """Take the signal; KeyboardInterrupt where it has been taken before."""
        self.obey()
        self.asked = True

    def obey(self) -> None:
        """KeyboardInterrupt where one was asked for: to be called where nothing is half done."""
        if self.asked:
            raise KeyboardInterrupt


@contextmanager
def held_back() -> Iterator[Interruption]:
    """Ctrl+C is noted instead of thrown; only the main thread gets signals, elsewhere nothing changes."""
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    before = signal.signal(signal.SIGINT, interruption.note)
    try:
        yield interruption
    finally:
        signal.signal(signal.SIGINT, before)
