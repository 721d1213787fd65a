"""The walls of the house, as they really stand when a module is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import assetaudit

PACKAGE = Path(assetaudit.__file__).parent
HEAVY = (
    "textual",
    "rich",
    "sqlalchemy",
    "sqlite3",
    "serial",
    "cv2",
    "reportlab",
    "httpx",
    "openpyxl",
    "xlsxwriter",
    "zxingcpp",
)
CORE = ("model", "identify", "reconcile", "review", "audit")


def modules(folder: str) -> list[str]:
    """Dotted names of all modules in a folder of the package."""
    files = sorted((PACKAGE / folder).rglob("*.py"))
    names = [".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts) for file in files]
    return [name.removesuffix(".__init__") for name in names]


def loaded(imports: list[str], watched: tuple[str, ...]) -> set[str]:
    """Which of the watched packages are loaded after the imports, in a process of its own."""
    code = (
        f"import importlib, sys\nfor name in {imports!r}: importlib.import_module(name)\n"
        f"print(*[name for name in {watched!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("folder", CORE)
def test_core_loads_no_screen_database_or_device(folder: str) -> None:
    assert loaded(modules(folder), HEAVY) == set()


def test_screen_loads_no_sql_and_no_device_library() -> None:
    assert loaded(modules("ui"), ("sqlalchemy", "sqlite3", "serial", "cv2", "reportlab", "openpyxl")) == set()


def test_help_loads_nothing_heavy() -> None:
    assert loaded(["assetaudit.cli", "assetaudit.__main__"], (*HEAVY, "msgspec", "platformdirs")) == set()


def test_files_and_functions_stay_small() -> None:
    long = {
        str(file): lines for file in PACKAGE.rglob("*.py") if (lines := len(file.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_no_code_in_data_folders() -> None:
    root = PACKAGE.parent
    assert not [*(root / "labels").rglob("*.py"), *(root / "sample_data").rglob("__init__.py")]
