"""A hub as its users run it: in a process of its own, by the command line."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]


def command(*words: str | Path, home: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "assetaudit", "--home", str(home), *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningHub:
    """A hub's process."""

    def __init__(self, home: Path, *words: str) -> None:
        self.home = home
        self.words = words
        self.url = f"https://127.0.0.1:{free_port()}"
        command("hub", "init", "--url", self.url, home=home)
        self.start()

    def start(self) -> None:
        words = [sys.executable, "-m", "assetaudit", "--home", str(self.home), "hub", "serve", "--bind", "127.0.0.1"]
        words += self.words
        self.process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert "listens" in self.process.stdout.readline()
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                httpx.get(f"{self.url}/v1/about", verify=False)
            except httpx.HTTPError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the hub does not answer")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        code = self.process.wait(20)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    def invite(self, name: str) -> str:
        return command("hub", "invite", name, home=self.home).strip()
