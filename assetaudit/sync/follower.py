"""What a hub does after arrivals: a thread of its own works when it is quiet, or when it has waited long enough."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assetaudit.errors import AssetAuditError

QUIET_SECONDS = 1.0
"""A burst of arrivals is followed by one piece of work."""
LATEST_SECONDS = 15.0
"""However many come, the first of them waits no longer."""


class StoppedError(Exception):
    """The hub ends; what was done so far is kept."""


class Follower:
    """Works after arrivals. ``work`` is called with what to call at every step of it, so that it can be ended there."""

    def __init__(
        self,
        work: Callable[[Callable[[], None]], None],
        told: Callable[[str], None],
        *,
        quiet: float = QUIET_SECONDS,
        latest: float = LATEST_SECONDS,
    ) -> None:
        self._work = work
        self._told = told
        self._quiet, self._latest = quiet, latest
        self._news = threading.Condition()
        self._waiting = self._more = self._ended = False
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)

    def arrived(self) -> None:
        """Something came."""
        with self._news:
            self._waiting = self._more = True
            self._news.notify_all()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Work as long as this lasts; what is left from before is done first."""
        self.arrived()
        self._thread.start()
        try:
            yield
        finally:
            with self._news:
                self._ended = True
                self._news.notify_all()
            self._thread.join()

    def _run(self) -> None:
        while self._wait():
            try:
                self._work(self._step)
            except StoppedError:
                return
            except AssetAuditError as error:  # the events are safe; the next arrival tries again
                self._told(str(error))

    def _wait(self) -> bool:
        """Until there is something to do; False where the end came first."""
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._ended)
            began = time.monotonic()
            while self._more and not self._ended and time.monotonic() - began < self._latest:
                self._more = False
                self._news.wait(self._quiet)
            self._waiting = self._more = False
            return not self._ended

    def _step(self) -> None:
        if self._ended:
            raise StoppedError
