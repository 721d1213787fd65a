"""Opens the terminal screen: what ``assetaudit`` alone does."""

from __future__ import annotations

import argparse
import os
import sys

from assetaudit.cli import arguments
from assetaudit.errors import UsageError


def open_screen(options: argparse.Namespace) -> int:
    """Run the screen over a workspace until it is left; plays the demo when that is wished for."""
    if not drawable():
        raise UsageError("The screen needs a terminal.", hint="See what works without one: assetaudit --help")
    from assetaudit.readers.correction import Correction
    from assetaudit.ui.app import run_app
    from assetaudit.wiring.screen import ScreenWorkspace

    space = arguments.workspace(options)
    wish = run_app(ScreenWorkspace(space), correction=Correction.of(space.settings))
    if wish == "demo":
        from assetaudit.cli.demo import play

        return play(home=None)
    return 0


def drawable() -> bool:
    """Whether there is a terminal to draw on and to hear keys from."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
