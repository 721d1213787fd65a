"""The rest of a path as one types it: the first file or folder that begins so, taken with the right arrow."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from textual.suggester import Suggester

from assetaudit.paths import typed_path

_LOOKED_AT = 5000
"""Entries of a folder that are looked at: typing is never slow."""


class PathSuggester(Suggester):
    """Completes paths to folders, and to files of some kinds."""

    def __init__(self, suffixes: Collection[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._suffixes = suffixes

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text with what is suggested; None where nothing begins so, or nothing was begun."""
        head, _, begun = value.rpartition("/")
        if not begun:
            return None
        folder = Path(head or "/") if value.startswith("/") else typed_path(head or ".")
        try:
            names = sorted(entry.name for entry, _ in zip(folder.iterdir(), range(_LOOKED_AT), strict=False))
        except OSError:
            return None
        fitting = (folder / name for name in names if name.startswith(begun) and self._fits(folder / name))
        found = next(fitting, None)
        if found is None:
            return None
        return value + found.name[len(begun) :] + ("/" if found.is_dir() else "")

    def _fits(self, entry: Path) -> bool:
        return entry.suffix.casefold() in self._suffixes or entry.is_dir()
