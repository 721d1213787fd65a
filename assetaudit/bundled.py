"""Data that ships with the program: label stock and templates, and a data centre to play with."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def bundled(name: str) -> Path:
    """The folder ``labels`` or ``sample_data``: from the wheel, or from the checkout of an editable install."""
    shipped = _PACKAGE / "_bundled" / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name
