"""Plays a recorded walk into the feed, at a speed that a person can follow and change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from assetaudit.ui import messages

if TYPE_CHECKING:
    from textual.message import Message

    from assetaudit.model.read import Read
    from assetaudit.ui.feed import Feed

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 64.0)
Recorded = Iterable[tuple[float, str, "Read"]]
"""(seconds to wait before it, name of who scans, what is read)."""


class Player:
    """A thread that hands in recorded reads, each after its delay."""

    def __init__(self, recorded: Recorded, feed: Feed, post: Callable[[Message], object]) -> None:
        self._recorded: Iterator[tuple[float, str, Read]] = iter(recorded)
        self._feed = feed
        self._post = post
        self._speed = SPEEDS.index(1.0)
        self._running = threading.Event()
        self._running.set()
        self._hurry = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="replay", daemon=True)

    @property
    def speed(self) -> float:
        """How many times faster than recorded."""
        return SPEEDS[self._speed]

    @property
    def paused(self) -> bool:
        """Whether it waits for a person."""
        return not self._running.is_set()

    def start(self) -> None:
        """Begin to play."""
        self._thread.start()

    def change(self, by: int) -> None:
        """Faster or slower by so many steps, from now on."""
        self._speed = max(0, min(len(SPEEDS) - 1, self._speed + by))
        self._hurry.set()

    def pause(self) -> None:
        """Stop, or go on."""
        if self.paused:
            self._running.set()
        else:
            self._running.clear()

    def stop(self) -> None:
        """End for good, and wait for that."""
        self._stopped = True
        self._running.set()
        self._hurry.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            for delay, person, read in self._recorded:
                self._wait(delay)
                if self._stopped:
                    return
                self._feed.replay(read, person)
        except Exception as error:  # noqa: BLE001 - the border of the replay's thread: whatever fails is told
            self._post(messages.WorkFailed(error, doing="play the recorded walk"))
        self._post(messages.ReplayEnded())

    def _wait(self, delay: float) -> None:
        left = delay
        while left > 0 and not self._stopped:
            self._hurry.clear()
            step = min(left / self.speed, 0.1)
            if self._hurry.wait(step):
                continue
            left -= step * self.speed
            self._running.wait()
        self._running.wait()
