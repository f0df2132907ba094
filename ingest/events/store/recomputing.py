"""Measures kept beside the store: after a change, only the partitions that it touched are derived again.

Each partition has its tallies in a file of its own. A cell (member and month) is made anew when a partition that has
changed holds it now or held it before, from the tallies of all partitions; all other rows are those of the former run.
So the result is that of a full run, byte for byte, whatever months the items of a partition reach into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from ingest.events.store.kept import Kept, State
from ingest.events.store.manifest import Change
from ingest.events.store.partition import Partition
from ingest.events.store.reading import MEMORY, Snapshot
from ingest.events.store.rows import connect
from ingest.events.store.store import EventStore
from ingest.events.store.sums import Sums

Derive = Callable[[Path, Path], None]
"""Reads a Parquet file of scans, each once, and writes their tallies to the second path."""
PARTITIONS_AT_ONCE = 32


@dataclass(frozen=True)
class Recomputed:
    """What a run did. `why`: the partitions derived or dropped, with the changes since the former run; all of them,
    without a change, when the basis is another. `cells`: the members and months made anew."""

    state: State
    why: dict[Partition, tuple[Change, ...]]
    cells: tuple[tuple[str, str], ...]


def recompute_changed(
    store: EventStore, kept: Kept, derive: Derive, basis: str, pool: Executor | None = None, memory: int = MEMORY
) -> Recomputed:
    """The measures of the store as it is, with as little done again as gives what a full run would.

    `basis` names all that `derive` depends on beside the scans (rules, profile, the day until which open items are
    aged). With a pool, partitions are derived in its workers; `derive` must then be sendable to them.
    """
    with kept.running() as scratch, store.reading() as snapshot:
        former = kept.state if kept.state.basis == basis else State(basis)
        present = snapshot.manifest.partitions
        since = snapshot.manifest.changed_since(former.generation)
        stale = [name for name in present if name in since or name not in former.partitions]
        gone = sorted(former.partitions.keys() - set(present))
        if former.measures and not stale and not gone:
            return Recomputed(former, {}, ())
        files = dict(_derived(snapshot, stale, derive, pool, scratch))
        with connect(scratch, memory, threads=1) as connection:
            sums = Sums(connection, kept, former, scratch)
            state = sums.state(files, {*stale, *gone}, snapshot.manifest.generation)
            cells = sums.touched
        return Recomputed(kept.publish(state, scratch), {name: since.get(name, ()) for name in (*stale, *gone)}, cells)


def _derived(
    snapshot: Snapshot, partitions: list[Partition], derive: Derive, pool: Executor | None, scratch: Path
) -> Iterator[tuple[Partition, Path]]:
    """The tallies of each partition; copies of scans made for it last for a few partitions only."""
    for first in range(0, len(partitions), PARTITIONS_AT_ONCE):
        some = partitions[first : first + PARTITIONS_AT_ONCE]
        targets = [scratch / f"tallies-{first + n}.parquet" for n in range(len(some))]
        scans = [snapshot.scans(partition, scratch) for partition in some]
        list((pool.map if pool else map)(derive, scans, targets))
        for path in scans:
            if path.parent == scratch:
                path.unlink()
        yield from zip(some, targets, strict=True)
