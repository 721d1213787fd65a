"""Bears processes quickly: everything is loaded once, and each hub or laptop is a fork that may be killed at any time.

Run as ``python -m tests.sync.nursery``; it is told what to do in lines of JSON, and answers each with one line.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx  # noqa: F401 - loaded once, for all

from assetaudit.errors import SyncError
from assetaudit.paths import Home
from assetaudit.store.clock import SystemClock
from assetaudit.sync.exchange import exchange
from assetaudit.sync.hub_home import HubHome
from assetaudit.sync.hub_link import HubLink, load_enrolled
from assetaudit.sync.serving import Serving, serve
from tests.store.event_sample import scan
from tests.sync.laptop import Laptop

ROOT = Path(__file__).parents[2]
_NETWORK = 0x40000000
"""CLONE_NEWNET of Linux."""


class Nursery:
    """The test's side of it."""

    def __init__(self) -> None:
        words = [sys.executable, "-m", "tests.sync.nursery"]
        self._process = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def bear(self, **wish: Any) -> int:
        """Begin a process; returns its number."""
        return int(self._ask(wish))

    def kill(self, number: int) -> int:
        """Kill a process as a power cut would; what it ended by: 9, unless it had ended before."""
        return int(self._ask({"kill": number}))

    def end(self) -> None:
        """No more of them."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()

    def _ask(self, wish: dict[str, Any]) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        return self._process.stdout.readline()


def hub(folder: str, *, by_number: bool, bind: str = "127.0.0.1") -> None:
    """A hub, until it is killed; with the usual key of an event, if that is wished."""
    with ExitStack() as stack:
        if by_number:
            import pytest

            from tests.sync.usual_key import keyed_by_number

            stack.enter_context(keyed_by_number(pytest.MonkeyPatch()))
        home = Home.of(Path(folder))
        serve(home, HubHome(home.root), SystemClock(), ready=lambda _text: None, how=Serving(bind))


def laptop(folder: str, audit: str, name: str, journal: str) -> None:
    """Scan and sync until it is killed; the journal says what was attempted, and what was acknowledged."""
    one = Laptop(Path(folder), name)
    writer = one.events.writer(audit)
    chance = random.Random()
    with Path(journal).open("ab", buffering=0) as lines:
        for number in range(1_000_000):
            text = f"{name}-{os.getpid()}-{number}"
            lines.write(f"attempted {text}\n".encode())
            writer.append(scan(text), user="u1")
            lines.write(f"acknowledged {text}\n".encode())
            time.sleep(chance.uniform(0, 0.02))
            if chance.random() < 0.1:
                lines.write(f"{met(one)} -\n".encode())


def met(one: Laptop) -> str:
    """One exchange with the hub, and whether it went through."""
    try:
        with HubLink(load_enrolled(one.station.hub_file)) as link:
            exchange(one.station, link, lambda _way, _at, _of: None)
    except SyncError:
        return "interrupted"
    return "exchanged"


ROLES: dict[str, Callable[..., None]] = {"hub": hub, "laptop": laptop}


def born(wish: dict[str, Any]) -> int:
    """Fork; the child never returns."""
    if number := os.fork():
        return number
    sys.stdin.close()
    if hall := wish.pop("hall", ""):
        enter(hall)
    try:
        ROLES[wish.pop("role")](**wish)
    except BaseException:  # noqa: BLE001 - the border of a process
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def enter(hall: str) -> None:
    """Go into a network namespace, and stay there."""
    libc = ctypes.CDLL(None, use_errno=True)
    with Path("/run/netns", hall).open("rb") as there:
        if libc.setns(there.fileno(), _NETWORK):
            raise OSError(ctypes.get_errno(), f"the network namespace {hall} cannot be entered")


def main() -> None:
    """Answer line after line."""
    living = set()
    for line in sys.stdin:
        wish = json.loads(line)
        if (number := wish.get("kill")) is None:
            number = born(wish)
            living.add(number)
            print(number, flush=True)
            continue
        os.kill(number, 9)
        living.discard(number)
        _number, status = os.waitpid(number, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 256 + os.WEXITSTATUS(status), flush=True)
    for number in living:
        os.kill(number, 9)


if __name__ == "__main__":
    main()
