"""Opens the terminal screen: what ``assetaudit`` alone does."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from assetaudit.errors import UsageError

if TYPE_CHECKING:
    from assetaudit.config import Settings
    from assetaudit.readers.correction import Correction


def open_screen(home: str | None) -> int:
    """Run the screen over a workspace until it is left; plays the demo when that is wished for."""
    if not drawable():
        raise UsageError("The screen needs a terminal.", hint="See what works without one: assetaudit --help")
    gc.disable()  # until the first picture is there: what is loaded for it stays
    from assetaudit.paths import Home
    from assetaudit.ui.app import run_app
    from assetaudit.wiring import Workspace
    from assetaudit.wiring.screen import ScreenWorkspace

    space = Workspace(Home.of(home).make())
    wish = run_app(ScreenWorkspace(space), correction=correction(space.settings))
    if wish == "demo":
        from assetaudit.cli.demo import play

        return play(home=None)
    return 0


def correction(settings: Settings) -> Correction | None:
    """How scanners that type are put right; None, and nothing loaded, where the settings leave them as they are."""
    if not any(
        getattr(settings, name) for name in ("scanner_layout", "scanner_letters", "scanner_gs", "scanner_suffix")
    ):
        return None
    from assetaudit.readers.correction import Correction

    return Correction.of(settings)


def drawable() -> bool:
    """Whether there is a terminal to draw on and to hear keys from."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
