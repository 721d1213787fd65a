"""What ``assetaudit --help`` and the screen's first picture may load: a list, so that nothing slips in unnoticed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from assetaudit.cli import outline, parser

_TOLD = """
names = {name for name in sys.modules if name.partition(".")[0] == "assetaudit"}
others = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names - set(given) - {"assetaudit"}
print("\\n" + "*" * 9, *sorted(names), *sorted(others), flush=True)
"""
_HELP = f"""
import sys
given = set(sys.modules)
from assetaudit.cli import run
run(["--help"])
{_TOLD}
"""
_SCREEN = f"""
import asyncio, os, sys
given = set(sys.modules)
from assetaudit.paths import Home
from assetaudit.ui.app import AuditApp
from assetaudit.ui.screens import home
from assetaudit.ui.terminal import driver_class
from assetaudit.wiring.screen import ScreenWorkspace
from assetaudit.wiring.workspace import Workspace

def look(screen):
    {_TOLD.strip().replace(chr(10), chr(10) + "    ")}
    os._exit(0)

home.HomeScreen._look = look
driver_class()
AuditApp(ScreenWorkspace(Workspace(Home.of(sys.argv[1]).make()))).run(headless=True)
"""
_FOR_A_PICTURE = {
    "",
    ".config",
    ".errors",
    ".identify",
    ".identify.clean",
    ".language",
    ".language.catalogue",
    ".model",
    ".model.verdict",
    ".paths",
    ".store",
    ".store.clock",
    ".ui",
    ".ui.screens",
    ".ui.screens.home",
    ".ui.screens.page",
    ".wiring",
    ".wiring.screen",
    ".wiring.workspace",
}
"""Beside the screen's own small parts: words, signs, widgets."""
_SMALL = re.compile(
    r"assetaudit\.ui\.(?:widgets\.|widgets$)?(?!screens|feed|player|survey|closing|picture|hearing|notes|signs)\w*"
)
_TEXTUAL = {"platformdirs", "pygments", "rich", "textual", "textual_speedups", "typing_extensions"}


def loaded(code: str, *arguments: str) -> set[str]:
    """Our modules and others' packages that a program has loaded when it tells."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.rpartition("*" * 9)[2].split())


def ours(names: set[str]) -> set[str]:
    """With the package's name."""
    return {f"assetaudit{name}" for name in names}


def test_help_loads_the_command_line_alone() -> None:
    assert loaded(_HELP) == ours({"", ".cli", ".cli.arguments", ".errors"})


def test_help_tells_of_every_command_what_the_command_tells() -> None:
    assert outline().format_help() == parser().format_help()


def test_the_first_picture_waits_for_no_database_no_standard_and_no_other_screen(tmp_path: Path) -> None:
    there = loaded(_SCREEN, str(tmp_path))
    others = there - ours(_FOR_A_PICTURE) - _TEXTUAL
    assert {name for name in others if not _SMALL.fullmatch(name)} == set()
    assert "assetaudit.ui.screens.home" in there
