import pytest
from alembic import command
from alembic.util.exc import CommandError
from sqlalchemy import event, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.storage import db
from app.storage.tables import METADATA

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
NAMIBIA = "INSERT INTO flag (name, value) VALUES ('NA', 'ناميبيا 1e-9')"
READER = (
    "INSERT INTO person (id, email, name, role, language, created_at) "
    "VALUES ('1', 'a@example.org', 'A', 'reader', 'ar', '2026-01-01 00:00:00')"
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_migrations_and_the_tables_are_in_step(empty_database, kind):
    url = empty_database(kind)
    db.migrate(url)
    engine = db.engine(url)
    db.must_be_current(engine)
    with engine.begin() as connection:
        settings = db.config()
        settings.attributes["connection"] = connection
        command.check(settings)
        found = inspect(connection)
        for table in METADATA.sorted_tables:
            expected = {check.name for check in table.constraints if type(check).__name__ == "CheckConstraint"}
            assert expected == {check["name"] for check in found.get_check_constraints(table.name)}, table.name
    engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_up_down_and_up_again(empty_database, kind):
    url = empty_database(kind)
    db.migrate(url)
    db.migrate(url, "base")
    engine = db.engine(url)
    assert db.revision(engine) is None
    assert inspect(engine).get_table_names() in (["alembic_version"], [])
    with pytest.raises(db.OutOfStep, match="barid migrate"):
        db.must_be_current(engine)
    engine.dispose()
    db.migrate(url)
    db.migrate(url)
    engine = db.engine(url)
    with engine.begin() as connection:
        connection.execute(text(NAMIBIA))
    db.must_be_current(engine)
    engine.dispose()


class Killed(Exception):
    pass


@pytest.mark.parametrize("kind", KINDS)
def test_a_migration_killed_at_any_statement_leaves_nothing_and_passes_when_tried_again(empty_database, kind):
    url = empty_database(kind)
    engine = db.engine(url)
    statements: list[str] = []
    deadly = [0]

    @event.listens_for(engine, "before_cursor_execute")
    def count(connection, cursor, statement, parameters, context, executemany):
        if statement.lstrip().startswith(("CREATE", "INSERT", "UPDATE")):
            statements.append(statement)
            if len(statements) == deadly[0]:
                raise Killed(statement)

    def migrate_and_die() -> None:
        with engine.begin() as connection:
            db.migrate_within(connection)
            raise Killed("at the very end")

    with pytest.raises(Killed, match="very end"):
        migrate_and_die()
    total = len(statements)
    assert total > 50
    # Close together on SQLite, where halves are possible; PostgreSQL rolls DDL back by itself.
    for deadly[0] in range(1, total + 1, 4 if kind == "sqlite" else 20):  # noqa: B007
        statements.clear()
        with pytest.raises(Killed):
            migrate_and_die()
        assert inspect(engine).get_table_names() == []
    deadly[0] = 0
    with engine.begin() as connection:
        db.migrate_within(connection)
    db.must_be_current(engine)
    engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_people_who_were_there_before_digits_could_be_chosen_have_latin_ones(empty_database, kind):
    url = empty_database(kind)
    db.migrate(url, "0004")
    engine = db.engine(url)
    with engine.begin() as connection:
        connection.execute(text(READER))
    db.migrate(url)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT digits FROM person")) == "latin"
        connection.execute(text("UPDATE person SET digits = 'arabic'"))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("UPDATE person SET digits = 'roman'"))
    engine.dispose()


def test_an_unknown_revision_is_refused(empty_database):
    with pytest.raises(CommandError):
        db.migrate(empty_database("sqlite"), "9999")


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False), ((3, 50, 7), True),
     ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 4), True)],
)  # fmt: skip
def test_which_sqlite_may_use_a_write_ahead_log(version, safe):
    assert db.safe_for_wal(version) is safe


def test_a_session_that_reads_cannot_write(house):
    with house.sessions() as session, pytest.raises(DBAPIError):
        session.execute(text(NAMIBIA))
    with house.sessions.begin() as session:
        session.execute(text(NAMIBIA))


def test_sqlite_is_set_up_as_promised(empty_database):
    engine = db.engine(empty_database("sqlite"))
    with engine.connect() as connection:
        values = {
            name: connection.scalar(text(f"PRAGMA {name}")) for name in ("foreign_keys", "synchronous", "busy_timeout")
        }
        journal = connection.scalar(text("PRAGMA journal_mode"))
    assert values == {"foreign_keys": 1, "synchronous": 2, "busy_timeout": 10_000}
    assert journal == ("wal" if db.safe_for_wal() else "delete")
    assert (db.journal_note(engine) is None) is db.safe_for_wal()
    engine.dispose()
