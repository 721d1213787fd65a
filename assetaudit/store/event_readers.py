"""Who may read what in a hub's database: logins of PostgreSQL that see the audits granted to them, and no others.

The database itself holds to it (row-level security on every table), whatever program a reader comes with. Logins and
how they prove themselves are PostgreSQL's own: pg_hba.conf, certificates, passwords.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ProgrammingError

from assetaudit.errors import StoreError
from assetaudit.paths import Home
from assetaudit.store.event_database import reading, told, writing
from assetaudit.store.versions.server import PROJECTED

MOST_CONNECTIONS = 10
"""How many connections a login that is made here may have at a time."""
_SHOWN = ("shape", "audits", "logs", "segments", "purged", "events", "readers", "supervisors", "projections")
_TABLES = ", ".join((*_SHOWN, *PROJECTED))


@dataclass(frozen=True, slots=True)
class Reader:
    """A login, and what it sees."""

    login: str
    everything: bool
    audits: tuple[str, ...] = ()
    """Ids of audits."""


class Readers:
    """The readers of one hub's database."""

    def __init__(self, engine: Engine, home: Home) -> None:
        if engine.dialect.name != "postgresql":
            msg = "This workspace keeps its events in a file: who can read the file reads all of it."
            raise StoreError(msg, hint="Readers need a hub on PostgreSQL: assetaudit hub init --db postgresql://...")
        self._engine = engine
        self._home = home

    def grant(self, login: str, audits: Collection[str], *, everything: bool = False) -> None:
        """Let a login see these audits and no others, or all of them; the login is made where there is none."""
        with told(self._home.events), writing(self._engine) as connection:
            self._make(connection, login)
            self._refuse_mighty(connection, login)
            self._forget(connection, login)
            for audit in sorted(audits):
                connection.exec_driver_sql("INSERT INTO readers (login, audit) VALUES (%s, %s)", (login, audit))
            if everything:
                connection.exec_driver_sql("INSERT INTO supervisors (login) VALUES (%s)", (login,))
            connection.exec_driver_sql(f"GRANT SELECT ON {_TABLES} TO {self._quoted(login)}")

    def withdraw(self, login: str) -> None:
        """Let a login see nothing from now on; sessions that are open see nothing more, either."""
        with told(self._home.events), writing(self._engine) as connection:
            if not self._forget(connection, login):
                raise StoreError(f"'{login}' is no reader here.", hint="See who is: assetaudit hub readers")
            if _is_login(connection, login):
                connection.exec_driver_sql(f"REVOKE ALL ON {_TABLES} FROM {self._quoted(login)}")

    def listed(self) -> list[Reader]:
        """Every reader, by login."""
        with told(self._home.events), reading(self._engine) as connection:
            everything = set(connection.exec_driver_sql("SELECT login FROM supervisors").scalars())
            rows = connection.exec_driver_sql("SELECT login, audit FROM readers ORDER BY login, audit").all()
        logins = sorted(everything | {row.login for row in rows})
        return [
            Reader(login, login in everything, tuple(row.audit for row in rows if row.login == login))
            for login in logins
        ]

    def _quoted(self, login: str) -> str:
        return self._engine.dialect.identifier_preparer.quote_identifier(login)

    def _make(self, connection: Connection, login: str) -> None:
        if _is_login(connection, login):
            return
        statement = f"CREATE ROLE {self._quoted(login)} LOGIN CONNECTION LIMIT {MOST_CONNECTIONS}"
        try:
            connection.exec_driver_sql(statement)
        except ProgrammingError as error:
            msg = f"There is no login '{login}' in the database, and the hub may not make one."
            raise StoreError(
                msg, hint=f"Let the database's administrator run: {statement}; then do this again."
            ) from error

    @staticmethod
    def _forget(connection: Connection, login: str) -> int:
        gone = connection.exec_driver_sql("DELETE FROM readers WHERE login = %s", (login,)).rowcount
        return gone + connection.exec_driver_sql("DELETE FROM supervisors WHERE login = %s", (login,)).rowcount

    @staticmethod
    def _refuse_mighty(connection: Connection, login: str) -> None:
        """Row-level security does not hold the owner of the tables, nor who may go past it."""
        query = (
            "SELECT rolsuper OR rolbypassrls OR pg_has_role(oid, (SELECT relowner FROM pg_class "
            "WHERE oid = 'events'::regclass), 'MEMBER') FROM pg_roles WHERE rolname = %s"
        )
        if connection.exec_driver_sql(query, (login,)).scalar():
            msg = f"The login '{login}' sees everything anyway: it is the hub's own, or an administrator's."
            raise StoreError(msg, hint="Give the reader a login of their own.")


def _is_login(connection: Connection, login: str) -> bool:
    return connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (login,)).first() is not None
