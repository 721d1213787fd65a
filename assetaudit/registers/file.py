"""Which kind of file it is, and its table."""

from __future__ import annotations

import zipfile
from pathlib import Path

from assetaudit.errors import RegisterError, UsageError
from assetaudit.registers.csv_file import Content, look, open_csv
from assetaudit.registers.table import Table

_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls)", "Save it as .xlsx or .csv, then import that."),
    (b"%PDF", "a PDF", "Export the list as CSV, XLSX or JSON."),
    (b"PK\x03\x04", "a workbook or ZIP file that is cut off or damaged", "Save or copy it again, then import that."),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it, then import what is in it."),
    (b"SQLite format 3\x00", "a database", "Export the list from it as CSV, XLSX or JSON."),
)
"""First bytes of files that are taken for a list by mistake, what they are, and what to do."""


def open_table(path: Path, known: frozenset[str], sheet: str = "") -> tuple[Table, Content]:
    """A file's table and what its bytes tell; RegisterError says why it cannot be read.

    ``sheet`` names one of a workbook; UsageError where it has none of that name, or the file is no workbook.
    """
    if path.is_dir():
        raise RegisterError(f"{path} is a folder.", hint="Name the exported file in it.")
    content = look(path)
    if zipfile.is_zipfile(path):
        from assetaudit.registers.xlsx_file import open_xlsx

        return open_xlsx(path, known, sheet), content
    if sheet:
        raise UsageError(f"{path} is no workbook, and has no sheet '{sheet}'.", hint="Leave --sheet out.")
    _refuse_others(path)
    if _starts_like_json(path, content):
        from assetaudit.registers.json_file import open_json

        return open_json(path, content, known), content
    return open_csv(path, content, known), content


def _refuse_others(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(16)
    for start, kind, hint in _OTHERS:
        if head.startswith(start):
            raise RegisterError(f"{path} is {kind}.", hint=hint)


def _starts_like_json(path: Path, content: Content) -> bool:
    with path.open(encoding=content.encoding, errors="replace", newline="") as text:
        start = text.read(4096).lstrip("\ufeff \t\r\n")
    return start.startswith(("{", "[{", "[ {", "[\n", "[\r")) or (start.startswith("[") and path.suffix == ".json")


def as_text(name: str) -> str:
    """A file's name as text; bytes in it that are none come as surrogates, which nothing can store."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in name)
