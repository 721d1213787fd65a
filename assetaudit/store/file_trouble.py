"""What a database says of its file, told to people with what to do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assetaudit.errors import StoreError

SCAN_AGAIN = "scan the last code again"
_TROUBLES = (
    ("full", "The disk is full.", "Free some space, then {again}; what was acknowledged is safe."),
    ("lock", "Another program has kept the file for itself.", "Close it, then {again}."),
    ("readonly", "The file may only be read.", "Check its owner and permissions."),
    ("malformed", "The file is damaged.", "Keep a copy of it, and restore the newest backup beside it."),
    ("not a database", "The file is something else than a log of events.", "Name another workspace with --home."),
    ("disk i/o", "The disk reported an error.", "Check the disk, then {again}."),
    ("unable to open", "The file cannot be opened.", "Check that the folder is there and may be written by you."),
)


@contextmanager
def file_told(path: Path, again: str) -> Iterator[None]:
    """Turn what SQLite says of a file into a sentence for people, with what to do ``again``."""
    try:
        yield
    except sqlite3.Error as error:
        raise trouble(path, error, again) from error


def trouble(path: Path, error: Exception, again: str = SCAN_AGAIN) -> StoreError:
    """What went wrong with a file, and what to do."""
    cause = getattr(error, "orig", None) or error
    said = str(cause)
    if type(cause).__module__.startswith("psycopg"):
        if "permission denied" in said:
            msg = "The hub's database lets this login read what is granted to it, and no more."
            return StoreError(msg, hint="Ask who runs the hub for: assetaudit hub reader LOGIN --audit NAME")
        hint = "Check that PostgreSQL runs and lets this user in; nothing that was acknowledged is lost."
        return StoreError(f"The hub's database cannot be used: {said.splitlines()[0]}.", hint=hint)
    for sign, sentence, hint in _TROUBLES:
        if sign in said.casefold():
            return StoreError(f"{path}: {sentence}", hint=hint.format(again=again))
    return StoreError(f"{path}: the file cannot be used ({said}).")
