"""How a hub's database came to its present shape, step by step; a step that has been released is never edited."""

from __future__ import annotations

import hashlib
from contextlib import closing

from sqlalchemy import Connection

from assetaudit.errors import StoreError
from assetaudit.store.versions.events import Step


def _first_tables(connection: Connection) -> None:
    _run(
        connection,
        "CREATE TABLE audits (audit text PRIMARY KEY, name text NOT NULL, name_key text NOT NULL, "
        "opened bigint NOT NULL, opened_by bigint NOT NULL, closed bigint, closed_by bytea)",
        "CREATE INDEX audits_by_name ON audits (name_key)",
        "CREATE TABLE logs (number serial PRIMARY KEY, log text NOT NULL, audit text NOT NULL, device text NOT NULL, "
        "machine text NOT NULL, closed integer NOT NULL, first bigint NOT NULL, prev bytea NOT NULL)",
        "CREATE INDEX logs_by_audit ON logs (audit)",
        "CREATE INDEX logs_by_log ON logs (log)",
        "CREATE TABLE segments (number serial PRIMARY KEY, sha bytea NOT NULL UNIQUE, log text NOT NULL, "
        "audit text NOT NULL, device text NOT NULL, signer text NOT NULL, first bigint NOT NULL, last bigint NOT NULL, "
        "tip bytea NOT NULL, state text NOT NULL, why text NOT NULL, data bytea NOT NULL)",
        "CREATE INDEX segments_by_log ON segments (log, last)",
        "CREATE TABLE events (mark bigserial PRIMARY KEY, log integer NOT NULL, seq bigint NOT NULL, "
        "hash bytea NOT NULL, body bytea NOT NULL, UNIQUE (log, seq))",
    )


def _arrivals_and_purges(connection: Connection) -> None:
    _run(
        connection,
        "ALTER TABLE segments ADD COLUMN arrived bigint NOT NULL DEFAULT 0",
        # Nobody knows when they came: from now on they are surely in every backup.
        "UPDATE segments SET arrived = (extract(epoch FROM now()) * 1000)::bigint",
        "CREATE TABLE purged (audit text PRIMARY KEY, name text NOT NULL, name_key text NOT NULL, "
        "opened bigint NOT NULL, closed bigint, at bigint NOT NULL, events bigint NOT NULL)",
    )


def _events_by_audit(connection: Connection) -> None:
    """A table an audit under one name: an audit is read, backed up, and one day removed without the others."""
    _run(
        connection,
        "ALTER SEQUENCE events_mark_seq OWNED BY NONE",
        "ALTER TABLE events RENAME TO whole_events",
        "CREATE TABLE events (mark bigint NOT NULL DEFAULT nextval('events_mark_seq'), log integer NOT NULL, "
        "seq bigint NOT NULL, hash bytea NOT NULL, body bytea NOT NULL, audit text NOT NULL) PARTITION BY LIST (audit)",
        "ALTER SEQUENCE events_mark_seq OWNED BY events.mark",
    )
    for audit in connection.exec_driver_sql("SELECT DISTINCT audit FROM logs").scalars().all():
        give_room(connection, audit)
    _run(
        connection,
        "INSERT INTO events SELECT mark, old.log, seq, hash, body, logs.audit FROM whole_events old "
        "JOIN logs ON logs.number = old.log ORDER BY mark",
    )
    counts = (connection.exec_driver_sql(f"SELECT count(*) FROM {table}") for table in ("events", "whole_events"))  # noqa: S608 - two names
    now, before = (count.scalar_one() for count in counts)
    if now != before:
        msg = f"Of {before} events in the hub's database, {before - now} belong to no log; it stays as it was."
        raise StoreError(msg, hint="Keep a copy of it (pg_dump) and report this as a fault.")
    _run(connection, "DROP TABLE whole_events")


_GRANTED = (
    "audit IN (SELECT readers.audit FROM readers WHERE readers.login = current_user) "
    "OR EXISTS (SELECT FROM supervisors WHERE supervisors.login = current_user)"
)
"""What a reader sees of a table; the hub's own login owns the tables, and sees all."""


def _readers(connection: Connection) -> None:
    """Logins that see what is granted to them; the tables of single audits are granted to nobody."""
    _run(
        connection,
        "CREATE TABLE readers (login text NOT NULL, audit text NOT NULL, PRIMARY KEY (login, audit))",
        "CREATE TABLE supervisors (login text PRIMARY KEY)",
    )
    for table in ("audits", "logs", "segments", "purged", "events"):
        _run(
            connection,
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY granted ON {table} FOR SELECT USING ({_GRANTED})",
        )
    for table in ("readers", "supervisors"):
        _run(
            connection,
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY own ON {table} FOR SELECT USING (login = current_user)",
        )


