"""The rules of item events as tallies of one partition; each is compiled once and run for many partitions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from app.domain.measures import MEASURES, Kind
from ingest.events import customs, figure_rules
from ingest.events.engines.embedded import Embedded
from ingest.events.items import KEYS, items_of
from ingest.events.side_tables import CALENDAR, MONTHS, days_between, side_tables
from ingest.events.store.reading import MEMORY
from ingest.events.store.rows import text
from ingest.events.store.tallies import TALLIES, write
from ingest.events.storing import SCHEMA
from ingest.events.terms import USUAL
from ingest.events.working import working_days
from ingest.profiles import Profile

_KEYS = ", ".join(KEYS)
_TYPES = {"string": "VARCHAR", "double": "DOUBLE", "int64": "BIGINT"}


@dataclass(frozen=True)
class Tallying:
    """Derives the tallies of a partition by the rules of the profile; `member` where scans do not tell it, open items
    aged to `until`. May be sent to another process."""

    profile: Profile
    member: str | None
    until: datetime
    memory: int = MEMORY

    def __call__(self, scans: Path, target: Path) -> None:
        _engine(self, target.parent).tally(scans, target)


class _Engine:
    """A connection with the statements of all rules, made once over a scan that concerns each of them."""

    def __init__(self, tallying: Tallying, scratch: Path) -> None:
        self._of = tallying
        engine = Embedded(scratch, tallying.memory, threads=1)
        self._connection = engine.connection
        until = tallying.until
        one = {"item": "A", "event": "EDB", "at": until, "local": until, "standard_days": 1}
        pq.write_table(pa.Table.from_pylist([one], SCHEMA), model := scratch / "model.parquet")
        self._view(model)
        scans = self._connection.table("scans")
        self._items = self._connection.compile(
            customs.with_clock(items_of(scans, tallying.profile, tallying.member), scans)
        )
        self._connection.con.execute(f"CREATE TEMP TABLE items AS {self._items}")
        items = self._connection.table("items")
        side = side_tables(engine, items, until, USUAL)
        tables = figure_rules.tables(items, tallying.profile, until, USUAL, side)
        self._rules = [(self._connection.compile(table), _sums(table, tallying.profile)) for table in tables]

    def tally(self, source: Path, target: Path) -> None:
        run = self._connection.con.execute
        self._view(source)
        run(f"CREATE OR REPLACE TEMP TABLE items AS {self._items}")
        self._days()
        types = ", ".join(f"{field.name} {_TYPES[str(field.type)]}" for field in TALLIES)
        run(f"CREATE OR REPLACE TEMP TABLE tallied ({types})")
        for rule, sums in self._rules:
            if sums:
                run(f"CREATE OR REPLACE TEMP TABLE rule AS {rule}")
            for query in sums:
                run(f"INSERT INTO tallied {query}")
        write(self._connection.con, "FROM tallied", target, TALLIES.names)

    def _view(self, path: Path) -> None:
        source = f"read_parquet({text(str(path))}, hive_partitioning = false)"
        self._connection.con.execute(f"CREATE OR REPLACE TEMP VIEW scans AS FROM {source}")

    def _days(self) -> None:
        """The working days and the ends of months that the items of the partition need."""
        run, until = self._connection.con.execute, self._of.until
        ((first, last, entered),) = run(
            "SELECT min(scan_local), max(scan_last), min(customs_entry) FROM items"
        ).fetchall()
        sides = "SELECT inbound_member FROM items UNION SELECT outbound_member FROM items ORDER BY 1"
        members = [member for (member,) in run(sides).fetchall() if member is not None]
        days = working_days(members, *days_between(first, last, until), USUAL)
        self._connection.con.register(CALENDAR, days)
        self._connection.con.register(MONTHS, customs.month_ends(entered or until, until))


def _sums(rule: ir.Table, profile: Profile) -> list[str]:
    """Statements that make tallies of the items in the table `rule`."""
    names = [name for name in rule.columns if name in profile.measures]
    quantiles = [name for name in names if MEASURES[name].kind is Kind.QUANTILE]
    queries = [
        f"SELECT {_KEYS}, {text(name)}, {name}::DOUBLE, count(*) FROM rule WHERE {name} IS NOT NULL GROUP BY ALL"
        for name in quantiles
    ]
    if counts := [name for name in names if name not in quantiles]:
        sums = ", ".join(f"sum({name})::BIGINT AS {name}" for name in counts)
        by_key = f"SELECT {_KEYS}, {sums} FROM rule GROUP BY ALL"
        unpivoted = f"UNPIVOT ({by_key}) ON {', '.join(counts)} INTO NAME measure VALUE n"
        queries.append(f"SELECT {_KEYS}, measure, NULL, n FROM ({unpivoted})")
    return queries


_ready: tuple[str, _Engine] | None = None


def _engine(tallying: Tallying, scratch: Path) -> _Engine:
    """The engine of this process for these rules; one is ready at a time."""
    global _ready
    name = repr((tallying, scratch))
    if _ready is None or _ready[0] != name:
        _ready = (name, _Engine(tallying, scratch))
    return _ready[1]
