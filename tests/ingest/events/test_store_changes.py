"""Only what changed is derived again, and the measures are those of a full run, byte for byte."""

from __future__ import annotations

import multiprocessing
import random
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from plain.stored_scans import START, row, scans, table

from app.domain.measures import MEASURES
from app.domain.periods import Month
from ingest import profiles
from ingest.events.ledger import Ledger
from ingest.events.measuring import measure
from ingest.events.store import sums
from ingest.events.store.kept import Kept, State
from ingest.events.store.opening import open_store
from ingest.events.store.partition import Partition
from ingest.events.store.recomputing import recompute_changed
from ingest.events.store.tallying import Tallying

DAY = date(2026, 3, 1)
UNTIL = datetime(2026, 4, 30)  # noqa: DTZ001 - local clock
COUNTED = """
COPY (
  SELECT coalesce(destination, 'unknown') AS member, strftime(local, '%Y-%m') AS month, product,
    CASE WHEN reason = 1 THEN origin END AS partner, 'items_arrived' AS measure, NULL::DOUBLE AS value, count(*) AS n
  FROM read_parquet($1) WHERE local IS NOT NULL GROUP BY ALL
  UNION ALL
  SELECT destination, strftime(local, '%Y-%m'), product, origin, 'delivery_days_p90', hour(local), count(*)
  FROM read_parquet($1) WHERE local IS NOT NULL AND destination IS NOT NULL GROUP BY ALL
  ORDER BY ALL
) TO '{target}' (FORMAT parquet)
"""


def count(source: Path, target: Path) -> None:
    """Rules of a kind: scans by month and destination, with a quantile of the hours."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(COUNTED.format(target=target), [str(source)])


def refuse(source: Path, target: Path) -> None:
    raise RuntimeError(source)


@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_the_files_are_those_of_a_full_run(tmp_path, seed, monkeypatch):
    drawn, store, kept = random.Random(seed), open_store(tmp_path / "events"), Kept(tmp_path / "kept")
    for step in range(4):
        store.put(f"S{step}", table(scans(10 * seed + step, 20, 8)), DAY)
        if step == 2:
            store.withdraw(drawn.choice(["S0", "S1"]))
            store.forget(Month(2026, 2))
        if drawn.random() < 0.5:
            store.compact()
        before = kept.state.partitions.keys()
        run = recompute_changed(store, kept, count, "rules 1")
        assert run.why.keys() <= before | set(store.manifest.partitions)
    monkeypatch.setattr(sums, "VALUES_AT_ONCE", 3)
    full = recompute_changed(store, Kept(tmp_path / "full"), count, "rules 1")
    assert full.state == run.state
    assert {path.name for path in (tmp_path / "kept").glob("*.parquet")} == full.state.files
    for name in full.state.files:
        assert (tmp_path / "kept" / name).read_bytes() == (tmp_path / "full" / name).read_bytes()
    assert set(full.why) == set(store.manifest.partitions)
    assert pq.read_table(kept.path(run.state.measures)).num_rows > 5


def test_what_was_done_again_and_why(tmp_path):
    store, kept = open_store(tmp_path / "events"), Kept(tmp_path / "kept")
    assert recompute_changed(store, kept, count, "rules 1").cells == ()
    store.put("S1", table([row("A", "EMD", START), row("A", "EMI", datetime(2026, 4, 2))]), DAY)  # noqa: DTZ001
    store.put("S2", table([row("B", "EMD", START, "MA")]), DAY)
    recompute_changed(store, kept, count, "rules 1")
    store.put("S3", table([row("A", "EMH", datetime(2026, 3, 2))]), DAY)  # noqa: DTZ001
    run = recompute_changed(store, kept, count, "rules 1")
    ((partition, changes),) = run.why.items()
    assert (partition, [(c.kind, c.submission) for c in changes]) == (Partition("EG", "2026-01"), [("put", "S3")])
    assert run.cells == (("EG", "2026-01"), ("EG", "2026-03"), ("EG", "2026-04"))
    store.compact()
    again = recompute_changed(store, kept, refuse, "rules 1")
    assert (again.state, again.why, again.cells) == (run.state, {}, ())
    assert recompute_changed(store, kept, count, "rules 2").why.keys() == set(store.manifest.partitions)


def test_a_run_that_falls_leaves_the_former_measures(tmp_path):
    store, kept = open_store(tmp_path / "events"), Kept(tmp_path / "kept")
    store.put("S1", table(scans(1)), DAY)
    before = recompute_changed(store, kept, count, "rules 1").state
    store.put("S2", table(scans(2)), DAY)
    with pytest.raises(RuntimeError):
        recompute_changed(store, kept, refuse, "rules 1")
    assert kept.state == before
    assert State.from_bytes(before.to_bytes()) == before
    assert before.files == {path.name for path in (tmp_path / "kept").glob("*.parquet")}


def test_the_rules_by_partitions_are_the_rules_over_all_scans(tmp_path):
    rows = [told for seed in range(3) for told in scans(seed, 150, 30)]
    rows = [{**told, "standard_days": 5, "item": f"{told['item'][:9]}{n % 9}FR"} for n, told in enumerate(rows)]
    pq.write_table(table(rows), tmp_path / "scans.parquet")
    profile = profiles.load("ips")
    store, kept = open_store(tmp_path / "events"), Kept(tmp_path / "kept")
    store.put("S1", tmp_path / "scans.parquet", DAY)
    derive = Tallying(profile, None, UNTIL)
    recompute_changed(store, kept, derive, "ips")
    late = table([row("RR000000010FR", "EMI", datetime(2026, 4, 3)), row("X", "EDB", START)])  # noqa: DTZ001
    store.put("S2", late, DAY)
    run = recompute_changed(store, kept, derive, "ips")
    assert 0 < len(run.why) < len(store.manifest.partitions)
    pq.write_table(table([*rows, *late.to_pylist()]), tmp_path / "scans.parquet")
    whole = measure(tmp_path / "scans.parquet", profile, Ledger(9), None, UNTIL)
    measures = pq.read_table(kept.path(run.state.measures)).to_pylist()
    assert measures == [
        {name: told[name] for name in measures[0]} for told in whole.rows if told["measure"] in MEASURES
    ]
    assert pq.read_table(kept.path(run.state.quarters)).to_pylist() == whole.quarters
    assert len({told["measure"] for told in measures}) > 15
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        parallel = recompute_changed(store, Kept(tmp_path / "parallel"), derive, "ips", pool)
    assert parallel.state == run.state
