"""The store of scans: writing it, deriving all of it, and deriving 2 % of its partitions again.

Promises: a put takes at most 1.4 times as long as DuckDB's bare copy into the same partitions; two worker processes
derive at least 1.5 times as fast as one; when 2 % of the partitions have changed, the run takes less than a twelfth of
the full one, and its files are those of a full run.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.machine import state, table  # noqa: E402
from ingest import profiles  # noqa: E402
from ingest.events.store.kept import Kept  # noqa: E402
from ingest.events.store.opening import open_store  # noqa: E402
from ingest.events.store.recomputing import Recomputed, recompute_changed  # noqa: E402
from ingest.events.store.store import EventStore  # noqa: E402
from ingest.events.store.tallying import Tallying  # noqa: E402
from ingest.events.storing import SCHEMA  # noqa: E402

DAY, UNTIL = date(2027, 2, 1), datetime(2027, 1, 31)  # noqa: DTZ001 - local clock
EVENTS = "['EMA', 'EMC', 'EMD', 'EDB', 'EDC', 'EMH', 'EMI']"
MEMBERS = ["AE", "BH", "DJ", "DZ", "EG", "FR", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA",
           "SD", "SO", "SY", "TN", "YE"]  # fmt: skip
MADE = f"""
WITH items AS (
  SELECT i, 'RR' || lpad((hash(i) % 100000000)::VARCHAR, 8, '0') || (i % 10) || 'FR' AS item,
    ({MEMBERS})[1 + (hash(i * 7) % 23)::INTEGER] AS destination, ['parcel', 'letter', 'ems'][1 + i % 3] AS product,
    TIMESTAMP '2026-01-01' + to_minutes((hash(i * 13) % (340 * 1440))::INTEGER) AS first FROM range({{items}}) t(i)),
steps AS (SELECT unnest({EVENTS}) AS event, unnest([0, 1, 4, 5, 7, 9, 10]) AS step),
scans AS (SELECT *, first + to_minutes((step * 720 + hash(i * 31 + step) % 1440)::INTEGER) AS moment FROM items, steps)
SELECT item, event, moment AS "at", moment + INTERVAL 2 HOUR AS local,
  moment + to_minutes((hash(i + step) % 2000)::INTEGER) AS sent, 'FR' AS origin, destination, product,
  (event = 'EME')::BIGINT AS reason, 0::BIGINT AS customs_end, 5::BIGINT AS standard_days, NULL::DATE AS promised,
  0::BIGINT AS left_out, 1::BIGINT AS s10, row_number() OVER () AS line FROM scans ORDER BY "at"
"""


def timed(deed: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    done = deed()
    return time.perf_counter() - began, done


def make(rows: int, target: Path) -> float:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({MADE.format(items=rows // 7)}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    return 0.0


def copy(source: Path, target: Path) -> float:
    """Seconds DuckDB takes by itself: the same partitions, nothing looked at."""
    began = time.perf_counter()
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute("SET partitioned_write_max_open_files = 100000")
        by = f"SELECT *, strftime(local, '%Y-%m') AS month FROM '{source}'"
        connection.execute(
            f"COPY ({by}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (destination, month))"
        )
    return time.perf_counter() - began


def change(store: EventStore, share: int) -> int:
    """One late scan in every so-many-th partition."""
    chosen = store.manifest.partitions[::share]
    with store.reading() as snapshot, tempfile.TemporaryDirectory() as scratch:
        firsts = [pq.read_table(snapshot.scans(name, Path(scratch))).slice(0, 1).to_pylist()[0] for name in chosen]
    late = [{name: first[name] for name in SCHEMA.names} | {"event": "EMH"} for first in firsts]
    store.put("late", pa.Table.from_pylist(late, SCHEMA), DAY)
    store.compact()
    return len(chosen)


def peak() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB"


def apart(deed: Callable[..., float], *given: object) -> float:
    """Done in a process of its own, whose memory is not counted; what it gives."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(deed, *given).result()


def main(rows: int, share: int, folder: Path) -> None:
    apart(make, rows, source := folder / "scans.parquet")
    derive = Tallying(profiles.load("ips"), None, UNTIL)

    def run(name: str, pool: ProcessPoolExecutor | None = None) -> Recomputed:
        return recompute_changed(store, Kept(folder / name), derive, "bench", pool)

    store = open_store(folder / "events")
    put, _ = timed(lambda: store.put("all", source, DAY))
    put_memory = peak()
    copied = apart(copy, source, folder / "copied")
    shutil.rmtree(folder / "copied")
    compacted, manifest = timed(store.compact)
    one, _ = timed(lambda: run("kept"))
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(abs, range(2)))
        two, _ = timed(lambda: run("two", pool))
    changed = change(store, share)
    part, partial = timed(lambda: run("kept"))
    whole, full = timed(lambda: run("again"))
    same = full.state == partial.state and all(
        (folder / "kept" / name).read_bytes() == (folder / "again" / name).read_bytes() for name in full.state.files
    )
    print(state(f".venv/bin/python bench/events_store.py --rows {rows}", "duckdb", "ibis-framework", "pyarrow"))
    print(f"{sum(p.rows for p in manifest.parts):,} scans, {len(manifest.parts)} partitions; changed: {changed}\n")
    lines: list[tuple[object, ...]] = [
        ("DuckDB's bare copy into the partitions", f"{copied:.2f}", ""),
        ("put", f"{put:.2f}", f"{put / copied:.2f} times the copy (promise: 1.4)"),
        ("compact", f"{compacted:.2f}", f"{compacted / copied:.2f} times the copy"),
        ("derive all, one process", f"{one:.2f}", ""),
        ("derive all, two workers", f"{two:.2f}", f"{one / two:.2f} times as fast (promise: 1.5)"),
        ("derive what changed", f"{part:.2f}", f"1/{whole / part:.1f} of the full run (promise: 1/12)"),
        ("full run after the change", f"{whole:.2f}", "the same bytes" if same else "OTHER BYTES"),
    ]
    print(table(("what", "seconds", ""), lines))
    print(f"\npeak memory: put {put_memory}, all {peak()} in this process")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--share", type=int, default=50, help="one partition of so many changes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="barid-bench-") as inside:
        main(given.rows, given.share, Path(inside))
