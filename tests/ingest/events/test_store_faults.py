"""What falls in the middle of a put: no half part is told, and nothing that was acknowledged is lost."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from plain.event_store import PlainStore, order
from plain.stored_scans import START, row, scans, table

from app.domain.periods import Month
from ingest.events.store.manifest import Manifest
from ingest.events.store.opening import open_store
from ingest.events.store.reading import Damaged
from ingest.events.storing import SCHEMA

ROOT = Path(__file__).parents[3]
DAY = date(2026, 3, 1)
KILLS = 50

KILLED = """
import os, random, signal, sys, time
from datetime import date
import duckdb, pandas, pyarrow.parquet
from plain.stored_scans import scans, table
from ingest.events.store.opening import open_store
drawn = random.Random(5)
for turn in range(int(sys.argv[2])):
    reads, writes = os.pipe()
    if not (child := os.fork()):
        store = open_store(sys.argv[1])
        os.write(writes, b"begun\\n")
        for step in range(100):
            store.put(f"{turn}-{step}", table(scans(turn * 100 + step, 6)), date(2026, 3, 1))
            os.write(writes, f"{turn}-{step}\\n".encode())
            if step % 3 == 2:
                store.compact()
    heard = os.read(reads, 6)
    if turn % 10 == 0:
        heard += os.read(reads, 1)
    time.sleep(drawn.uniform(0.0, 0.2))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(writes)
    heard += os.fdopen(reads, "rb").read()
    print(turn, *heard.decode().split()[1:], flush=True)
    manifest = os.path.join(sys.argv[1], "manifest.json")
    print("manifest", open(manifest).read().replace("\\n", " ") if os.path.exists(manifest) else "", flush=True)
"""
FULL = """
import resource, sys
from datetime import date
from plain.stored_scans import scans, table
from ingest.events.store.opening import open_store
store = open_store(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
store.put("S2", table(scans(2, 4000, 1000)), date(2026, 3, 1))
"""


def _python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("COVERAGE")}  # it dies unasked
    environment = {**kept, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def _proved(manifest: Manifest, folder: Path) -> bool:
    return all(hashlib.sha256((folder / part.name).read_bytes()).hexdigest() == part.sha256 for part in manifest.parts)


def test_killed_fifty_times_while_writing_it_loses_nothing_acknowledged(tmp_path):
    run = _python(KILLED, tmp_path / "events", KILLS)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    acknowledged: set[str] = set()
    for told, manifest in zip(lines[::2], lines[1::2], strict=True):
        acknowledged |= set(told.split()[1:])
        known = manifest.removeprefix("manifest ").strip()
        assert acknowledged <= (Manifest.from_bytes(known.encode()).received.keys() if known else set())
    assert len(lines) == 2 * KILLS
    assert acknowledged
    store, plain = open_store(tmp_path / "events"), PlainStore()
    assert _proved(store.manifest, tmp_path / "events")
    for name in store.manifest.received:
        turn, step = map(int, name.split("-"))
        plain.rows[name] = scans(turn * 100 + step, 6)
    store.put("last", table([]), DAY)
    store.compact()
    told_parts = {part.name for part in store.manifest.parts}
    left = {str(path.relative_to(tmp_path / "events")) for path in (tmp_path / "events").rglob("*") if path.is_file()}
    assert left == told_parts | {"manifest.json", "writer.lock", "readers.lock"}
    with store.reading() as snapshot:
        found = [
            scan
            for partition in snapshot.manifest.partitions
            for scan in pq.read_table(snapshot.scans(partition, tmp_path)).select(SCHEMA.names).to_pylist()
        ]
    assert sorted(found, key=order) == sorted((s for rows in plain.partitions().values() for s in rows), key=order)


def test_a_full_disk_leaves_the_former_generation_and_no_leftovers(tmp_path):
    store = open_store(tmp_path)
    before = store.put("S1", table([row("A", "EMD", START)]), DAY)
    for limit in (2_000, 20_000):
        run = _python(FULL, tmp_path, limit)
        assert run.returncode != 0
        assert "too large" in run.stderr.lower()
        assert store.manifest == before
    assert store.put("S2", table(scans(2, 4000, 1000)), DAY).generation == before.generation + 1
    assert _proved(store.manifest, tmp_path)
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith("unfinished")} == set()


def test_what_cannot_be_published_is_swept(tmp_path, monkeypatch):
    store = open_store(tmp_path)
    before = store.put("S1", table([row("A", "EMD", START)]), DAY)

    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device") if str(target).endswith("manifest.json") else None

    replace = os.replace
    monkeypatch.setattr(
        os,
        "replace",
        lambda source, target: full(source, target) if "manifest" in str(target) else replace(source, target),
    )
    with pytest.raises(OSError, match="No space"):
        store.put("S2", table([row("B", "EMD", START)]), DAY)
    assert store.manifest == before
    assert {path.stem for path in tmp_path.rglob("*.parquet")} == {part.sha256 for part in before.parts}


@pytest.mark.parametrize("harm", ["changed", "shortened", "removed"])
def test_a_part_whose_digest_is_wrong_is_refused_by_name(tmp_path, harm):
    open_store(tmp_path).put("S1", table(scans(1)), DAY)
    store = open_store(tmp_path)
    part = store.manifest.parts[0]
    path = tmp_path / part.name
    given = path.read_bytes()
    if harm == "removed":
        path.unlink()
    else:
        path.write_bytes(given[:-9] if harm == "shortened" else given[:40] + bytes([given[40] ^ 1]) + given[41:])
    with store.reading() as snapshot, pytest.raises(Damaged, match=part.sha256):
        snapshot.scans(part.partition, tmp_path)
    for change in (
        lambda: store.put("S2", table(scans(2)), DAY),
        lambda: store.withdraw("S1"),
        store.compact,
    ):
        with pytest.raises(Damaged) as refused:
            change()
        assert refused.value.name == part.name
    assert store.manifest.generation == 1


def test_of_two_writers_at_once_the_second_waits(tmp_path):
    names = [[f"{writer}-{n}" for n in range(3)] for writer in range(2)]

    def write(writer: int) -> None:
        store = open_store(tmp_path)
        for name in names[writer]:
            store.put(name, table(scans(len(name), 5)), DAY)

    writers = [threading.Thread(target=write, args=(n,)) for n in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    manifest = open_store(tmp_path).manifest
    assert set(manifest.received) == {name for told in names for name in told}
    assert manifest.generation == 6


def test_who_reads_keeps_its_generation_until_it_ends(tmp_path):
    store = open_store(tmp_path / "events")
    first = store.put("S1", table([row("A", "EMD", START)]), DAY)
    with store.reading() as snapshot:
        open_store(tmp_path / "events").withdraw("S1")
        (partition,) = snapshot.manifest.partitions
        assert pq.read_table(snapshot.scans(partition, tmp_path)).num_rows == 1
    store.put("S2", table([row("B", "EMD", START)]), DAY)
    assert not (tmp_path / "events" / first.parts[0].name).exists()


def test_forgetting_waits_for_who_reads(tmp_path):
    store = open_store(tmp_path)
    put = store.put("S1", table([row("A", "EMD", START)]), DAY)
    forgetting = threading.Thread(target=lambda: open_store(tmp_path).forget(Month(2026, 4)))
    with store.reading():
        forgetting.start()
        forgetting.join(0.5)
        assert forgetting.is_alive()
        assert (tmp_path / put.parts[0].name).exists()
    forgetting.join()
    assert not (tmp_path / put.parts[0].name).exists()
