"""Makes registers searchable behind the walk's back: in a thread that nobody waits for, one version after the other."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from assetaudit.errors import StoreError

if TYPE_CHECKING:
    from assetaudit.store.register_version import RegisterStore


class Searches:
    """The search indexes of a workspace's registers."""

    def __init__(self, registers: RegisterStore) -> None:
        self._registers = registers
        self._one_at_a_time = threading.Lock()
        self._begun: dict[str, threading.Thread] = {}

    def prepare(self, version: str) -> None:
        """See to it that a version can be searched soon; returns at once."""
        if version in self._begun:
            return
        thread = threading.Thread(target=self._work_out, args=(version,), name="search index", daemon=True)
        self._begun[version] = thread
        thread.start()

    def wait(self) -> None:
        """Wait for everything that was begun."""
        for thread in list(self._begun.values()):
            thread.join()

    def _work_out(self, version: str) -> None:
        with self._one_at_a_time:
            try:
                self._registers.open(version).prepare_search()
            except StoreError:  # a full disk: search goes on finding how tags and serials begin, and says so
                self._begun.pop(version, None)
