"""The engine, the sessions and the migrations. One way to connect, on SQLite and PostgreSQL.

Sessions that read cannot write; sessions that write (`sessions.begin()`) take the writer's place at once, so that
nothing is read under a lock that cannot be had later (reliability.md, facts 1, 5 and 10).
"""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

MIGRATIONS = Path(__file__).parents[2] / "migrations"
_MIGRATING = 0x0BA21D  # the advisory lock of migrations on PostgreSQL
_BUSY_SECONDS = 10
_LONGEST_MS = 120_000  # of one statement, and of an idle transaction, on PostgreSQL


class OutOfStep(RuntimeError):
    """The database is not at the revision of this code; `barid migrate` brings it there."""


def safe_for_wal(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether the SQLite library is free of the WAL-reset race (fixed in 3.51.3, 3.50.7 and 3.44.6)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def engine(url: str, *, hasty: bool = False) -> Engine:
    """An engine for the URL, with timeouts, foreign keys and full synchronisation.

    `hasty`: SQLite does not wait for the disk. For filling a database that can be filled again, and for nothing else.
    """
    if make_url(url).get_backend_name() == "sqlite":
        made = _sqlite(url)
        if hasty:
            event.listen(made, "connect", _hurry)
        return made
    settings = (
        "timezone=UTC",
        f"statement_timeout={_LONGEST_MS}",
        f"idle_in_transaction_session_timeout={_LONGEST_MS}",
        f"lock_timeout={_BUSY_SECONDS * 1000}",
    )
    options = " ".join(f"-c {setting}" for setting in settings)
    made = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 5, "options": options})
    event.listen(made, "begin", _begin_postgresql)
    return made


def _sqlite(url: str) -> Engine:
    file = make_url(url).database
    if file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(url, connect_args={"timeout": _BUSY_SECONDS, "isolation_level": None})
    event.listen(made, "connect", _connect_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _connect_sqlite(connection: Any, _record: object) -> None:
    # SQLAlchemy's own begin event speaks: the driver must not open or close transactions by itself.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={_BUSY_SECONDS * 1000}",
        f"journal_mode={'WAL' if safe_for_wal() else 'DELETE'}",
        "synchronous=FULL",
        "foreign_keys=ON",
        # REPLACE asks the triggers of DELETE too; those of INSERT refuse it on other connections as well.
        "recursive_triggers=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _hurry(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF").close()


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("reads", False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


class Sessions:
    """`sessions()` gives a session that reads one snapshot; `sessions.begin()` one that writes and commits."""

    def __init__(self, made: Engine) -> None:
        self.engine = made
        self._readers = sessionmaker(made.execution_options(reads=True), expire_on_commit=False)
        self._writers = sessionmaker(made, expire_on_commit=False)

    def __call__(self) -> Session:
        return self._readers()

    def begin(self) -> AbstractContextManager[Session]:
        return self._writers.begin()


def sessions(made: Engine) -> Sessions:
    """The sessions of an engine."""
    return Sessions(made)


def journal_note(made: Engine) -> str | None:
    """The catalogue key of what the health page says about the journal; None when there is nothing to say."""
    if made.dialect.name != "sqlite" or safe_for_wal():
        return None
    return "health.rollback_journal"


def config() -> Config:
    """Alembic's settings; the same that `alembic.ini` gives to its command line."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return made


def migrate(url: str, target: str = "head") -> None:
    """Bring the database to the newest revision, whole or not at all; others who try meanwhile wait."""
    made = engine(url)
    try:
        with made.begin() as connection:
            migrate_within(connection, target)
    finally:
        made.dispose()


def migrate_within(connection: Connection, target: str = "head") -> None:
    """As `migrate`, within the caller's transaction. A target below the present revision goes down."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")
    settings = config()
    settings.attributes["connection"] = connection
    if target == "base":
        command.downgrade(settings, target)
    else:
        command.upgrade(settings, target)


def revision(made: Engine) -> str | None:
    """The revision of the database; None when it has none."""
    with made.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def code_revision() -> str:
    """The revision that this code needs."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    if head is None:
        raise OutOfStep("no migrations found")
    return head


def must_be_current(made: Engine) -> None:
    """OutOfStep when the database is not at the revision of this code."""
    found, needed = revision(made), code_revision()
    if found != needed:
        raise OutOfStep(
            f"the database is at revision {found or 'none'}, this program needs {needed}: run barid migrate"
        )
