"""Who writes which log: a writing process holds its log by a lock of the operating system, so no scan is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, CursorResult, Engine, insert, select

from assetaudit import __version__
from assetaudit.errors import StoreError
from assetaudit.model.event import Draft
from assetaudit.model.needs import Clock
from assetaudit.paths import Home
from assetaudit.store.event_bytes import CHAIN_START
from assetaudit.store.event_chain import Chain, Row
from assetaudit.store.event_database import reading, told, writing
from assetaudit.store.event_device import Device
from assetaudit.store.event_ids import IdMaker
from assetaudit.store.event_tables import EVENTS, LOGS


def claim(engine: Engine, home: Home, device: Device, audit: str) -> tuple[Chain, FileLock] | None:
    """An unclosed log that a crash left behind on this device, now held by us; None where there is none."""
    with told(home.events), reading(engine) as connection:
        left = connection.execute(
            select(LOGS.c.number, LOGS.c.log)
            .where(LOGS.c.audit == audit, LOGS.c.closed == 0)
            .where(LOGS.c.device == device.id, LOGS.c.machine == device.machine)
            .order_by(LOGS.c.number)
        ).all()
    for number, log in left:
        if (lock := hold(home.locks, log)) is None:
            continue
        with told(home.events), reading(engine) as connection:
            if (chain := _standing(connection, number, log, audit)) is not None:
                return chain, lock
        lock.release()
    return None


def hold(folder: Path, log: str) -> FileLock | None:
    """The lock of a log, if nobody holds it; the system lets go of it when the process ends, however it ends."""
    lock = FileLock(folder / f"{log}.lock", timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return None
    except (OSError, NotImplementedError) as error:
        msg = f"The folder {folder} cannot hold locks: {error}."
        raise StoreError(msg, hint="Use a workspace on a disk of this computer (--home).") from error
    return lock


def open_log(connection: Connection, ids: IdMaker, device: Device, audit: str, clock: Clock) -> Chain:
    """A new log in the transaction that is under way, beginning with ``log.open``."""
    log = ids.new()
    values = {"log": log, "audit": audit, "device": device.id, "machine": device.machine, "closed": 0}
    values |= {"first": 1, "prev": CHAIN_START}
    number = _key(connection.execute(insert(LOGS).values(values)))
    opening = Draft("log.open", {"app": f"assetaudit {__version__}", "device": device.id, "machine": device.machine})
    chain, _event, row = Chain(number, log, audit).link(opening, user="", clock=clock)
    add_row(connection, row)
    return chain


def open_new_log(engine: Engine, home: Home, device: Device, audit: str, clock: Clock) -> tuple[Chain, FileLock]:
    """A new log that we hold."""
    with told(home.events), writing(engine) as connection:
        chain = open_log(connection, IdMaker(clock), device, audit, clock)
        lock = hold(home.locks, chain.log)
    if lock is None:
        msg = f"The log {chain.log} was taken by another process before it was begun."
        raise StoreError(msg, hint="Try again.")
    return chain, lock


def add_row(connection: Connection, row: Row) -> int:
    """Write a line of the events table; returns its mark."""
    return _key(connection.execute(insert(EVENTS).values(row._asdict())))


def _key(done: CursorResult[Any]) -> int:
    """The number that the file gave to a new line."""
    (key,) = done.inserted_primary_key or (0,)
    return int(key)


def _standing(connection: Connection, number: int, log: str, audit: str) -> Chain | None:
    if connection.execute(select(LOGS.c.closed).where(LOGS.c.number == number)).scalar() != 0:
        return None
    last = connection.execute(
        select(EVENTS.c.seq, EVENTS.c.hash).where(EVENTS.c.log == number).order_by(EVENTS.c.seq.desc()).limit(1)
    ).first()
    return Chain(number, log, audit, *(last if last is not None else (0, CHAIN_START)))
