"""Item events in, measures out: read strictly, faulty rows set aside by cause, the rest counted by rules."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from app.domain.event_measures import kind_of
from app.domain.findings import Finding
from app.domain.measures import DATASET_OF, FIGURES, Kind
from ingest.events.engines import EMBEDDED
from ingest.events.joining import fitting, joined
from ingest.events.ledger import Fault, Ledger
from ingest.events.quarters import QUARTERS_SCHEMA
from ingest.events.reading import EventFile
from ingest.events.scan_columns import as_plain
from ingest.events.storing import ScanStore
from ingest.events.terms import USUAL, Terms
from ingest.profiles import Profile

if TYPE_CHECKING:
    from ingest.events.measuring import Measured

TAKEN, REFUSED = "taken", "refused"
MEASURES_SCHEMA = pa.schema(
    [
        ("member", pa.string()),
        ("month", pa.string()),
        ("product", pa.string()),
        ("direction", pa.string()),
        ("partner", pa.string()),
        ("measure", pa.string()),
        ("value", pa.float64()),
        ("n", pa.int64()),
        ("approximate", pa.bool_()),
    ]
)


class EventLimits(Protocol):
    """What deriving needs of the limits of the house."""

    @property
    def max_set_aside(self) -> float: ...

    @property
    def max_findings(self) -> int: ...


@dataclass(frozen=True)
class Derived:
    """What a file of item events gave.

    `read` = `used` + all of `set_aside` (rows by code); `warned` counts doubts by code. `measures` has the columns of
    MEASURES.csv, partner "" for all partners together; `quarters` holds the quantiles of each member and quarter over
    all products and partners, from the items themselves. Both are empty when `outcome` is "refused".
    """

    read: int
    used: int
    set_aside: dict[str, int]
    items: int
    outcome: str
    findings: tuple[Finding, ...]
    measures: pa.Table
    quarters: pa.Table
    delivered: int = 0
    on_time: int = 0
    warned: dict[str, int] | None = None


def derive(
    path: Path | Sequence[Path],
    profile: Profile,
    *,
    member: str | None = None,
    folder: Path,
    limits: EventLimits,
    as_of: date | None = None,
    memory: int | None = None,
    now: datetime | None = None,
    every: Callable[[Iterator[Finding]], None] | None = None,
    terms: Terms = USUAL,
    engine: str = EMBEDDED,
) -> Derived:
    """The measures of the file at `path`, or of several files together, seen through the profile.

    Where the profile joins files, `path` is all of them in any order. `member` is the member where the file does not
    say it, and keeps its measures only, or those of its places. `as_of` is the day (its end)
    until which open items are aged; without it the last scan of the file. `folder` holds the scans meanwhile. Rows are
    set aside by cause; the file is refused when it cannot be read or too large a share of its rows is set aside.
    `memory`: bytes that the counting may hold before it uses the disk. `now`, in UTC without zone, is when the file is
    read: scans after it are set aside. `every` receives all findings of rows, also those beyond what is listed.
    `terms` say how days are counted, `engine` is the address of what counts (EngineError when nothing answers).
    """
    ledger = Ledger(limits.max_findings, every)
    until = datetime.combine(as_of, time(23, 59, 59)) if as_of else None
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        scans = Path(inside) / "scans.parquet"
        paths = [path] if isinstance(path, Path) else list(path)
        profile = fitting(paths, profile)
        read = write_scans(joined(paths, profile, Path(inside), ledger), profile, ledger, scans, now, len(paths) > 1)
        aside = ledger.set_aside.total()
        if read and aside > limits.max_set_aside * read:
            ledger.add(Fault("EVT_TOO_MANY_SET_ASIDE", set_aside=aside, rows=read, share=f"{limits.max_set_aside:.0%}"))
        measured = None if ledger.refused else _measured(scans, profile, ledger, member, until, memory, terms, engine)
    return _derived(read, ledger, measured)


def _derived(read: int, ledger: Ledger, measured: Measured | None) -> Derived:
    rows, quarters = (measured.rows, measured.quarters) if measured else ([], [])
    return Derived(
        read,
        read - ledger.set_aside.total(),
        dict(sorted(ledger.set_aside.items())),
        measured.items if measured else 0,
        REFUSED if ledger.refused else TAKEN,
        ledger.findings(),
        pa.Table.from_pylist(rows, MEASURES_SCHEMA),
        pa.Table.from_pylist(quarters, QUARTERS_SCHEMA),
        measured.delivered if measured else 0,
        int(sum(row["value"] for row in rows if row["measure"] == "items_on_time" and row["partner"] == "")),
        dict(sorted(ledger.warned.items())),
    )


def _measured(
    scans: Path,
    profile: Profile,
    ledger: Ledger,
    member: str | None,
    until: datetime | None,
    memory: int | None,
    terms: Terms,
    engine: str,
) -> Measured:
    # Late: the engine is slow to load, and the process that serves pages never counts itself.
    from ingest.events.measuring import measure

    return measure(scans, profile, ledger, member, until, memory, terms, engine)


def write_scans(
    paths: list[Path], profile: Profile, ledger: Ledger, scans: Path, now: datetime | None, named: bool
) -> int:
    """Write the scans of the files, one after another, to a Parquet file; how many rows were read. `named`: findings
    tell of which file they are."""
    read = 0
    with ScanStore(scans) as store:
        for path in paths:
            ledger.file = path.name if named else None
            file = EventFile(path, profile, ledger, now)
            for table in file.scans():
                store.add(as_plain(table))
            read += file.read
    ledger.file = None
    return read


def write_measures_csv(derived: Derived, out: Path) -> None:
    """MEASURES.csv, UTF-8, in a fixed order; counts without a fraction, an unknown n empty."""
    with out.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(MEASURES_SCHEMA.names)
        for row in derived.measures.to_pylist():
            whole = kind_of(row["measure"]) is not Kind.QUANTILE
            value = str(int(row["value"])) if whole else repr(row["value"])
            writer.writerow(
                [
                    *(row[name] for name in MEASURES_SCHEMA.names[:6]),
                    value,
                    "" if row["n"] is None else row["n"],
                    "true" if row["approximate"] else "false",
                ]
            )


def figure_tables(derived: Derived) -> dict[str, pa.Table]:
    """The measures as rows of the figure datasets, one per member, month and product over all partners; `line` is null.

    Rows by partner are left to MEASURES.csv: beside a total they would count twice.
    """
    rows: dict[str, dict[tuple[str, str, str], dict[str, object]]] = {}
    for found in derived.measures.to_pylist():
        if found["partner"] == "" and found["measure"] in DATASET_OF:
            dataset = DATASET_OF[found["measure"]]
            key = (found["member"], found["month"], found["product"])
            row = rows.setdefault(dataset, {}).setdefault(
                key, {"member": key[0], "month": key[1], "product": key[2], "partner": ""}
            )
            row[found["measure"]] = found["value"]
    return {
        dataset: pa.Table.from_pylist([by_key[key] for key in sorted(by_key)], _figure_schema(dataset))
        for dataset, by_key in sorted(rows.items())
    }


def _figure_schema(dataset: str) -> pa.Schema:
    text = [(name, pa.string()) for name in ("member", "month", "product", "partner")]
    values = [(measure.name, pa.float64()) for measure in FIGURES[dataset]]
    return pa.schema([("line", pa.int64()), *text, *values, ("missing", pa.string()), ("remark", pa.string())])
