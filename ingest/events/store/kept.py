"""What a run of measures leaves for the next one: the tallies of each partition, and the measures they gave."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.events.store.partition import Partition
from ingest.events.store.place import Folder
from ingest.events.store.reading import digest


@dataclass(frozen=True)
class Tallied:
    """The file of a partition's tallies, and how many values of quantiles it has of each member."""

    file: str
    values: dict[str, int]


@dataclass(frozen=True)
class State:
    """One run. `basis` is what its measures rest on beside the scans: another basis makes all of them anew.
    `generation` is that of the store. `counts`, `measures`, `quarters` are files."""

    basis: str = ""
    generation: int = 0
    partitions: dict[Partition, Tallied] = field(default_factory=dict)
    counts: str = ""
    measures: str = ""
    quarters: str = ""

    @property
    def files(self) -> set[str]:
        named = {self.counts, self.measures, self.quarters} - {""}
        return named | {tallied.file for tallied in self.partitions.values()}

    def to_bytes(self) -> bytes:
        partitions = {str(name): vars(tallied) for name, tallied in self.partitions.items()}
        return json.dumps({**vars(self), "partitions": partitions}, sort_keys=True, indent=1).encode()

    @classmethod
    def from_bytes(cls, given: bytes) -> State:
        told: dict[str, Any] = json.loads(given)
        partitions = {Partition.parse(name): Tallied(**tallied) for name, tallied in told.pop("partitions").items()}
        return cls(**told, partitions=partitions)


class Kept:
    """A folder of such files, each named by its digest. One run at a time; a run that falls leaves the former one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place = Folder(folder)

    @contextmanager
    def running(self) -> Iterator[Path]:
        """A folder for the time of a run."""
        with self._place.writing() as scratch:
            yield scratch

    @property
    def state(self) -> State:
        given = self._place.manifest()
        return State() if given is None else State.from_bytes(given)

    def path(self, name: str) -> Path:
        return self._folder / name

    def paths(self, names: Collection[str]) -> list[Path]:
        return [self.path(name) for name in sorted(names)]

    def keep(self, written: Path) -> str:
        name = f"{digest(written)}.parquet"
        self._place.keep(written, name)
        return name

    def publish(self, state: State, scratch: Path) -> State:
        self._place.publish(state.to_bytes(), scratch)
        for path in self._folder.glob("*.parquet"):
            if path.name not in state.files:
                path.unlink()
        return state
