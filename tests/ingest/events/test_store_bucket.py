"""The store in a bucket: the same parts as in a folder, read through a cache, written whole or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.fs as fs
import pyarrow.parquet as pq
import pytest
from plain.made_bucket import MadeBucket
from plain.stored_scans import scans, table

from app.domain.periods import Month
from ingest.events.store.bucket import Bucket, OtherWriter
from ingest.events.store.opening import open_store
from ingest.events.store.reading import Damaged
from ingest.events.store.store import EventStore

DAY = date(2026, 3, 1)


def parts(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*.parquet")}


@pytest.fixture
def made(tmp_path):
    (tmp_path / "bucket").mkdir()
    return MadeBucket(tmp_path / "bucket")


def opened(made: MadeBucket, cache: Path) -> EventStore:
    return EventStore(Bucket(fs.PyFileSystem(made), "events/", cache))


def test_a_bucket_holds_the_same_as_a_folder(tmp_path, made):
    stores = (opened(made, tmp_path / "cache"), open_store(tmp_path / "folder"))
    for store in stores:
        assert store.manifest.generation == 0
        store.put("S1", table(scans(1)), DAY)
        store.put("S2", table(scans(2)), DAY)
        store.put("S1", table(scans(1)), DAY)
        store.withdraw("S2")
        store.compact()
        store.forget(Month(2026, 2))
    assert stores[0].manifest == stores[1].manifest
    assert parts(tmp_path / "bucket" / "events") == parts(tmp_path / "folder") != set()
    assert parts(tmp_path / "cache" / "parts") <= parts(tmp_path / "folder")
    with opened(made, tmp_path / "other").reading() as snapshot:
        partition = snapshot.manifest.partitions[0]
        read = [pq.read_table(snapshot.scans(partition, tmp_path)) for _ in range(2)]
    with stores[1].reading() as snapshot:
        assert read == [pq.read_table(snapshot.scans(partition, tmp_path))] * 2


def test_who_reads_keeps_the_parts_of_the_bucket(tmp_path, made):
    store = opened(made, tmp_path / "cache")
    (part, *_) = store.put("S1", table(scans(1)), DAY).parts
    with store.reading():
        store.withdraw("S1")
        assert part.name in parts(tmp_path / "bucket" / "events")
    store.put("S2", table(scans(2)), DAY)
    assert part.name not in parts(tmp_path / "bucket" / "events")


def test_a_full_bucket_leaves_the_former_generation(tmp_path, made):
    store = opened(made, tmp_path / "cache")
    before = store.put("S1", table(scans(1)), DAY)
    for left in (0, 1, 2):
        made.left = left
        with pytest.raises(OSError, match="No space"):
            store.put("S2", table(scans(2)), DAY)
        assert store.manifest == before
    made.left = 100
    assert store.put("S2", table(scans(2)), DAY).generation == 2
    assert parts(tmp_path / "bucket" / "events") == {part.name for part in store.manifest.parts}


def test_a_writer_elsewhere_is_noticed_and_its_generation_stands(tmp_path, made):
    here, elsewhere = opened(made, tmp_path / "here"), opened(made, tmp_path / "elsewhere")

    def batches():
        elsewhere.put("S1", table(scans(1)), DAY)
        yield from table(scans(2)).to_batches()

    with pytest.raises(OtherWriter):
        here.put("S2", batches(), DAY)
    assert here.manifest.received.keys() == {"S1"}
    here.put("S2", table(scans(2)), DAY)
    assert elsewhere.manifest.received.keys() == {"S1", "S2"}


def test_what_is_read_is_proved(tmp_path, made):
    part = opened(made, tmp_path / "cache").put("S1", table(scans(1)), DAY).parts[0]
    (tmp_path / "bucket" / "events" / part.name).write_bytes(b"PAR1")
    with opened(made, tmp_path / "other").reading() as snapshot, pytest.raises(Damaged, match=part.sha256):
        snapshot.scans(part.partition, tmp_path)
    (tmp_path / "bucket" / "events" / part.name).unlink()
    with opened(made, tmp_path / "third").reading() as snapshot, pytest.raises(Damaged, match=part.sha256):
        snapshot.scans(part.partition, tmp_path)


def test_a_bucket_is_opened_by_its_address(tmp_path):
    address = "s3://barid/events?endpoint_override=127.0.0.1:9&scheme=http&region=eu-west-1"
    assert isinstance(open_store(address, tmp_path), EventStore)
    with pytest.raises(ValueError, match="folder"):
        open_store(address)
