"""Every table as lines of JSON, and back: the form of a backup that both engines understand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import Integer, Table, cast, func, insert, select, update
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.orm import Session

from app.storage.tables import METADATA, edition, report, submission
from app.storage.tables.columns import Moment

_BATCH = 1_000


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
    """Write rows that `lines` gave into the empty table; how many."""
    moments = {column.name for column in table.columns if isinstance(column.type, Moment)}
    keys = {column.name: column.key for column in table.columns}
    rows = (_in(json.loads(line), moments, keys) for line in read)
    later: list[dict[str, object]] = []
    count = 0
    while batch := list(islice(rows, _BATCH)):
        if table is submission:
            # A version may point at one that comes after it in the order of the ids.
            later += [{"id": row["id"], "previous": row["previous"]} for row in batch if row["previous"]]
            batch = [{**row, "previous": None} for row in batch]
        session.execute(insert(table), batch)
        count += len(batch)
    for row in later:
        session.execute(update(submission).where(submission.c.id == row["id"]).values(previous=row["previous"]))
    return count


def is_empty(session: Session) -> bool:
    """Whether no table has a row."""
    return not any(session.scalar(select(func.count()).select_from(table)) for table in METADATA.sorted_tables)


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
