"""A path as somebody typed it."""

from __future__ import annotations

from pathlib import Path


def typed_path(text: str) -> Path:
    """The path, its ``~`` opened where that means a person's folder here; blanks around it do not count."""
    path = Path(text.strip())
    try:
        return path.expanduser()
    except RuntimeError:  # nobody of that name: the file will not be there either, and that is told
        return path
