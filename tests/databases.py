"""Databases for tests on a real PostgreSQL: copied as files, and used again by the next test where they can be."""

from __future__ import annotations

import os
import uuid

from sqlalchemy import create_engine, make_url, text

from app.storage.tables import METADATA

SERVER = os.environ.get("BARID_TEST_POSTGRES", "")
WHY_NOT = "BARID_TEST_POSTGRES names no server to create databases in"

_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_SHAPE = """
SELECT (SELECT md5(string_agg(concat(tgrelid, tgname, tgenabled, tgfoid), ',' ORDER BY oid)) FROM pg_trigger),
       (SELECT md5(string_agg(concat(oid, relname, relfilenode = 0), ',' ORDER BY oid))
        FROM pg_class WHERE relnamespace = 'public'::regnamespace),
       (SELECT md5(string_agg(concat(attrelid, attname, atttypid, attnotnull), ',' ORDER BY attrelid, attnum))
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace)
"""
_NUMBERS = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"


def administer(statement: str) -> None:
    """Run a statement outside of any transaction and any of the databases for tests."""
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        # Copying files is what servers before 15 do; later ones write each page into their log.
        copying = "STRATEGY FILE_COPY" if connection.dialect.server_version_info >= (15,) else ""
        connection.execute(text(f"{statement} {copying}" if statement.startswith("CREATE DATABASE") else statement))
    server.dispose()


def address(name: str) -> str:
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


def drop(name: str) -> None:
    administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


class Reused:
    """One copy of a template that is brought back to the template's rows before each use.

    Dropping and copying a database takes the server some 0.4 s, bringing its rows back a few milliseconds. A copy whose
    tables or triggers a test has changed is dropped and made anew.
    """

    def __init__(self, template: str) -> None:
        self._template, self._name = template, ""
        self._take()

    def fresh(self) -> str:
        """The address of the copy, with the template's rows and numbers, and with nobody connected to it."""
        with self._engine.begin() as connection:
            connection.execute(text(_OTHERS))
            if connection.execute(text(_SHAPE)).one() == self._shape:
                self._bring_back(connection)
                return address(self._name)
        self.drop()
        self._take()
        return address(self._name)

    def drop(self) -> None:
        self._engine.dispose()
        drop(self._name)

    def _take(self) -> None:
        self._name = f"barid_test_{uuid.uuid4().hex[:12]}"
        administer(f"CREATE DATABASE {self._name} TEMPLATE {self._template}")
        self._engine = create_engine(address(self._name))
        with self._engine.connect() as connection:
            self._shape = connection.execute(text(_SHAPE)).one()
            self._rows = {
                table: [
                    {column.key: row[column] for column in table.columns}
                    for row in connection.execute(table.select()).mappings()
                ]
                for table in METADATA.sorted_tables
            }
            self._numbers = connection.execute(text(_NUMBERS)).all()

    def _bring_back(self, connection) -> None:
        # As a replica the server asks no trigger: those that guard published rows would refuse this.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("; ".join(f'DELETE FROM "{table.name}"' for table in METADATA.sorted_tables)))
        for table, rows in self._rows.items():
            if rows:
                connection.execute(table.insert(), rows)
        for name, last in self._numbers:
            connection.execute(
                text("SELECT setval(CAST(:name AS regclass), :value, :called)"),
                {"name": f'"{name}"', "value": last or 1, "called": last is not None},
            )
