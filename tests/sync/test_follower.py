"""A hub's thread that works after arrivals: once for a burst, again after the next, and no more after the end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assetaudit.errors import StoreError
from assetaudit.sync.follower import Follower
from tests.sync.hub_desk import HubDesk


class Work:
    """Counts how often it is done, and lets the test wait for that."""

    def __init__(self) -> None:
        self.done = 0
        self.told: list[str] = []
        self._news = threading.Condition()
        self.fails = False

    def __call__(self, step: Callable[[], None]) -> None:
        step()
        with self._news:
            self.done += 1
            self._news.notify_all()
        if self.fails:
            raise StoreError("The disk is full.")

    def wait(self, count: int) -> None:
        with self._news:
            assert self._news.wait_for(lambda: self.done >= count, 60)


def test_it_works_first_and_after_arrivals_and_survives_a_failure() -> None:
    work = Work()
    work.fails = True
    follower = Follower(work, work.told.append, quiet=0)
    with follower.running():
        work.wait(1)
        follower.arrived()
        work.wait(2)
    assert "The disk is full." in work.told


def test_a_burst_is_one_piece_of_work() -> None:
    work = Work()
    follower = Follower(work, work.told.append, quiet=0)
    for _ in range(100):
        follower.arrived()
    with follower.running():
        work.wait(1)
    assert work.done == 1


def test_at_the_end_work_stops_at_its_next_step() -> None:
    begun, ending, steps = threading.Event(), threading.Event(), 0

    def work(step: Callable[[], None]) -> None:
        nonlocal steps
        begun.set()
        while True:
            steps += 1
            if ending.is_set():
                step()

    follower = Follower(work, print, quiet=0)
    with follower.running():
        assert begun.wait(60)
        ending.set()
    assert steps


def test_a_constant_stream_of_arrivals_keeps_nothing_waiting() -> None:
    """Something comes whenever it looks whether it is quiet; it works all the same."""
    work = Work()
    follower = Follower(work, work.told.append, quiet=0.001, latest=0)
    with follower.running():
        for count in range(1, 4):
            work.wait(count)
            follower.arrived()


def test_a_hub_tells_of_what_was_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    desk = HubDesk(tmp_path, monkeypatch)
    monkeypatch.setattr("tests.sync.desk.HEARS", [lambda: heard.append("new")])
    one = desk.laptop("one")
    one.scan(one.audit(), "IT-1")
    desk.sync(one)
    first = len(heard)
    desk.sync(one)
    assert (first > 0, len(heard)) == (True, first)
