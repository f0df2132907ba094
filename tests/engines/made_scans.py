"""Made scans with every trait of real ones, in the Parquet form in which engines take them: the same for every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.events.normalising import KNOWN
from ingest.events.storing import SCHEMA

START = datetime(2025, 11, 3)  # noqa: DTZ001 - UTC without its name, as in the store
MEMBERS = ("EG", "SA", "NA", "BR")
HOURS_FROM_UTC = {"EG": 2, "SA": 3, "NA": 2, "BR": -3}
PRODUCTS = ("letter", "parcel", "parcel", "parcel", "ems")
_Row = tuple[object, ...]


def write_scans(path: Path, scans: int, seed: int = 5) -> int:
    """At least that many scans of made items, in one file; how many they are."""
    chance, rows, number = random.Random(seed), [], 0
    while len(rows) < scans:
        number += 1
        rows += _item(chance, number, len(rows))
    # Columns that came to the store later are unknown here.
    columns = [*zip(*rows, strict=True), *[[None] * len(rows)] * (len(SCHEMA) - len(rows[0]))]
    pq.write_table(
        pa.table([pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)], schema=SCHEMA),
        path,
    )
    return len(rows)


def _item(chance: random.Random, number: int, line: int) -> Iterator[_Row]:
    # Names in both cases and with signs: engines that order by a language would order them differently.
    name = f"{chance.choice(('r', 'R', '_', 'É', 'z'))}{chance.randrange(10**6):06}-{number}"
    origin, destination = chance.sample(MEMBERS, 2)
    known = {
        "origin": chance.choice((origin, origin, origin, None)),
        "destination": destination,
        "product": chance.choice(PRODUCTS),
        "standard_days": chance.choice((None, 2, 3, 5)),
        "promised": chance.choice((None, None, _day(chance))),
        "left_out": int(chance.random() < 0.02),
        "s10": int(chance.random() < 0.9),
    }
    line += 2
    for event, at in _course(chance):
        offset = HOURS_FROM_UTC[origin if event in ("EMA", "EMC") else destination]
        for again in range(1 + (chance.random() < 0.04)):
            # Of a scan that was sent twice the second transmission may be earlier, or unknown.
            yield _row(chance, name, event, at, offset, known, line + again)
        line += 2
    if chance.random() < 0.05:
        yield _row(chance, name, KNOWN, None, 0, {**known, "destination": chance.choice(MEMBERS)}, line)


def _row(
    chance: random.Random,
    name: str,
    event: str,
    at: datetime | None,
    offset: int,
    known: dict[str, object],
    line: int,
) -> _Row:
    sent = at and chance.choice((None, at + timedelta(seconds=chance.choice((30, 86_399, 86_400, 86_401, 300_000)))))
    local = at and at + timedelta(hours=offset)
    reason = int(chance.random() < 0.5) if event == "EME" else None
    ended = int(event == "EDX" or (event == "EMH" and chance.random() < 0.1))
    return (name, event, at, local, sent, known["origin"], known["destination"], known["product"], reason, ended,
            known["standard_days"], known["promised"], known["left_out"], known["s10"], line)  # fmt: skip


def _course(chance: random.Random) -> list[tuple[str, datetime]]:
    """The scans of one item: all of them or some, in order or not, with fractions of a second here and there."""
    course = ["EMA", "EMC", "EMD"]
    if chance.random() < 0.5:
        course += chance.choice((["EDB", "EDC"], ["EME", "EMF"], ["EDB", "EME", "EDC"], ["EME"], ["EDB", "EMF", "EDC"]))
    course += chance.choice((["EMI"], ["EMI"], ["EMH", "EMI"], ["EDH", "EMI"], ["EDX"], ["EMH"], [], ["EMC", "EMK"]))
    course += ["EXX"] if chance.random() < 0.01 else []
    if chance.random() < 0.05:
        chance.shuffle(course)
    at = START + timedelta(seconds=chance.randrange(100 * 86_400), microseconds=chance.choice((0, 0, 1, 999_999)))
    found = []
    for event in course:
        if chance.random() < 0.93:
            found.append((event, at))
        at += timedelta(seconds=chance.choice((0, 1, 3_600, chance.randrange(5 * 86_400))))
    return found


def _day(chance: random.Random) -> date:
    return (START + timedelta(days=chance.randrange(4, 120))).date()
