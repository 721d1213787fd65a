"""Tags, serials and EPCs without small letters are indexed byte by byte, which takes half the time of other letters.

Most registers write them so. A version whose column holds anything else has an index that compares without case.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

NAMES = ("tag", "serial", "epc")
"""Columns that are looked up without case."""
_INDEXES = "SELECT name FROM {}.sqlite_master WHERE type = 'index' AND sql LIKE '% COLLATE BINARY)%'"
_OTHERS = "SELECT 1 FROM {0} WHERE {1} IS NOT upper({1}) COLLATE BINARY OR {1} GLOB '*[^ -~]*' LIMIT 1"


def capitals_in(connection: sqlite3.Connection, schema: str = "main") -> frozenset[str]:
    """Columns of the assets of a version that are indexed byte by byte."""
    return frozenset(name.removeprefix("asset_") for (name,) in connection.execute(_INDEXES.format(schema)))


def all_capitals(together: str) -> bool:
    """Whether texts, taken together, have no small letter, and none that another script may write in two ways."""
    return together.isascii() and together == together.upper()


def is_capital(connection: sqlite3.Connection, tables: Collection[str], column: str) -> bool:
    """The same for a column of tables."""
    return all(connection.execute(_OTHERS.format(table, column)).fetchone() is None for table in tables)


def indexed(statement: str, capitals: Collection[str]) -> str:
    """What builds an index of the assets, byte by byte where its column has capitals only."""
    for column in capitals:
        statement = statement.replace(f"ON asset ({column})", f"ON asset ({column} COLLATE BINARY)")
    return statement


def compared(column: str, how: str, value: str, capitals: Collection[str], table: str = "") -> str:
    """The comparison of a column without case, so that its index answers it."""
    if column in capitals:
        return f"{table}{column} COLLATE BINARY {how} upper({value})"
    return f"{table}{column} {how} {value}"


def grouped(column: str, capitals: Collection[str]) -> str:
    """What groups rows by a column without case, so that its index does it."""
    return f"{column} COLLATE BINARY" if column in capitals else column
