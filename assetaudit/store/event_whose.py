"""Whose a log is, as people say it: by names that lie outside the log, and are gone where they were erased."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from assetaudit.paths import Home
from assetaudit.store.people import People, called


class Whose:
    """Names of people and of laptops, looked up when the first one is asked for."""

    def __init__(self, home: Home, laptops: Callable[[], Mapping[str, str]]) -> None:
        self._home = home
        self._look = laptops

    def log(self, log: str, device: str, users: Iterable[str]) -> str:
        """One log: ``mia's log at laptop 7 (8b56be9b2c96)``."""
        people = " & ".join(called(self._people, user) for user in dict.fromkeys(users) if user)
        return f"{people or 'somebody'}'s log at {self.laptop(device)} ({log[-12:]})"

    def laptop(self, device: str) -> str:
        """A device as it is called here; ``device 5b3cb0730efa`` where nobody ever said."""
        return self._laptops.get(device) or f"device {device[-12:]}"

    @cached_property
    def _people(self) -> Mapping[str, str]:
        return People(self._home).names()

    @cached_property
    def _laptops(self) -> Mapping[str, str]:
        return self._look()
