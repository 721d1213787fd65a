"""What the records that came into a register version have in common, worked out a batch at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from assetaudit.store.register_asset import SEPARATOR
from assetaudit.store.register_capitals import NAMES, all_capitals
from assetaudit.store.register_hash import CONTENT, HASHED, NUMBERS, RecordDigest

BATCH_COLUMNS = tuple(name for name in CONTENT if name not in ("id", "source", "since", "gone"))
"""What a batch brings, column by column, in this order."""
_TEXTS = frozenset(HASHED).difference(NUMBERS)


class Brought:
    """The records of one import."""

    def __init__(self, texts: Mapping[str, Mapping[int, str]]) -> None:
        self.told: set[str] = set()
        """Columns in which any record says something."""
        self.standing: Counter[int | None] = Counter()
        """Node to records there."""
        self.capitals = frozenset(NAMES)
        """Columns of names without a small letter, which are indexed byte by byte."""
        self._digest = RecordDigest(texts)
        self._layout: Sequence[str] = ()

    def layout(self, columns: Sequence[str]) -> None:
        """Names of the columns that the records keep beside the known fields."""
        self._layout = columns

    def hashes(self) -> dict[str, str]:
        """Each column's hash."""
        return self._digest.columns()

    def take(
        self, columns: Mapping[str, Sequence[object]], told: Iterable[str], written: Mapping[str, str]
    ) -> dict[str, str]:
        """Take a batch, and which of its columns say something; answers its columns of texts, joined by line breaks.

        ``written`` are those that are joined already.
        """
        if self._layout and not self.told:
            self._digest.layout(self._layout)
        self.told.update(told)
        self.standing.update(columns["node"])  # type: ignore[arg-type]
        lines = {
            name: written[name] if name in written else self._lines(name, values)
            for name, values in columns.items()
            if name in _TEXTS
        }
        for name, together in lines.items():
            self._digest.take_texts(name, together)
        for name in NUMBERS:
            self._digest.take(name, columns[name])
        self.capitals = frozenset(name for name in self.capitals if all_capitals(lines[name]))
        return lines

    def _lines(self, name: str, values: Sequence[object]) -> str:
        if values[0] is None and values.count(None) == len(values):
            return "\n" * (len(values) - 1)
        together = self._digest.lines(name, values)
        if name != "extra":
            return together
        layout = str(values[0]).partition(SEPARATOR)[0]
        return f"\n{together}".replace(f"\n{layout}{SEPARATOR}", "\n")[1:]
