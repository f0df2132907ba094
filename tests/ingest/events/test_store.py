"""The store of scans: equal to a list of all scans, whatever is put, replaced, withdrawn or forgotten."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from plain.event_store import PlainStore, order
from plain.stored_scans import START, row, scans, table

from app.domain.periods import Month
from ingest.events.store.manifest import REMEMBERED, Manifest
from ingest.events.store.opening import open_store
from ingest.events.store.partition import Partition
from ingest.events.store.store import EventStore
from ingest.events.storing import SCHEMA

DAY = date(2026, 3, 1)


def content(store: EventStore, folder: Path) -> dict[str, list[dict]]:
    """All scans by partition, each once."""
    found = {}
    with store.reading() as snapshot:
        for partition in snapshot.manifest.partitions:
            read = pq.read_table(snapshot.scans(partition, folder)).select(SCHEMA.names)
            found[str(partition)] = sorted(read.to_pylist(), key=order)
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_changes_equals_the_plain_list(tmp_path, seed):
    drawn, store, plain = random.Random(seed), open_store(tmp_path / "events"), PlainStore()
    for step in range(7):
        kind = drawn.choice(["put", "put", "put", "replace", "withdraw", "compact", "again"])
        known = sorted(name for name, rows in plain.rows.items() if rows)
        rows = scans(100 * seed + step)
        if kind == "put" or not known:
            plain.rows[f"S{step}"] = rows
            store.put(f"S{step}", table(rows), DAY)
        elif kind == "again":
            name = drawn.choice(known)
            plain.rows[name] = rows
            store.put(name, table(rows).to_reader(max_chunksize=7), DAY)
        elif kind == "replace":
            del plain.rows[old := drawn.choice(known)]
            plain.rows[f"S{step}"] = rows
            store.replace(old, f"S{step}", table(rows), DAY)
        elif kind == "withdraw":
            del plain.rows[old := drawn.choice(known)]
            store.withdraw(old)
        else:
            store.compact()
    assert content(store, tmp_path) == plain.partitions()
    store.compact()
    assert content(store, tmp_path) == plain.partitions()
    assert len(store.manifest.parts) == len(store.manifest.partitions)
    assert set(files(tmp_path / "events")) == {part.name for part in store.manifest.parts}


def test_the_same_bytes_in_whatever_order_and_pieces_they_came(tmp_path):
    submissions = {f"S{n}": scans(n, 40) for n in range(4)}
    made = []
    for seed in range(3):
        drawn, store = random.Random(seed), open_store(tmp_path / str(seed))
        for name in drawn.sample(sorted(submissions), len(submissions)):
            rows = drawn.sample(submissions[name], len(submissions[name]))
            store.put(name, table(rows), DAY)
            if drawn.random() < 0.5:
                store.compact()
        store.compact()
        made.append((files(tmp_path / str(seed)), store.manifest.parts, store.manifest.received))
    assert made[0] == made[1] == made[2]
    assert len(made[0][0]) > 3


def test_the_same_put_twice_changes_nothing(tmp_path):
    store, rows = open_store(tmp_path), scans(1)
    first = store.put("S1", table(rows), DAY)
    before = files(tmp_path), (tmp_path / "manifest.json").read_bytes()
    assert store.put("S1", table(rows[::-1] + rows[:5]), DAY) == first
    assert before == (files(tmp_path), (tmp_path / "manifest.json").read_bytes())
    assert store.withdraw("unknown") == first


def test_of_two_transmissions_the_earlier_counts_and_a_withdrawn_one_gives_way(tmp_path):
    store = open_store(tmp_path / "events")
    late, early = START + timedelta(hours=9), START + timedelta(hours=1)
    store.put("late", table([row("A", "EMD", START, sent=late, reason=1)]), DAY)
    store.put("early", table([row("A", "EMD", START, None, sent=early)]), DAY)
    (found,) = content(store, tmp_path)["EG/2026-01"]
    assert (found["sent"], found["destination"], found["reason"]) == (early, "EG", 1)
    store.withdraw("early")
    assert content(store, tmp_path)["EG/2026-01"][0]["sent"] == late
    store.withdraw("late")
    assert content(store, tmp_path) == {}
    assert not list((tmp_path / "events").glob("destination=*"))


def test_an_item_moves_when_an_earlier_scan_or_its_destination_comes(tmp_path):
    store = open_store(tmp_path / "events")
    march, january = datetime(2026, 3, 5), datetime(2026, 1, 5)  # noqa: DTZ001 - local clock
    store.put("S1", table([row("A", "EMD", march, None), row("B", "EMD", march, None)]), DAY)
    store.put("S2", table([row("A", "EMI", march + timedelta(days=40), None)]), DAY)
    assert [str(name) for name in store.manifest.partitions] == ["unknown/2026-03"]
    moved = store.put("S3", table([row("A", "EMA", january, "MA")]), DAY)
    assert {name: len(rows) for name, rows in content(store, tmp_path).items()} == {
        "MA/2026-01": 3,
        "unknown/2026-03": 1,
    }
    assert set(moved.log[-1].touched) == {Partition("MA", "2026-01"), Partition("unknown", "2026-03")}
    store.withdraw("S3")
    assert [str(name) for name in store.manifest.partitions] == ["unknown/2026-03"]


def test_forgotten_items_are_gone_from_the_disk_and_the_manifest_says_so(tmp_path):
    store, plain, rows = open_store(tmp_path / "events"), PlainStore(), scans(5)
    plain.rows["S1"] = [*rows, row("C", "", None)]
    store.put("S1", table(plain.rows["S1"]), DAY)
    old = [part for part in store.manifest.parts if part.partition.month < "2026-02"]
    assert old
    assert store.forget(Month(2025, 1)) == store.manifest
    forgotten = store.forget(Month(2026, 2))
    plain.forget("2026-02")
    assert content(store, tmp_path) == plain.partitions()
    assert not any((tmp_path / "events" / part.name).exists() for part in old)
    assert (forgotten.log[-1].kind, forgotten.log[-1].rows) == ("forgotten", sum(part.rows for part in old))
    assert "EG/unknown" in content(store, tmp_path)
    store.forget(Month(2026, 4))
    assert content(store, tmp_path) == {}
    assert store.manifest.received == {"S1": "2026-03-01"}
    assert store.withdraw("S1").received == {}


def test_what_was_touched_since_a_generation_and_why(tmp_path):
    store = open_store(tmp_path)
    first = store.put("S1", table([row("A", "EMD", START)]), DAY)
    store.put("S2", table([row("B", "EMD", START, "MA")]), DAY)
    store.compact()
    touched = store.manifest.changed_since(first.generation)
    assert {str(name): [(c.kind, c.submission) for c in why] for name, why in touched.items()} == {
        "MA/2026-01": [("put", "S2")]
    }
    store.withdraw("S1")
    assert [c.kind for c in store.manifest.changed_since(1)[Partition("EG", "2026-01")]] == ["withdrawn"]
    assert store.manifest.changed_since(store.manifest.generation) == {}


def test_a_partition_stays_known_as_changed_when_its_cause_is_no_longer_told():
    manifest, away = Manifest(), Partition("EG", "2026-01")
    manifest = Manifest(changed={away: 1}, generation=1)
    for _ in range(REMEMBERED + 1):
        manifest = manifest.after("compacted", "", (), (), 0)
    assert manifest.changed_since(0) == {away: ()}
    assert Manifest.from_bytes(manifest.to_bytes()) == manifest


def test_a_manifest_of_a_later_form_is_refused():
    with pytest.raises(ValueError, match="format 2"):
        Manifest.from_bytes(Manifest().to_bytes().replace(b'"format": 1', b'"format": 2'))


def test_a_parquet_file_is_put_as_it_is(tmp_path):
    pq.write_table(table(scans(1)).drop_columns(["standard_days"]), tmp_path / "scans.parquet")
    store = open_store(tmp_path / "events")
    store.put("S1", tmp_path / "scans.parquet", DAY)
    assert store.put("S1", table(scans(1)), DAY).generation == 1
    assert (tmp_path / "scans.parquet").exists()


def test_nothing_put_is_nothing_stored(tmp_path):
    store = open_store(tmp_path)
    assert store.put("S1", iter(()), DAY).parts == ()
    assert store.compact().generation == 1


def test_odd_names_are_kept_apart_and_inside(tmp_path):
    store = open_store(tmp_path / "events")
    odd = ["../..", "a/b", "it's", "ب"]
    store.put("it's", table([row(f"I{n}", "EMD", START, name) for n, name in enumerate(odd)]), DAY)
    assert {part.partition.destination for part in store.manifest.parts} == set(odd)
    assert {name.rpartition("/")[0] for name in content(store, tmp_path)} == set(odd)
    assert set(path.name for path in tmp_path.iterdir()) == {"events"} | {p.name for p in tmp_path.glob("*.parquet")}
    assert [Partition.parse(str(part.partition)) for part in store.manifest.parts] == [
        part.partition for part in store.manifest.parts
    ]
