"""Runs the real program in a process of its own, as a user or a script would."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, read as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output, read as one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Program:
    """``assetaudit`` over one workspace."""

    home: Path

    def run(self, *arguments: str | Path, feed: str | bytes = "") -> Done:
        """Run a command and keep what it printed."""
        data = feed.encode() if isinstance(feed, str) else feed
        command = [sys.executable, "-m", "assetaudit", "--home", str(self.home), *map(str, arguments)]
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=120)
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def ok(self, *arguments: str | Path, feed: str | bytes = "") -> Done:
        """Run a command that must succeed."""
        done = self.run(*arguments, feed=feed)
        assert done.code == 0, done
        return done

    def scan(self, audit: str, *codes: str) -> list[Any]:
        """Walk without a screen and return the acknowledgements."""
        return self.ok("scan", audit, "--json", "--by", "ana", "-", feed="".join(code + "\n" for code in codes)).lines

    def findings(self, audit: str) -> dict[str, Any]:
        """The findings object."""
        found: dict[str, Any] = self.ok("findings", audit, "--json").json
        return found
