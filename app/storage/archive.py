"""Every table as lines of JSON, and back: the form of a backup that both engines understand."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import Integer, Table, bindparam, cast, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.orm import Session

from app.domain.submissions import State
from app.storage import db
from app.storage.tables import METADATA, audit, cycle, edition, inform, member, region, report, submission
from app.storage.tables.columns import Moment

_BATCH = 1_000
_OPEN: dict[str, str | None] = {"state": State.DRAFT.value, "previous": None}


def order() -> list[Table]:
    """The tables, each after those that it points at; editions last, since they close the results they show."""
    last = (edition, report)
    return [table for table in METADATA.sorted_tables if table not in last] + list(last)


def lines(session: Session, table: Table) -> Iterator[str]:
    """The rows of a table, in the order of its key."""
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_BATCH)
    for row in session.execute(query).mappings():
        shown = {column.name: _out(row[column]) for column in table.columns}
        yield json.dumps(shown, ensure_ascii=False, sort_keys=True)


def load(session: Session, table: Table, read: Iterable[str]) -> int:
    """Write rows that `lines` gave into the empty table; how many. Submissions are drafts until `close`."""
    moments = {column.name for column in table.columns if isinstance(column.type, Moment)}
    keys = {column.name: column.key for column in table.columns}
    rows = (_in(json.loads(line), moments, keys) for line in read)
    count = 0
    while batch := list(islice(rows, _BATCH)):
        if table is submission:
            batch = [{**row, **_OPEN} for row in batch]
        session.execute(insert(table), batch)
        count += len(batch)
    return count


def close(session: Session, read: Iterable[str]) -> None:
    """Give the submissions, of which `lines` gave these, their states and the versions they replace.

    The database takes rows of drafts alone, and a version may point at one that comes after it: so this comes last.
    """
    values: dict[str, object] = {name: bindparam(f"its_{name}") for name in _OPEN}
    closing = update(submission).where(submission.c.id == bindparam("its_id")).values(values)
    rows = (json.loads(line) for line in read)
    shown = ({f"its_{name}": row[name] for name in ("id", *_OPEN)} for row in rows)
    while batch := list(islice(shown, _BATCH)):
        session.connection().execute(closing, batch)


def is_empty(session: Session, but: Collection[Table] = ()) -> bool:
    """Whether no table has a row, those of `but` apart."""
    asked = (table for table in METADATA.sorted_tables if table not in but)
    return not any(session.scalar(select(exists().select_from(table))) for table in asked)


def holds_only(session: Session, action: str) -> bool:
    """Whether nothing was ever done here but this action, which nobody did: it leaves regions, members and the log."""
    if not is_empty(session, but=(cycle, region, member, inform, audit)):
        return False
    other = select(audit.c.seq).where((audit.c.action != action) | audit.c.actor.is_not(None))
    return session.execute(other.limit(1)).first() is None


def make_anew(session: Session) -> None:
    """Drop all tables and make them again, empty, within the transaction: no row of the log can be deleted singly."""
    db.migrate_within(session.connection(), "base")
    db.migrate_within(session.connection())


def reset_counters(session: Session) -> None:
    """Let PostgreSQL go on counting after the highest numbers that were loaded. SQLite does so by itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in METADATA.sorted_tables:
        column = table.autoincrement_column
        if column is not None and isinstance(column.type, Integer):
            highest = session.scalar(select(func.max(column)))
            if highest is not None:
                counter = func.pg_get_serial_sequence(table.name, column.name)
                session.execute(select(func.setval(cast(counter, REGCLASS), highest)))


def _out(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _in(row: dict[str, object], moments: set[str], keys: dict[str, str]) -> dict[str, object]:
    return {
        keys[name]: datetime.fromisoformat(str(value)) if name in moments and value is not None else value
        for name, value in row.items()
    }
