"""Which device writes: an id of its own beside the log, and a print of the machine, so that a copied laptop shows."""

from __future__ import annotations

import hashlib
import os
import platform
import uuid
from dataclasses import dataclass
from pathlib import Path

from assetaudit.errors import StoreError
from assetaudit.paths import Home
from assetaudit.store.event_ids import IdMaker

_MACHINE_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


@dataclass(frozen=True, slots=True)
class Device:
    """Who writes a log: the workspace's own id, and a hash that tells this machine from another."""

    id: str
    machine: str


def this_device(home: Home, ids: IdMaker) -> Device:
    """The device of a workspace; its id is made at the first call and kept in a file of its owner's."""
    path = home.root / "device"
    try:
        return Device(_read(path) or _make(path, ids.new()), machine_print())
    except OSError as error:
        msg = f"The file {path} cannot be used: {error.strerror or error}."
        raise StoreError(msg, hint="Check that the folder may be written by you.") from error


def known_device(home: Home) -> str:
    """The id of a workspace's device; empty where it has none yet."""
    return _read(home.root / "device")


def machine_print() -> str:
    """A hash of what the system calls this machine; it gives nothing of it away."""
    name = next((text for file in _MACHINE_FILES if (text := _read(file))), "")
    name = name or f"{platform.node()} {uuid.getnode()}"
    return hashlib.sha256(b"assetaudit machine " + name.encode("utf-8", "replace")).hexdigest()[:32]


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (FileNotFoundError, PermissionError, UnicodeDecodeError):
        return ""


def _make(path: Path, new: str) -> str:
    """Put the id in place in one step, so that two processes that start at once agree on one."""
    draft = path.with_name(f"device.{new}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(new + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return _read(path)
    except OSError:
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return new
