"""State machines of the exchange, run alike: the same few examples every time, or many new ones in the long run."""

from __future__ import annotations

import os
import shutil
import tempfile
from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.sync.laptop import Laptop

LONG = bool(os.environ.get("ASSETAUDIT_LONG_TESTS"))

_MEMORY = Path("/dev/shm")
"""Where files lie in memory: these programs end, but the power never fails, so that no disk has to be waited for."""
which = st.integers(0, 1_000)
"""Picks one of what there is."""


class EndedError(Exception):
    """The program ended in the middle of its work."""


@contextmanager
def ending_at(owner: object, name: str) -> Iterator[None]:
    """What runs inside ends, as by kill -9, when it comes to a function; whether it came there is for the caller."""

    def end(*_arguments: object) -> None:
        raise EndedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, end)
        yield


class Mishaps(RuleBasedStateMachine):
    """Laptops in a folder of their own, to which things happen; in the end everybody meets, and is judged."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="mishaps", dir=_MEMORY if _MEMORY.is_dir() else None))
        self.laptops: list[Laptop] = []

    def at(self, where: int) -> Laptop:
        """One of the laptops."""
        return self.laptops[where % len(self.laptops)]

    @abstractmethod
    def begin(self) -> None:
        """How it stands before anything happens."""

    @abstractmethod
    def heal(self) -> None:
        """Everybody meets: AssertionError where anything is lost, doubled or different."""

    def shut(self) -> None:
        """End all programs."""
        for laptop in self.laptops:
            laptop.shut()

    def teardown(self) -> None:
        """Heal, whatever happened before."""
        try:
            self.heal()
        finally:
            self.shut()
            shutil.rmtree(self.root)


_Machine = TypeVar("_Machine", bound=Mishaps)


def happening(machine: type[_Machine], what: Callable[[_Machine], None]) -> None:
    """What is told happens, whatever chance would bring; it is judged in the end as ever."""
    made = machine()
    made.begin()
    try:
        what(made)
    finally:
        made.teardown()


def run(machine: type[Mishaps], examples: int, steps: int, phases: tuple[Phase, ...] = tuple(Phase)) -> None:
    """Let a machine run that many times; the first fault ends it."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=not LONG,
            phases=phases,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
