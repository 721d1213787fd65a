"""Registers read through a system's own interface: what such a source is, and how its answers become a version.

Everything is read first and written after: an interruption on the way leaves the register as it was. Each system is one
file that says what it asks; it comes in by the entry points ``assetaudit.pulls``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from assetaudit import plugins
from assetaudit.errors import UsageError
from assetaudit.model.asset import PlaceInfo
from assetaudit.model.needs import Clock
from assetaudit.paths import replacing
from assetaudit.registers.importing import ImportReport, Origin, Wishes, import_table
from assetaudit.registers.table import BATCH, Batch, Table
from assetaudit.registers.token import find_token
from assetaudit.registers.web import Patience, Query, Web, clean_address
from assetaudit.store.register_problem import Problem
from assetaudit.store.register_version import RegisterStore

if TYPE_CHECKING:
    from assetaudit.model.place import Place
    from assetaudit.registers.sending import Target

Told = Callable[[int, int], None]
"""Is told how many records have come, of how many."""
MOST_GONE = 0.2
"""Share of a source's records that may be gone after a pull unless the user says that it is right."""
_SPARE = 3
"""So many records may always be gone: a fifth of a small register is nothing."""


@dataclass(slots=True)
class Pulled:
    """What a system answered."""

    about: str
    """Product, version, and how much came, in words."""
    query: str
    """What was asked for, without the address."""
    records_at: str
    """What a record's number is put behind, after the address."""
    rows: list[dict[str, str]] = field(default_factory=list)
    """Column to cell; columns that no row has are left out."""
    numbers: list[int] = field(default_factory=list)
    """The system's own number of each row."""
    filtered: int = 0
    rejected: int = 0
    problems: list[Problem] = field(default_factory=list)
    places: list[tuple[str, PlaceInfo, Sequence[str]]] = field(default_factory=list)

    def lines(self) -> Iterator[bytes]:
        """The rows as they are hashed and kept: one JSON object a line, as ``register import`` reads them."""
        return (msgspec.json.encode(row) + b"\n" for row in self.rows)


@dataclass(frozen=True, slots=True)
class Pull:
    """One system's interface, as its own file in this package declares it."""

    title: str
    token_name: str
    """Variable of the environment that holds the token."""
    record: str
    """What a record is called: ``device``."""
    filters: tuple[str, ...]
    """What may be asked for in part."""
    headers: Callable[[str], dict[str, str]]
    """What carries the token."""
    read: Callable[[Web, Query, Told], Pulled]
    target: Callable[[Web, Mapping[str, Place]], Target] | None = None
    """Opens what takes changes, where the system does."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user says about a pull."""

    system: str
    url: str
    filters: tuple[tuple[str, str], ...] = ()
    token_file: Path | None = None
    ca: Path | None = None
    keep: Path | None = None
    """Where the rows are kept as they came, for whoever wants to see them."""
    plain_http: bool = False
    accept_gone: bool = False
    patience: Patience = field(default_factory=Patience)


def pull(
    store: RegisterStore, asked: Asked, clock: Clock, wishes: Wishes, *, told: Told = lambda *_: None
) -> ImportReport:
    """Read a system's records and places into the register; RegisterError where it does not answer as it should."""
    system = plugins.load("pulls", asked.system)
    check_filters(system, asked.filters)
    began = clock.now()
    with open_web(system, asked) as web:
        found: Pulled = system.read(web, asked.filters, told)
        requests = web.requests
    sha256 = _digest(found, asked.keep)
    about = f"{found.about}, in {requests} answers"
    table = Table(*_table(found), about, numbered=system.record)
    name = f"{web.base}/{found.query}"
    found.problems += _other_query(store, wishes.source or asked.system, name)
    origin = Origin(
        name=name,
        sha256=sha256,
        source=asked.system,
        read=began,
        filtered=found.filtered,
        rejected=found.rejected,
        problems=found.problems,
        places=found.places,
        records_at=f"{web.base}/{found.records_at}",
    )
    return import_table(store, table, origin, wishes)


def _other_query(store: RegisterStore, source: str, name: str) -> Iterator[Problem]:
    """Tells that another part was asked for the last time: what is not asked for any more counts as gone."""
    last = next((one.file for one in store.sources() if one.source == source), name)
    if last != name:
        yield Problem(0, "query", f"the last time {last} was read: what stood only there counts as gone.")


def open_web(system: Pull, asked: Asked) -> Web:
    """The interface at the address that was asked, with its token."""
    address = clean_address(asked.url, plain=asked.plain_http)
    token = find_token(system.token_name, address, asked.token_file)
    return Web(address, system.headers(token), ca=asked.ca, patience=asked.patience)


def check_filters(system: Pull, filters: Query) -> None:
    """UsageError for a filter that the system does not have: it would be ignored, and everything would come."""
    for name, value in filters:
        if name not in system.filters or not value.strip():
            said = f"'{name}={value}' is no filter of {system.title}."
            raise UsageError(said, hint=f"Filters are {', '.join(system.filters)}, each with a value.")


def gone_share(store: RegisterStore, source: str, *, accept: bool) -> float:
    """The share of a source's records that may be gone: all of them where the user says so, or where there are few."""
    had = next((one.records for one in store.sources() if one.source == source), 0)
    return 1.0 if accept else max(MOST_GONE, min(1.0, _SPARE / had)) if had else 1.0


def _table(found: Pulled) -> tuple[tuple[str, ...], Callable[[], Iterator[Batch]]]:
    columns = tuple(dict.fromkeys(name for row in found.rows for name in row))

    def batches() -> Iterator[Batch]:
        for start in range(0, len(found.rows), BATCH):
            rows = found.rows[start : start + BATCH]
            cells = [[row.get(name, "") for row in rows] for name in columns]
            yield Batch(cells, found.numbers[start : start + BATCH])

    return columns, batches


def _digest(found: Pulled, keep: Path | None) -> str:
    digest = hashlib.sha256()
    for line in found.lines():
        digest.update(line)
    if keep is not None:
        with replacing(keep) as file:
            file.writelines(found.lines())
    return digest.hexdigest()


def cell(value: object) -> str:
    """A text of an answer; nothing where there is none."""
    return "" if value is None else str(value)


def within(data: Mapping[str, object] | None, *path: str) -> object:
    """What stands at a path inside an answer; None where anything on the way is missing."""
    found: object = data
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
