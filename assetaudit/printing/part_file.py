"""A printer's file appears under its name only when it is complete."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assetaudit.errors import PrintError


@contextmanager
def part_of(path: Path) -> Iterator[Path]:
    """Where to write what becomes ``path`` in one step; PrintError where the disk does not take it."""
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}."
        raise PrintError(msg, hint="Choose another folder with -o.") from error
    finally:
        part.unlink(missing_ok=True)
