"""Which partition an item belongs to, and which parts must be written again when it moves."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.events.store.manifest import Part
from ingest.events.store.partition import UNKNOWN, Partition
from ingest.events.store.rows import columns, stored, text

_PLACE = (
    f"coalesce(max(destination), {text(UNKNOWN)}) || '/' || coalesce(strftime(min(first), '%Y-%m'), {text(UNKNOWN)})"
)
"""The partition of an item by all its scans: the rules take the same destination and the same first month."""


@dataclass(frozen=True)
class Written:
    """A file that is to become a part."""

    path: Path
    partition: Partition
    rows: int
    submissions: dict[str, int]


def settle(
    connection: duckdb.DuckDBPyConnection,
    held: dict[Path, Part],
    gone: Collection[str],
    coming: str | None,
    scratch: Path,
) -> tuple[list[Written], list[Part]]:
    """Puts the rows `coming` beside those held, less those of the submissions `gone`; every item in one partition.

    Gives the new files, and the parts that fall: those with rows of `gone` or of an item that moves. Whatever else
    such a part holds is in the new files.
    """
    source = coming or "no_rows"
    connection.execute(
        "CREATE TEMP TABLE told AS "
        f"SELECT item, min(local) AS first, max(destination) AS destination FROM {source} GROUP BY item"
    )
    old = _place(connection, held, gone) if held else []
    if not held:
        connection.execute(f"CREATE TEMP TABLE placed AS SELECT item, {_PLACE} AS place FROM told GROUP BY item")
    rows = f"SELECT {columns(of='come.')}, place FROM {source} AS come JOIN placed USING (item)"
    if old:
        kept = f"(SELECT * FROM {stored(old)} WHERE {_stays(gone)})"
        rows += (
            f" UNION ALL SELECT {columns(of='kept.')}, coalesce(placed.place, parts.place) AS place"
            f" FROM {kept} AS kept JOIN parts USING (filename) LEFT JOIN placed USING (item)"
        )
    return list(_write(connection, rows, scratch / "come")), [held[path] for path in old]


def _stays(gone: Collection[str]) -> str:
    return f"submission NOT IN ({', '.join(map(text, sorted(gone)))})" if gone else "true"


def _place(connection: duckdb.DuckDBPyConnection, held: dict[Path, Part], gone: Collection[str]) -> list[Path]:
    """Makes the table `placed`, of every item that comes or loses scans; gives the parts that fall."""
    connection.execute("CREATE TEMP TABLE parts (filename VARCHAR, place VARCHAR)")
    connection.executemany(
        "INSERT INTO parts VALUES (?, ?)", [(str(k), str(part.partition)) for k, part in held.items()]
    )
    losing = [path for path, part in held.items() if not part.submissions.keys().isdisjoint(gone)]
    affected = "SELECT item FROM told"
    if losing:
        affected += f" UNION SELECT item FROM {stored(losing)} WHERE NOT ({_stays(gone)})"
    connection.execute(
        f"""CREATE TEMP TABLE met AS
        SELECT item, filename, min(local) AS first, max(destination) AS destination
        FROM {stored(held)} WHERE item IN ({affected}) AND {_stays(gone)} GROUP BY item, filename"""
    )
    connection.execute(
        f"""CREATE TEMP TABLE placed AS SELECT item, {_PLACE} AS place FROM
        (SELECT * FROM told UNION ALL SELECT item, first, destination FROM met) GROUP BY item"""
    )
    moved = connection.execute(
        """SELECT DISTINCT filename FROM met JOIN parts USING (filename) JOIN placed USING (item)
        WHERE parts.place <> placed.place"""
    ).fetchall()
    return sorted({*losing, *(Path(name) for (name,) in moved)})


def _write(connection: duckdb.DuckDBPyConnection, rows: str, folder: Path) -> Iterator[Written]:
    """The rows as files below `folder`, each of one place; quickly compressed, since compaction writes them again."""
    connection.execute(f"CREATE TEMP VIEW coming_rows AS {rows}")
    places = [place for (place,) in connection.execute("SELECT DISTINCT place FROM placed").fetchall()]
    if "parts" in {name for (name,) in connection.execute("SHOW TABLES").fetchall()}:
        places += [place for (place,) in connection.execute("SELECT DISTINCT place FROM parts").fetchall()]
    places = sorted(set(places))
    connection.execute("CREATE TEMP TABLE numbers (place VARCHAR, number INTEGER)")
    if places:
        connection.executemany("INSERT INTO numbers VALUES (?, ?)", [(place, n) for n, place in enumerate(places)])
    connection.execute(
        f"COPY (SELECT {columns()}, number FROM coming_rows JOIN numbers USING (place)) TO {text(str(folder))} "
        "(FORMAT parquet, COMPRESSION lz4_raw, PARTITION_BY (number))"
    )
    files = sorted(folder.glob("number=*/*.parquet"))
    counted = _counts(connection, files)
    for path in files:
        of_file = counted[path]
        partition = Partition.parse(places[int(path.parent.name.removeprefix("number="))])
        yield Written(path, partition, sum(of_file.values()), of_file)


def _counts(connection: duckdb.DuckDBPyConnection, files: list[Path]) -> dict[Path, dict[str, int]]:
    """Rows by submission in each file."""
    found: dict[Path, dict[str, int]] = {path: {} for path in files}
    if files:
        query = f"SELECT filename, submission, count(*) FROM {stored(files)} GROUP BY ALL ORDER BY ALL"
        for name, submission, rows in connection.execute(query).fetchall():
            found[Path(name)][submission] = rows
    return found
