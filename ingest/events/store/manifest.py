"""The manifest: which parts the store consists of, and which change touched which partition.

Nothing that is not named in it belongs to the store. It is replaced whole, by the next generation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.events.store.partition import Partition

FORMAT = 1
REMEMBERED = 200
"""Changes told with their cause; of older ones only the generation is known, for each partition."""


@dataclass(frozen=True)
class Part:
    """A Parquet file of one partition. `sha256` is of its bytes, and its name.

    `whole`: sorted, and the only part of its partition. `repeats`: scans that several submissions tell; they lie here
    once for each. `submissions`: rows by submission.
    """

    partition: Partition
    sha256: str
    rows: int
    size: int
    submissions: dict[str, int]
    whole: bool = False
    repeats: int = 0

    @property
    def name(self) -> str:
        return f"{self.partition.folder}/{self.sha256}.parquet"


@dataclass(frozen=True)
class Change:
    """What made a generation: put, replaced, withdrawn, forgotten or compacted; `touched` are those whose scans differ
    since. Compaction touches none."""

    generation: int
    kind: str
    submission: str
    touched: tuple[Partition, ...]
    rows: int


@dataclass(frozen=True)
class Manifest:
    """One generation. `received`: the day of each submission put, also of those whose scans are forgotten since.
    `changed`: the last generation that touched a partition, also one that is empty since."""

    generation: int = 0
    parts: tuple[Part, ...] = ()
    received: dict[str, str] = field(default_factory=dict)
    changed: dict[Partition, int] = field(default_factory=dict)
    log: tuple[Change, ...] = ()

    def of(self, partition: Partition) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.partition == partition)

    @property
    def partitions(self) -> list[Partition]:
        return sorted({part.partition for part in self.parts})

    def holds(self, submission: str) -> bool:
        return any(submission in part.submissions for part in self.parts)

    def changed_since(self, generation: int) -> dict[Partition, tuple[Change, ...]]:
        """The partitions whose scans differ from those of that generation, each with its changes since, as far as they
        are remembered."""
        return {
            partition: tuple(
                change for change in self.log if change.generation > generation and partition in change.touched
            )
            for partition, last in sorted(self.changed.items())
            if last > generation
        }

    def after(self, kind: str, submission: str, gone: Iterable[Part], come: Iterable[Part], rows: int) -> Manifest:
        """The next generation: without the parts `gone`, with those `come`."""
        fallen, come = {part.name for part in gone}, tuple(come)
        left = [part for part in self.parts if part.name not in fallen]
        touched: set[Partition] = set()
        if kind != "compacted":
            touched = {part.partition for part in self.parts if part.name in fallen} | {part.partition for part in come}
        generation = self.generation + 1
        parts = {part.name: part for part in (*left, *come)}
        change = Change(generation, kind, submission, tuple(sorted(touched)), rows)
        return replace(
            self,
            generation=generation,
            parts=tuple(parts[name] for name in sorted(parts)),
            changed={**self.changed, **dict.fromkeys(touched, generation)},
            log=(*self.log, change)[-REMEMBERED:],
        )

    def to_bytes(self) -> bytes:
        """JSON in a fixed order: the same store has the same bytes."""
        told = {
            "format": FORMAT,
            "generation": self.generation,
            "received": self.received,
            "changed": {str(partition): generation for partition, generation in self.changed.items()},
            "log": [_change_to_json(change) for change in self.log],
            "parts": [_part_to_json(part) for part in self.parts],
        }
        return json.dumps(told, sort_keys=True, indent=1, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, given: bytes) -> Manifest:
        told = json.loads(given)
        if told["format"] != FORMAT:
            raise ValueError(f"The manifest has format {told['format']}; this version reads {FORMAT}.")
        return cls(
            told["generation"],
            tuple(_part(part) for part in told["parts"]),
            told["received"],
            {Partition.parse(name): generation for name, generation in told["changed"].items()},
            tuple(_change(change) for change in told["log"]),
        )


def _part_to_json(part: Part) -> dict[str, Any]:
    return {**vars(part), "name": part.name, "partition": str(part.partition)}


def _part(told: dict[str, Any]) -> Part:
    return Part(**{**{k: v for k, v in told.items() if k != "name"}, "partition": Partition.parse(told["partition"])})


def _change_to_json(change: Change) -> dict[str, Any]:
    return {**vars(change), "touched": [str(partition) for partition in change.touched]}


def _change(told: dict[str, Any]) -> Change:
    return Change(**{**told, "touched": tuple(map(Partition.parse, told["touched"]))})
