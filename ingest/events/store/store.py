"""The store of scans: put, replace, withdraw, compact, forget, read. Each is done whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from app.domain.periods import Month
from ingest.events.store.compacting import unite
from ingest.events.store.manifest import Manifest, Part
from ingest.events.store.partition import UNKNOWN, Partition
from ingest.events.store.place import Place
from ingest.events.store.placing import Written, settle
from ingest.events.store.reading import MEMORY, Proof, Snapshot, digest
from ingest.events.store.rows import coming, connect, same
from ingest.events.storing import SCHEMA

Scans: TypeAlias = Path | pa.Table | Iterable[pa.RecordBatch]
"""A Parquet file, a table, or batches (also a reader of them), with the columns of a scan."""
AT_ONCE = 4
THREADS = 2


class EventStore:
    """Scans by partition, in a folder or a bucket. Several processes may hold it: writers wait for each other."""

    def __init__(self, place: Place, memory: int = MEMORY) -> None:
        self._place = place
        self._memory = memory
        self._proof = Proof(place)

    @property
    def manifest(self) -> Manifest:
        given = self._place.manifest()
        return Manifest() if given is None else Manifest.from_bytes(given)

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """One generation, whose parts stay until the end; writers do not wait for it."""
        with self._place.reading():
            yield Snapshot(self.manifest, self._proof)

    def put(self, submission: str, scans: Scans, received: date) -> Manifest:
        """The scans of a submission; once this returns they stay. The same again changes nothing; other scans of a
        known submission replace its former ones."""
        with self._place.writing() as scratch:
            manifest, source = self.manifest, coming(_file(scans, scratch), submission)
            if manifest.holds(submission) and self._same(manifest, submission, source, scratch):
                return manifest
            return self._settle("put", {submission}, (submission, source, received), manifest, scratch)

    def replace(self, old: str, new: str, scans: Scans, received: date) -> Manifest:
        """The scans of `new` in place of exactly those of `old`."""
        with self._place.writing() as scratch:
            source = coming(_file(scans, scratch), new)
            return self._settle("replaced", {old, new}, (new, source, received), self.manifest, scratch)

    def withdraw(self, submission: str) -> Manifest:
        """Without the scans of the submission; those that others told too stay."""
        with self._place.writing() as scratch:
            manifest = self.manifest
            if submission not in manifest.received:
                return manifest
            return self._settle("withdrawn", {submission}, (submission, None, None), manifest, scratch)

    def compact(self) -> Manifest:
        """One sorted part in each partition. No scan comes or goes."""
        with self._place.writing() as scratch:
            manifest = self.manifest
            loose = sorted({part.partition for part in manifest.parts if not part.whole})
            if not loose:
                return manifest
            shares = [loose[n::THREADS] for n in range(THREADS)]
            with ThreadPoolExecutor(THREADS) as pool:
                united = pool.map(lambda n: self._unite(manifest, shares[n], scratch / f"united-{n}"), range(THREADS))
                come = [part for share in united for part in share]
            gone = [part for partition in loose for part in manifest.of(partition)]
            return self._publish(manifest.after("compacted", "", gone, come, 0), scratch)

    def forget(self, before: Month) -> Manifest:
        """Deletes the scans of all items whose first one is older than the month; of items without a scan, what was
        received before it. The files are gone when this returns: it waits for those who read. Measures stay."""
        with self._place.writing() as scratch:
            manifest = self.manifest
            dated = [part for part in manifest.parts if part.partition.month != UNKNOWN]
            gone = [part for part in dated if part.partition.month < str(before)]
            early = {name for name, day in manifest.received.items() if day < before.first_day.isoformat()}
            come, fallen = self._without(early, [part for part in manifest.parts if part not in dated], scratch)
            if not gone and not fallen:
                return manifest
            rows = sum(part.rows for part in (*gone, *fallen)) - sum(part.rows for part in come)
            forgotten = manifest.after("forgotten", "", (*gone, *fallen), self._keep(come), rows)
            return self._publish(forgotten, scratch, wait=True)

    def _settle(
        self,
        kind: str,
        gone: set[str],
        new: tuple[str, str | None, date | None],
        manifest: Manifest,
        scratch: Path,
    ) -> Manifest:
        submission, source, received = new
        held = self._proof.files(manifest.parts)
        with connect(scratch, self._memory, THREADS) as connection:
            come, fallen = settle(connection, held, gone, source, scratch)
        rows = sum(written.submissions.get(submission, 0) for written in come)
        known = {name: day for name, day in manifest.received.items() if name not in gone}
        if received is not None:
            known[submission] = received.isoformat()
        manifest = replace(manifest, received=known)
        return self._publish(manifest.after(kind, submission, fallen, self._keep(come), rows), scratch)

    def _without(self, early: set[str], undated: list[Part], scratch: Path) -> tuple[list[Written], list[Part]]:
        with connect(scratch, self._memory, THREADS) as connection:
            return settle(connection, self._proof.files(undated), early, None, scratch)

    def _same(self, manifest: Manifest, submission: str, source: str, scratch: Path) -> bool:
        held = self._proof.files(part for part in manifest.parts if submission in part.submissions)
        with connect(scratch, self._memory, THREADS) as connection:
            return same(connection, held, submission, source)

    def _unite(self, manifest: Manifest, partitions: list[Partition], folder: Path) -> list[Part]:
        folder.mkdir()
        parts = []
        with connect(folder, self._memory // THREADS, threads=1) as connection:
            for number, partition in enumerate(partitions):
                files = self._proof.files(manifest.of(partition))
                written, repeats = unite(connection, partition, files, folder / f"{number}.parquet")
                parts.append(replace(self._part(written), whole=True, repeats=repeats))
        return parts

    def _keep(self, written: Iterable[Written]) -> list[Part]:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(self._part, written))

    def _part(self, written: Written) -> Part:
        size = written.path.stat().st_size
        part = Part(written.partition, digest(written.path), written.rows, size, written.submissions)
        self._place.keep(written.path, part.name)
        return part

    def _publish(self, manifest: Manifest, scratch: Path, wait: bool = False) -> Manifest:
        try:
            self._place.publish(manifest.to_bytes(), scratch)
        finally:
            self._place.sweep({part.name for part in self.manifest.parts}, wait)
        return manifest


def _file(scans: Scans, scratch: Path) -> Path:
    """The scans as a Parquet file of this machine: they are read twice."""
    if isinstance(scans, Path):
        return scans
    batches = scans.to_batches() if isinstance(scans, pa.Table) else scans
    target = scratch / "scans.parquet"
    writer: pq.ParquetWriter | None = None
    try:
        for batch in batches:
            writer = writer or pq.ParquetWriter(target, batch.schema, compression="lz4")
            writer.write_batch(batch)
    finally:
        if writer is not None:
            writer.close()
    if writer is None:
        pq.write_table(SCHEMA.empty_table(), target)
    return target