_PROJECTED = {
    "projected_keys": "key bigint NOT NULL, mark bigint NOT NULL",
    "projected_pages": (
        "key bigint NOT NULL, mark bigint NOT NULL, body bytea NOT NULL, PRIMARY KEY (number, key, mark)"
    ),
    "projected_shards": 'shard text COLLATE "C" NOT NULL, body bytea NOT NULL, PRIMARY KEY (number, shard)',
    "projected_places": 'node text COLLATE "C" NOT NULL, turn integer, body bytea NOT NULL, PRIMARY KEY (number, node)',
    "projected_findings": (
        'line bytea NOT NULL, shard text COLLATE "C" NOT NULL, body bytea NOT NULL, PRIMARY KEY (number, line)'
    ),
    "projected_todo": 'shard text COLLATE "C" NOT NULL, place text NOT NULL, PRIMARY KEY (number, shard)',
    "projected_awaits": (
        'node text COLLATE "C" NOT NULL, shard text COLLATE "C" NOT NULL, place text NOT NULL, '
        "PRIMARY KEY (number, node, shard)"
    ),
}
"""Tables of what was worked out of audits, each of which has a part of its own in every one of them."""
_GRANTED_TOO = "number IN (SELECT projections.number FROM projections)"
"""What a reader sees of such a table: the parts of audits of which the line in ``projections`` is seen."""


def _projections(connection: Connection) -> None:
    _run(
        connection,
        "CREATE TABLE projections (number serial PRIMARY KEY, audit text NOT NULL UNIQUE, program text NOT NULL, "
        "mark bigint NOT NULL, turn bigint NOT NULL, body bytea NOT NULL)",
        "ALTER TABLE projections ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY granted ON projections FOR SELECT USING ({_GRANTED})",
    )
    for table, columns in _PROJECTED.items():
        _run(
            connection,
            f"CREATE TABLE {table} (number integer NOT NULL, {columns}) PARTITION BY LIST (number)",
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY granted ON {table} FOR SELECT USING ({_GRANTED_TOO})",
        )
    _run(
        connection,
        "CREATE INDEX projected_keys_by_key ON projected_keys (key, mark)",
        "CREATE INDEX projected_findings_by_shard ON projected_findings (shard)",
        "CREATE INDEX projected_awaits_by_shard ON projected_awaits (shard)",
    )
    logins = connection.exec_driver_sql(
        "SELECT quote_ident(login) FROM (SELECT login FROM readers UNION SELECT login FROM supervisors) known "
        "JOIN pg_roles ON rolname = login"
    )
    for login in logins.scalars().all():
        _run(connection, f"GRANT SELECT ON projections, {', '.join(_PROJECTED)} TO {login}")


STEPS = (
    Step(1, "audits, logs, segments and events", _first_tables),
    Step(2, "when segments arrived, and which audits were purged", _arrivals_and_purges),
    Step(3, "a table of events for each audit", _events_by_audit),
    Step(4, "readers, who see what is granted to them", _readers),
    Step(5, "what was worked out of each audit", _projections),
)


PROJECTED = tuple(_PROJECTED)
"""Names of the tables of what was worked out."""


def partition_of(audit: str) -> str:
    """Name of the table that holds an audit's events, whatever an audit is called."""
    return f"events_{hashlib.sha256(audit.encode()).hexdigest()[:32]}"


def give_room(connection: Connection, audit: str) -> None:
    """Make an audit's own table of events, unless it is there; who reads other audits is not held up by it."""
    name = partition_of(audit)
    if connection.exec_driver_sql("SELECT to_regclass(%s)", (name,)).scalar() is not None:
        return
    said = connection.exec_driver_sql("SELECT quote_literal(%s)", (audit,)).scalar_one()
    _run(
        connection,
        f"CREATE TABLE {name} (LIKE events INCLUDING DEFAULTS, PRIMARY KEY (mark), UNIQUE (log, seq), "
        f"CHECK (audit = {said}))",
        f"ALTER TABLE events ATTACH PARTITION {name} FOR VALUES IN ({said})",
    )


def _run(connection: Connection, *statements: str) -> None:
    """Past SQLAlchemy, which doubles a per cent sign in a name."""
    with closing(connection.connection.cursor()) as cursor:
        for statement in statements:
            cursor.execute(statement)
