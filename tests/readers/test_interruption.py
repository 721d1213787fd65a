"""Ctrl+C is obeyed between two reads: it never tears what is going on, and is never lost."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from assetaudit.readers.interruption import Interruption, held_back


def test_it_is_noted_and_thrown_where_one_is_ready_for_it() -> None:
    with held_back() as interruption:
        interruption.obey()
        os.kill(os.getpid(), signal.SIGINT)
        assert interruption.asked
        with pytest.raises(KeyboardInterrupt):
            interruption.obey()


def test_the_second_time_it_acts_at_once() -> None:
    interruption = Interruption()
    interruption.note()
    with pytest.raises(KeyboardInterrupt):
        interruption.note()


def test_afterwards_everything_is_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with held_back():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before


def test_other_threads_get_no_signals() -> None:
    before = signal.getsignal(signal.SIGINT)
    seen = []

    def elsewhere() -> None:
        with held_back() as interruption:
            seen.append((interruption.asked, signal.getsignal(signal.SIGINT)))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen == [(False, before)]
