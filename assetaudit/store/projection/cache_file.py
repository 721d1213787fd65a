"""The cache file of a projection: opened, and made anew once it is found damaged, since nothing in it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import URL, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DatabaseError

from assetaudit.errors import StoreError
from assetaudit.store.event_database import begin_turn
from assetaudit.store.projection.tables import METADATA

_DAMAGE = ("malformed", "not a database")
_MARK = ".damaged"
_ENDS = ("", "-wal", "-shm", _MARK)


class DamagedError(StoreError):
    """What was kept worked out cannot be read any more."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} is damaged; it holds only what was worked out of the events, and none of those is lost.",
            hint="Do it again: the file is made anew, which takes as long as it did the first time.",
        )


def open_file(path: Path | None) -> Engine:
    """The cache file of one audit's projection, made anew where it is none or damaged; in memory without a path."""
    if path is not None and _sibling(path, _MARK).exists():
        _remove(path)
    engine = create_engine(
        URL.create("sqlite", database=":memory:" if path is None else str(path)),
        connect_args={"timeout": 120, "check_same_thread": False, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", begin_turn)
    event.listen(engine, "handle_error", _found_damaged)
    try:
        _make(engine)
    except DamagedError:
        if path is None:
            raise
        renew(engine)
    return engine


def renew(engine: Engine) -> None:
    """Begin the file anew: whoever still reads the old one reads it to its end."""
    engine.dispose()
    path = _path(engine)
    if path is not None:
        _remove(path)
    _make(engine)


@contextmanager
def understood(engine: Engine) -> Iterator[None]:
    """Lines that cannot be understood any more are damage as well, wherever they lie."""
    try:
        yield
    except msgspec.MsgspecError as error:
        raise _damaged(engine) from error


def _path(engine: Engine) -> Path | None:
    name = engine.url.database if engine.dialect.name == "sqlite" else None
    return None if name in (None, "", ":memory:") else Path(str(name))


def _make(engine: Engine) -> None:
    with engine.connect().execution_options(turn="IMMEDIATE") as connection, connection.begin():
        METADATA.create_all(connection)


def _damaged(engine: Engine) -> DamagedError:
    """Leave a mark, so that the next who opens the file makes it anew."""
    path = _path(engine)
    if path is not None:
        with suppress(OSError):
            _sibling(path, _MARK).touch()
    return DamagedError(path or "What the hub keeps")


def _found_damaged(context: ExceptionContext) -> None:
    said = str(context.original_exception).casefold()
    damage = isinstance(context.sqlalchemy_exception, DatabaseError) and any(sign in said for sign in _DAMAGE)
    if damage and context.engine is not None:
        raise _damaged(context.engine) from context.original_exception


def _remove(path: Path) -> None:
    for end in _ENDS:
        _sibling(path, end).unlink(missing_ok=True)


def _sibling(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def _prepare(connection: Any, _entry: Any) -> None:  # noqa: ANN401 - the driver's own
    connection.execute("PRAGMA journal_mode=WAL").fetchall()
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-65536")
