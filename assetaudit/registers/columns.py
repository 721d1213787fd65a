"""The columns of one batch: cleaned only where something is to be cleaned, which one look at the whole column tells."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable, Sequence
from operator import itemgetter

from assetaudit.registers import cells
from assetaudit.registers.mapping import ColumnMap
from assetaudit.registers.table import Batch
from assetaudit.store.register_problem import ProblemList

_NOTHING = frozenset({"n/a", "na", "none", "-", "--", "null"})
"""What people write into a cell that has nothing to say: the next column is asked."""
_LONG_SUM = 15
_MARK = itemgetter(-3)
"""Where a plain sum has its decimal point."""
_USUAL = 64
"""Characters a cell has on average at most; where a column has more, its longest cell is looked at."""


class Columns:
    """One batch, column by column, and by field."""

    def __init__(self, batch: Batch, mapping: ColumnMap, problems: ProblemList) -> None:
        self.lines = batch.lines
        self.count = len(batch.lines)
        self._mapping = mapping
        self._problems = problems
        self._offsets = mapping.offsets()
        self._cells = list(batch.columns)
        self._untidy = set(range(len(self._cells)))
        """Columns whose blanks are not looked at yet; nothing else is to be cleaned of them."""
        if not batch.plain or mapping.system.unescape:
            self._cells = [self._cleaned(offset, column) for offset, column in enumerate(batch.columns)]
            self._untidy.clear()

    def _cleaned(self, offset: int, column: Sequence[str]) -> Sequence[str]:
        together = "|".join(column)
        if self._mapping.system.unescape and "&" in together:
            column = [html.unescape(cell) for cell in column]
            together = "|".join(column)
        return column if _is_clean(together, column) else self._clean_each(offset, column)

    def _clean_each(self, offset: int, column: Sequence[str]) -> list[str]:
        cleaned = list(map(cells.clean, column))
        for before, after, line in zip(column, cleaned, self.lines, strict=True):
            if before != after and (len(before) > cells.MAX_CELL or " ".join(before.split()) != after):
                self._report(offset, before, line)
        return cleaned

    def _report(self, offset: int, before: str, line: int) -> None:
        name = self._mapping.columns[offset].name
        if len(before) > cells.MAX_CELL:
            reason = f"'{name}' has {len(before)} characters; the first {cells.MAX_CELL} are kept."
        elif not _printable(before):
            reason = f"'{name}' was cleaned of characters that cannot be printed."
        else:
            return  # the same letters in another Unicode form are no trouble
        self._problems.add("cleaned", line, reason)

    def texts(self, field: str) -> Sequence[str] | None:
        """A field's texts: of several columns the first that says something; None where no column has it."""
        offsets = self._offsets.get(field)
        if not offsets:
            return None
        texts = self.cells(offsets[0])
        for offset in offsets[1:]:
            other = self.cells(offset)
            texts = [second if _says_nothing(first) else first for first, second in zip(texts, other, strict=True)]
        codes = self._mapping.system.values.get(field)
        return texts if codes is None else [codes.get(text.casefold(), text) for text in texts]

    def raw_texts(self, field: str) -> Sequence[str] | None:
        """The same for a field of which each distinct text is cleaned by who understands it."""
        offsets = self._offsets.get(field, [])
        simple = len(offsets) == 1 and field not in self._mapping.system.values
        return self._cells[offsets[0]] if simple else self.texts(field)

    def cells(self, offset: int) -> Sequence[str]:
        """A column as it is, cleaned."""
        column = self._cells[offset]
        if offset in self._untidy:
            self._untidy.remove(offset)
            if not _is_tidy("|".join(column)):
                column = self._cells[offset] = list(map(cells.clean, column))
        return column

    def keep(self, wanted: Sequence[bool]) -> None:
        """Leave out rows."""
        self._cells = [[cell for cell, stays in zip(column, wanted, strict=True) if stays] for column in self._cells]
        self.lines = [line for line, stays in zip(self.lines, wanted, strict=True) if stays]
        self.count = len(self.lines)


def _is_tidy(together: str) -> bool:
    """Whether the cells that are joined by bars are trimmed, with single blanks between their words."""
    if " " not in together:
        return "\t" not in together
    return not (
        "\t" in together
        or together[0] == " "
        or together[-1] == " "
        or any(blanks in together for blanks in ("  ", " |", "| "))
    )


def _is_clean(together: str, column: Sequence[str]) -> bool:
    if not together.isprintable() or not _is_tidy(together):
        return False
    if len(together) > _USUAL * len(column) and max(map(len, column)) > cells.MAX_CELL:
        return False
    return together.isascii() or unicodedata.is_normalized("NFC", together)


def _says_nothing(text: str) -> bool:
    return not text or text.casefold() in _NOTHING


def _printable(text: str) -> bool:
    return text.replace("\n", " ").replace("\r", " ").replace("\t", " ").isprintable()


class Understood(dict[str, "int | None"]):
    """Distinct texts and the numbers they mean, each worked out once; what means nothing is remembered as wrong."""

    def __init__(self, meaning: Callable[[str], int | None], limit: int = 200_000) -> None:
        super().__init__()
        self.wrong: set[str] = set()
        self._meaning = meaning
        self._limit = limit

    def __missing__(self, raw: str) -> int | None:
        if len(self) >= self._limit:
            self.clear()
        text = cells.clean(raw)
        value = self._meaning(text) if text else None
        if text and value is None:
            self.wrong.add(raw)
        self[raw] = value
        return value

    def sums(self, texts: Sequence[str]) -> list[int | None]:
        """The meaning of each text, where nearly all are plain sums such as 1234.56."""
        together = "\n".join(texts)
        digits = together.replace(".", "")
        if not together.isascii() or not digits.replace("\n", "").isdecimal() or max(map(len, texts)) > _LONG_SUM:
            return self.all(texts)
        if min(map(len, texts)) > 3 and len(together) - len(digits) == len(texts) and set(map(_MARK, texts)) == {"."}:
            return list(map(int, digits.split("\n")))
        return [int(text.replace(".", "", 1)) if text[-3:-2] == "." else self[text] for text in texts]

    def all(self, texts: Sequence[str]) -> list[int | None]:
        """The meaning of each text."""
        return list(map(self.__getitem__, texts))

    def wrong_in(self, texts: Sequence[str]) -> list[int]:
        """Offsets of texts that mean nothing."""
        if not self.wrong or self.wrong.isdisjoint(texts):
            return []
        return [offset for offset, text in enumerate(texts) if text in self.wrong]
