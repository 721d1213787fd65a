"""``assetaudit doctor``: what is installed, what is missing, how to get it."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assetaudit.cli import arguments

if TYPE_CHECKING:
    from assetaudit.paths import Home

_NEEDED_SQLITE = (3, 35, 0)
_LOW_SPACE = 500 * 1024 * 1024
_SIGNS = {"ok": "ok     ", "missing": "missing", "broken": "BROKEN "}


class Extra(NamedTuple):
    """One of the package's extras."""

    name: str
    part: str
    """What it makes possible."""
    modules: tuple[str, ...]
    hint: str = ""
    """What more is to be said of it where it is missing."""


_EXTRAS = (
    Extra("camera", "cameras and photographs (cv2)", ("cv2", "numpy"), "reads codes in pictures"),
    Extra("fonts", "Chinese, Japanese and Korean in PDF reports", ("weblate_fonts",)),
    Extra("llrp", "LLRP readers (llrpkit)", ("llrpkit",), "fixed RFID readers that speak LLRP"),
    Extra("pcsc", "smart card readers (smartcard)", ("smartcard",), "pcsc:// readers such as the ACR122"),
    Extra("pades", "signatures in PDF reports (pyHanko)", ("pyhanko",), "assetaudit report --sign"),
    Extra("serve", "screen in a browser", ("textual_serve",), "assetaudit serve"),
    Extra("netbox", "NetBox and Snipe-IT (httpx)", ("httpx", "keyring"), "register pull, changes send"),
    Extra("sign", "personal keys (cryptography)", ("cryptography",), "signs decisions and evidence files"),
    Extra("sync", "several laptops", ("cryptography", "zstandard", "httpx"), "assetaudit sync"),
    Extra("hub", "a hub for laptops", ("starlette", "granian", "zstandard"), "assetaudit hub"),
    Extra("postgres", "a hub's events on PostgreSQL (psycopg)", ("psycopg",)),
)


class Part(NamedTuple):
    """One thing that the program needs or can use."""

    part: str
    state: str
    """``ok``, ``missing`` (optional) or ``broken`` (needed)."""
    hint: str


def add(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = arguments.command(commands, "doctor", _doctor)
    arguments.json_flag(parser)


def _doctor(options: argparse.Namespace) -> int:
    parts = [*_needed(), *_optional(), *_workspace(options)]
    if options.json:
        arguments.print_json([part._asdict() for part in parts])
    else:
        arguments.table([(_SIGNS[part.state], part.part, part.hint) for part in parts])
    return 1 if any(part.state == "broken" for part in parts) else 0


def _needed() -> list[Part]:
    """What a complete installation has."""
    import sqlite3

    packages = {
        "textual": "the screen",
        "sqlalchemy": "the store",
        "msgspec": "events",
        "serial": "USB-serial scanners",
        "openpyxl": "XLSX registers",
        "xlsxwriter": "XLSX reports",
        "reportlab": "PDF reports and labels",
        "zxingcpp": "codes on labels",
    }
    parts = [Part(f"Python {sys.version.split()[0]}", "ok", "")]
    sound = sqlite3.sqlite_version_info >= _NEEDED_SQLITE
    parts.append(
        Part(f"SQLite {sqlite3.sqlite_version}", "ok" if sound else "broken", "" if sound else "3.35 is needed")
    )
    for name, use in packages.items():
        there = find_spec(name) is not None
        parts.append(Part(f"{use} ({name})", "ok" if there else "broken", "" if there else "pip install assetaudit"))
    return parts


def _optional() -> list[Part]:
    """What makes some things possible or nicer."""
    from ctypes.util import find_library

    parts = [_extra(each) for each in _EXTRAS] + _scanners()
    zbar = find_library("zbar")
    hint = "a second opinion on pictures of codes: apt install libzbar0, or brew install zbar"
    parts.append(Part("libzbar", "ok" if zbar else "missing", "" if zbar else hint))
    lp = shutil.which("lp")
    parts.append(Part("CUPS (lp)", "ok" if lp else "missing", "" if lp else "prints from here; PDF files work without"))
    unicode = "utf" in (sys.stdout.encoding or "").lower()
    parts.append(
        Part("Unicode terminal", "ok" if unicode else "missing", "" if unicode else "signs are drawn in ASCII")
    )
    return parts


def _extra(extra: Extra) -> Part:
    """Whether everything that an extra brings is there."""
    if all(find_spec(name) is not None for name in extra.modules):
        return Part(extra.part, "ok", "")
    how = f"pip install 'assetaudit[{extra.name}]'"
    return Part(extra.part, "missing", f"{extra.hint}: {how}" if extra.hint else how)


def _scanners() -> list[Part]:
    """Scanners that type and are plugged in here: whether this user may take them for this program alone."""
    from assetaudit.readers.evdev import PERMISSION
    from assetaudit.readers.input_device import typing_devices
    from assetaudit.readers.listing import scanners

    found = [each.address.removeprefix("evdev://") for each in scanners(typing_devices())]
    may = {path: os.access(path, os.R_OK) for path in found}
    return [
        Part(f"evdev://{path}", "ok" if may[path] else "missing", "" if may[path] else PERMISSION) for path in found
    ]


def _workspace(options: argparse.Namespace) -> list[Part]:
    """Whether the workspace can be written, and how much room it has."""
    from assetaudit.paths import Home

    home = Home.of(options.home)
    return [
        _check(f"workspace {home.root}", lambda: _writable(home.root)),
        _check("room on the disk", lambda: _room(home.root)),
        *(_check(str(file.relative_to(home.root)), partial(_sound, file)) for file in sorted(_databases(home))),
    ]


def _databases(home: Home) -> Iterator[Path]:
    """The files that the workspace cannot do without; what is in its cache is made anew."""
    yield from (file for file in home.root.glob("*.sqlite") if file.is_file())
    yield from home.registers.glob("[!.]*.sqlite")


def _sound(file: Path) -> str:
    """Whether a database can be read from one end to the other."""
    import sqlite3

    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        said = str(error)
    if said == "ok":
        return ""
    what = "import its files again" if file.parent.name == "registers" else "keep a copy, then restore a backup"
    return f"damaged ({' '.join(said.split())}): {what}"


def _check(part: str, test: Callable[[], str]) -> Part:
    try:
        hint = test()
    except OSError as error:
        return Part(part, "broken", f"{error.strerror}; choose another folder with --home")
    return Part(part, "broken" if hint else "ok", hint)


def _writable(root: Path) -> str:
    import tempfile

    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=root) as file:
        file.write(b"x")
        os.fsync(file.fileno())
    return ""


def _room(root: Path) -> str:
    free = shutil.disk_usage(root).free
    return "" if free > _LOW_SPACE else f"only {free // 1024**2} MiB are free"
