"""Runs commands within this process, which costs a tenth of starting the program; for what many commands make up."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path

from assetaudit import cli
from tests.cli.program import Done, Program


class Inside(Program):
    """``assetaudit`` over one workspace, called as a function."""

    def run(self, *arguments: str | Path, feed: str | bytes = "") -> Done:
        """Run a command and keep what it printed."""
        data = feed.encode() if isinstance(feed, str) else feed
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        before = sys.stdin
        sys.stdin = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = cli.run(["--home", str(self.home), *map(str, arguments)])
        finally:
            sys.stdin = before
        return Done(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))
