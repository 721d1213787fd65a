"""Events from elsewhere enter the log: each once, none in the place of another, and the list of audits follows."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from assetaudit.store.event_bytes import event_of
from assetaudit.store.event_device import Device
from assetaudit.store.event_stretch import Admitted, Stretch
from assetaudit.store.event_tables import AUDITS, EVENTS, LOGS, holds, in_partition, of_audit
from assetaudit.store.versions.server import give_room


def admit_events(connection: Connection, stretch: Stretch, device: Device) -> Admitted:
    """Write what is new of a stretch, in the caller's transaction."""
    in_range = (
        select(EVENTS.c.seq, EVENTS.c.hash)
        .join_from(LOGS, EVENTS, EVENTS.c.log == LOGS.c.number)
        .where(LOGS.c.log == stretch.log, LOGS.c.audit == stretch.audit, in_partition(stretch.audit))
        .where(EVENTS.c.seq.between(stretch.first, stretch.last))
    )
    known = {(row.seq, row.hash) for row in connection.execute(in_range)}
    new = 0
    for piece in stretch.without(known):
        new += len(piece.events)
        _add(connection, piece, device)
    count = func.count(EVENTS.c.hash.distinct())
    doubles = in_range.with_only_columns(EVENTS.c.seq).group_by(EVENTS.c.seq).having(count > 1)
    forked = len(connection.execute(doubles).all())
    ours = stretch.device == device.id and new > 0
    if ours:
        # A copy of this workspace went on with our log, or is our own past: what we write next begins another one.
        connection.execute(update(LOGS).where(LOGS.c.log == stretch.log).values(closed=1))
    return Admitted(new, forked, ours)


def _add(connection: Connection, piece: Stretch, device: Device) -> None:
    """Lengthen the part that the piece goes on from, or begin one; our own parts are nobody else's to lengthen."""
    before = None if piece.device == device.id else _part_before(connection, piece)
    number = before if before is not None else _begin_part(connection, piece)
    _INSERTS.get(connection.dialect.name, _insert)(connection, piece, number)
    _follow(connection, piece, number)


def _insert(connection: Connection, piece: Stretch, number: int) -> None:
    rows = [
        {"log": number, "seq": seq, "hash": digest, "body": body}
        for seq, (digest, body) in enumerate(piece.events, piece.first)
    ]
    connection.execute(insert(EVENTS), rows)


def _insert_copied(connection: Connection, piece: Stretch, number: int) -> None:
    """PostgreSQL takes a stream of rows several times faster than a statement a row."""
    give_room(connection, piece.audit)
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy("COPY events (log, seq, hash, body, audit) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.set_types(("int4", "int8", "bytea", "bytea", "text"))
        for seq, (digest, body) in enumerate(piece.events, piece.first):
            copy.write_row((number, seq, digest, body, piece.audit))


_INSERTS = {"postgresql": _insert_copied}


def _part_before(connection: Connection, piece: Stretch) -> int | None:
    last = select(func.max(EVENTS.c.seq)).where(EVENTS.c.log == LOGS.c.number, in_partition(piece.audit))
    query = (
        select(LOGS.c.number)
        .join_from(LOGS, EVENTS, EVENTS.c.log == LOGS.c.number)
        .where(LOGS.c.log == piece.log, LOGS.c.audit == piece.audit, in_partition(piece.audit))
        .where(EVENTS.c.seq == piece.first - 1, EVENTS.c.hash == piece.prev)
        .where(EVENTS.c.seq == last.correlate(LOGS).scalar_subquery())
    )
    return connection.execute(query).scalar()


def _begin_part(connection: Connection, piece: Stretch) -> int:
    values = {
        "log": piece.log,
        "audit": piece.audit,
        "device": piece.device,
        "machine": piece.machine,
        "closed": 1,
        "first": piece.first,
        "prev": piece.prev,
    }
    (number,) = connection.execute(insert(LOGS).values(values)).inserted_primary_key or (0,)
    return int(number)


def _follow(connection: Connection, piece: Stretch, number: int) -> None:
    """Keep the list of audits in step with what arrived, in whatever order it did."""
    kinds, taken = set(), set[str]()
    for digest, body in piece.events:
        event = event_of(body, digest)
        kinds.add(event.k)
        if event.k == "void":
            taken.update(event.sup)
        elif event.k == "audit.open":
            mine = select(EVENTS.c.mark).where(EVENTS.c.log == number, EVENTS.c.hash == digest)
            mark = connection.execute(mine.where(in_partition(piece.audit))).scalar_one()
            add_audit(connection, event.audit, str(event.d.get("name", "")).replace("\0", "\ufffd"), event.wall, mark)
    if kinds & {"audit.open", "audit.close"} or _closing(connection, piece.audit) in taken:
        _settle_closing(connection, piece.audit)


def _closing(connection: Connection, audit: str) -> str:
    """Hash of the closing that counts now; a void changes the list of audits only where it takes this one back."""
    found = connection.execute(select(AUDITS.c.closed_by).where(AUDITS.c.audit == audit)).scalar()
    return "" if found is None else found.hex()


def add_audit(connection: Connection, audit: str, name: str, opened: int, mark: int) -> None:
    """List an audit, unless it is listed."""
    if connection.execute(select(AUDITS.c.audit).where(AUDITS.c.audit == audit)).first() is None:
        values = {"audit": audit, "name": name, "name_key": name_key(name), "opened": opened, "opened_by": mark}
        connection.execute(insert(AUDITS).values(values))


def name_key(name: str) -> str:
    """A name as names are compared."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def _settle_closing(connection: Connection, audit: str) -> None:
    ours = of_audit(EVENTS.c.log, audit)
    rows = select(EVENTS.c.hash, EVENTS.c.body).where(ours)
    voids = connection.execute(rows.where(holds(EVENTS.c.body, b'"k":"void"'))).all()
    taken = {name for row in voids for name in event_of(row.body, row.hash).sup}
    closes = connection.execute(rows.where(holds(EVENTS.c.body, b'"k":"audit.close"'))).all()
    live = [row for row in closes if row.hash.hex() not in taken]
    last = max(live, key=lambda row: (event_of(row.body, row.hash).wall, row.hash), default=None)
    values: dict[str, object] = {"closed": None, "closed_by": None}
    if last is not None:
        values = {"closed": event_of(last.body, last.hash).wall, "closed_by": last.hash}
    connection.execute(update(AUDITS).where(AUDITS.c.audit == audit).values(values))
