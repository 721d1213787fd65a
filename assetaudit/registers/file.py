"""Which kind of file it is, and its table."""

from __future__ import annotations

import zipfile
from pathlib import Path

from assetaudit.errors import RegisterError
from assetaudit.registers.csv_file import Content, look, open_csv
from assetaudit.registers.table import Table


def open_table(path: Path, known: frozenset[str]) -> tuple[Table, Content]:
    """A file's table and what its bytes tell; RegisterError says why it cannot be read."""
    if path.is_dir():
        raise RegisterError(f"{path} is a folder.", hint="Name the exported file in it.")
    content = look(path)
    if zipfile.is_zipfile(path):
        from assetaudit.registers.xlsx_file import open_xlsx

        return open_xlsx(path, known), content
    if _starts_like_json(path, content):
        from assetaudit.registers.json_file import open_json

        return open_json(path, content), content
    return open_csv(path, content, known), content


def _starts_like_json(path: Path, content: Content) -> bool:
    with path.open("rb") as file:
        head = file.read(8)
        if head.startswith(b"\xd0\xcf\x11\xe0"):
            raise RegisterError(
                f"{path} is an old Excel file (.xls).", hint="Save it as .xlsx or .csv, then import that."
            )
        if head.startswith(b"%PDF"):
            raise RegisterError(f"{path} is a PDF.", hint="Export the list as CSV, XLSX or JSON.")
    with path.open(encoding=content.encoding, errors="replace", newline="") as text:
        start = text.read(4096).lstrip("\ufeff \t\r\n")
    return start.startswith(("{", "[{", "[ {", "[\n", "[\r")) or (start.startswith("[") and path.suffix == ".json")
