"""The command line: one file a command; everything the screen can do."""

from __future__ import annotations

from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 wrong use."""
    raise SystemExit(2 if arguments else 0)
