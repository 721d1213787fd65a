"""The columns of one batch: cleaned only where something is to be cleaned, which one look at the whole column tells."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from assetaudit.registers import cells, whole_column
from assetaudit.registers.mapping import ColumnMap
from assetaudit.registers.table import Batch
from assetaudit.store.register_problem import ProblemList

_NOTHING = frozenset({"n/a", "na", "none", "-", "--", "null"})
"""What people write into a cell that has nothing to say: the next column is asked."""


class Columns:
    """One batch, column by column, and by field."""

    def __init__(self, batch: Batch, mapping: ColumnMap, problems: ProblemList) -> None:
        self.lines = batch.lines
        self.count = len(batch.lines)
        self._mapping = mapping
        self._problems = problems
        self._offsets = mapping.offsets()
        self._cells = list(batch.columns)
        self._joined: dict[str, str] = {}
        self._untidy = set(range(len(self._cells)))
        """Columns whose blanks are not looked at yet; nothing else is to be cleaned of them."""
        if not batch.plain or mapping.system.unescape:
            self._cells = [self._cleaned(offset, column) for offset, column in enumerate(batch.columns)]
            self._untidy.clear()

    def _cleaned(self, offset: int, column: Sequence[str]) -> Sequence[str]:
        together = "\n".join(column)
        if self._mapping.system.unescape and "&" in together:
            column = [html.unescape(cell) for cell in column]
            together = "\n".join(column)
        return column if whole_column.is_clean(together, column) else self._clean_each(offset, column)

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

    def _simple(self, field: str) -> bool:
        """Whether a field's texts stand in one column, as they are."""
        return len(self._offsets.get(field, ())) == 1 and field not in self._mapping.system.values

    def together(self, field: str) -> str:
        """A field's texts, joined by line breaks."""
        if field not in self._joined:
            self._joined[field] = "\n".join(self.texts(field) or ())
        return self._joined[field]

    def cells(self, offset: int) -> Sequence[str]:
        """A column as it is, cleaned."""
        column = self._cells[offset]
        if offset in self._untidy:
            self._untidy.remove(offset)
            together = "\n".join(column)
            if not whole_column.is_tidy(together):
                cleaned = {text: cells.clean(text) for text in set(column)}
                column = self._cells[offset] = list(map(cleaned.__getitem__, column))
            elif self._simple(field := self._mapping.columns[offset].field):
                self._joined[field] = together
        return column

    def keep(self, wanted: Sequence[bool]) -> None:
        """Leave out rows."""
        self._cells = [[cell for cell, stays in zip(column, wanted, strict=True) if stays] for column in self._cells]
        self.lines = [line for line, stays in zip(self.lines, wanted, strict=True) if stays]
        self.count = len(self.lines)
        self._joined.clear()


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

    def __missing__(self, text: str) -> int | None:
        if len(self) >= self._limit:
            self.clear()
        value = self._meaning(text) if text else None
        if text and value is None:
            self.wrong.add(text)
        self[text] = value
        return value

    def sums(self, texts: Sequence[str]) -> list[int | None]:
        """The meaning of each text, where nearly all are plain sums such as 1234.56, or nothing."""
        written = texts if all(texts) else [text for text in texts if text]
        plain = whole_column.plain_sums("\n".join(written)) if written else []
        if plain is None or len(plain) != len(written):
            return self.all(texts)
        if len(plain) == len(texts):
            return list(plain)
        following = iter(plain)
        return [next(following) if text else None for text in texts]

    def all(self, texts: Sequence[str]) -> list[int | None]:
        """The meaning of each text; often they are all the same."""
        first = texts[0]
        if texts[-1] == first and texts.count(first) == len(texts):
            return [self[first]] * len(texts)
        return list(map(self.__getitem__, texts))

    def wrong_in(self, texts: Sequence[str]) -> list[int]:
        """Offsets of texts that mean nothing."""
        if not self.wrong or self.wrong.isdisjoint(texts):
            return []
        return [offset for offset, text in enumerate(texts) if text in self.wrong]
