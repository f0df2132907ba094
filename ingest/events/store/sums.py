"""Tallies of all partitions added up: the cells that changed made anew, beside the rows that stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from ingest.events.store.kept import Kept, State, Tallied
from ingest.events.store.partition import Partition
from ingest.events.store.rows import text
from ingest.events.store.tallies import TALLIES, counted, ranked, ranked_by_quarter, tallies, with_quarter, write

VALUES_AT_ONCE = 2_000_000
"""Values of quantiles sorted in memory at once, as far as one member has no more."""
MEASURES = ("member", "month", "product", "partner", "measure")
QUARTERS = ("member", "quarter", "measure")
_COLUMNS = ", ".join(TALLIES.names)


class Sums:
    """One run. `touched`: the members and months made anew, once `state` is known."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, kept: Kept, former: State, scratch: Path) -> None:
        self._connection = connection
        self._kept = kept
        self._former = former
        self._scratch = scratch
        self.touched: tuple[tuple[str, str], ...] = ()

    def state(self, files: dict[Partition, Path], changed: set[Partition], generation: int) -> State:
        """After the run. `files`: tallies derived anew; `changed`: their partitions and those that are gone."""
        former = self._former.partitions
        fallen = [self._kept.path(former[name].file) for name in sorted(changed & former.keys())]
        self._fill("changed", "partition VARCHAR", [(str(name),) for name in changed])
        self._fill("sources", "filename VARCHAR, partition VARCHAR", [(str(p), str(name)) for name, p in files.items()])
        cells = f"SELECT DISTINCT member, month FROM {self._tallies([*files.values(), *fallen])} ORDER BY ALL"
        self._connection.execute(f"CREATE TEMP TABLE touched AS {cells}")
        self.touched = tuple(self._connection.execute("FROM touched").fetchall())
        counts = self._counts(list(files.values()))
        kept = {name: tallied for name, tallied in former.items() if name not in changed} | self._keep(files)
        self._rank(kept)
        sums = counted(f"(FROM {_file(self._kept.path(counts))} SEMI JOIN touched USING (member, month))")
        measures = self._beside(self._former.measures, f"{sums} UNION ALL FROM ranked", MEASURES)
        quarters = self._beside(self._former.quarters, "FROM quarterly", QUARTERS)
        return State(self._former.basis, generation, dict(sorted(kept.items())), counts, measures, quarters)

    def _counts(self, files: list[Path]) -> str:
        """What adds up, of all partitions in one file: most cells need those of many."""
        told = f"{self._tallies(files)} JOIN sources USING (filename)"
        new = f"SELECT partition, {_COLUMNS} FROM {told} WHERE value IS NULL"
        if self._former.counts:
            new += f" UNION ALL FROM {_file(self._kept.path(self._former.counts))} ANTI JOIN changed USING (partition)"
        return self._written(new, ("partition", *MEASURES))

    def _keep(self, files: dict[Partition, Path]) -> dict[Partition, Tallied]:
        values: dict[str, dict[str, int]] = {}
        query = (
            f"SELECT filename, member, count(*) FROM {self._tallies(files.values())} "
            "WHERE value IS NOT NULL GROUP BY ALL ORDER BY ALL"
        )
        for filename, member, count in self._connection.execute(query).fetchall():
            values.setdefault(filename, {})[member] = count
        return {name: Tallied(self._kept.keep(path), values.get(str(path), {})) for name, path in files.items()}

    def _rank(self, partitions: dict[Partition, Tallied]) -> None:
        """The tables `ranked` and `quarterly`: the quantiles of cells touched, and of their quarters."""
        quarters = with_quarter("touched")
        self._connection.execute(f"CREATE TEMP TABLE ranked AS {ranked(self._tallies(()))}")
        self._connection.execute(f"CREATE TEMP TABLE quarterly AS {ranked_by_quarter(self._tallies(()))}")
        for members in _some(partitions, sorted({member for member, _ in self.touched})):
            files = {tallied.file for tallied in partitions.values() if not tallied.values.keys().isdisjoint(members)}
            listed = ", ".join(map(text, members))
            values = f"(FROM {self._tallies(self._kept.paths(files))} WHERE member IN ({listed}))"
            cells = f"(FROM {values} SEMI JOIN touched USING (member, month))"
            whole = f"(FROM {with_quarter(values)} SEMI JOIN {quarters} USING (member, quarter))"
            whole = f"(SELECT * EXCLUDE (quarter) FROM {whole})"
            self._connection.execute(f"INSERT INTO ranked {ranked(cells)}")
            self._connection.execute(f"INSERT INTO quarterly {ranked_by_quarter(whole)}")

    def _beside(self, former: str, new: str, keys: tuple[str, ...]) -> str:
        """The file of the new rows and of those of the former file that stay."""
        if former:
            period = with_quarter("touched") if "quarter" in keys else "touched"
            new = f"{new} UNION ALL FROM {_file(self._kept.path(former))} ANTI JOIN {period} USING (member, {keys[1]})"
        return self._written(new, keys)

    def _written(self, query: str, keys: tuple[str, ...]) -> str:
        target = self._scratch / "written.parquet"
        write(self._connection, query, target, keys)
        return self._kept.keep(target)

    def _fill(self, table: str, columns: str, rows: list[tuple[str, ...]]) -> None:
        self._connection.execute(f"CREATE TEMP TABLE {table} ({columns})")
        marks = ", ".join("?" for _ in columns.split(","))
        if rows:
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def _tallies(self, paths: Iterable[Path]) -> str:
        return tallies(paths, self._connection)


def _file(path: Path) -> str:
    return f"read_parquet({text(str(path))}, hive_partitioning = false)"


def _some(partitions: dict[Partition, Tallied], members: list[str]) -> Iterator[list[str]]:
    """The members, as many at a time as have few enough values together."""
    counts = dict.fromkeys(members, 0)
    for tallied in partitions.values():
        for member in tallied.values.keys() & counts.keys():
            counts[member] += tallied.values[member]
    some: list[str] = []
    for member in members:
        if some and sum(counts[one] for one in some) + counts[member] > VALUES_AT_ONCE:
            yield some
            some = []
        some.append(member)
    if some:
        yield some
