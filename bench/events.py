"""Item events. (a) Read, validate and store N million scans with 0.4 % faults of sixteen kinds, beside its peers.

Promise: at most 1.4 times DuckDB's raw CSV to Parquet copy into the same partitions without any check, 4 times as fast
as pandas (C engine) with the same rules, 25 times frictionless (on a fifth); every bad cell named by physical line and
column and none falsely, in three dialects; peak memory equal within 20 % at 5 and 20 million and under 600 MiB.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.events_made import DIALECTS, HEADER, write  # noqa: E402
from bench.machine import state, table  # noqa: E402

NOW = datetime(2026, 6, 1)  # noqa: DTZ001 - UTC, as the reader has it
PEERS = ("ours", "duckdb", "pandas", "frictionless")


def ours(path: Path, folder: Path) -> None:
    """Read, validate, store; the findings into a file."""
    from bench.events_stored import Partitions
    from ingest.events.ledger import Ledger
    from ingest.events.reading import EventFile
    from ingest.profiles import load

    with (folder / "findings.csv").open("w", encoding="utf-8", newline="") as out:
        named = csv.writer(out)

        def every(findings) -> None:
            named.writerows([one.line, one.column or "", one.code] for one in findings)

        ledger = Ledger(500, every)
        with Partitions(folder) as store:
            for scans in EventFile(path, load(path.with_suffix(".toml")), ledger, NOW).scans():
                store.add(scans)


def duckdb(path: Path, folder: Path) -> None:
    """Everything as text into the same partitions; nothing is looked at."""
    import duckdb as peer

    connection = peer.connect()
    connection.execute("SET threads = 2")
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in HEADER)
    connection.execute(
        f"COPY (SELECT *, left(event_ts, 7) AS month FROM read_csv('{path}', columns = {{{columns}}}, header = true, "
        f"delim = ',', quote = '\"', ignore_errors = true, strict_mode = false, auto_detect = false)) "
        f"TO '{folder}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (dest, month), OVERWRITE_OR_IGNORE)"
    )


def pandas(path: Path, folder: Path) -> None:
    """The C engine for the text, then our own rules on whole columns, then the same partitions."""
    import numpy as np
    import pandas as peer
    import pyarrow as pa

    from bench.events_stored import Partitions
    from ingest.events.lexing import Rows
    from ingest.events.normalising import Normaliser
    from ingest.profiles import load

    frame = peer.read_csv(path, dtype=str, keep_default_na=False, engine="c", on_bad_lines="skip").fillna("")
    normaliser = Normaliser(load(path.with_suffix(".toml")), list(HEADER), NOW)
    lexer = normaliser.lexer(",")
    columns = {at: pa.array(frame[HEADER[at]], pa.string()) for at in sorted(lexer.texts)}
    columns |= {at: pa.array(frame[HEADER[at]], pa.string()).dictionary_encode() for at in sorted(lexer.coded)}
    numbers = np.arange(len(frame))
    columns = {at: column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
               for at, column in columns.items()}  # fmt: skip
    found = normaliser.scans(Rows(columns, numbers, numbers, (), len(frame)))
    with Partitions(folder) as store:
        store.add(found.scans)


def frictionless(path: Path, folder: Path) -> None:
    """The schema's own rules and a check of S10; nothing is stored."""
    from bench.events_frictionless import validate

    validate(path)


def timed(peer: str, path: Path) -> tuple[float, float]:
    """Seconds and peak MiB of the peer in a process of its own, its start taken off."""
    folder = Path(tempfile.mkdtemp(dir=path.parent))
    told = folder / "seconds"
    child = subprocess.Popen([sys.executable, __file__, "--child", peer, str(path), str(folder)])
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{peer} failed")
    seconds = float(told.read_text())
    if peer == "ours":
        shutil.copy(folder / "findings.csv", path.with_suffix(".found.csv"))
    shutil.rmtree(folder)
    return seconds, usage.ru_maxrss / 1024


def child(peer: str, path: Path, folder: Path) -> None:
    for module in {"ours": ["ingest.events.reading", "bench.events_stored", "pyarrow.csv"], "pandas": ["pandas"]}.get(
        peer, [peer]
    ):
        __import__(module)
    begun = time.perf_counter()
    globals()[peer](path, folder)
    (folder / "seconds").write_text(str(time.perf_counter() - begun))


def named(path: Path) -> tuple[int, int, int]:
    """How many bad cells there are, how many of them were not named, and how many others were."""
    with (
        path.with_suffix(".faults.csv").open(encoding="utf-8", newline="") as made,
        path.with_suffix(".found.csv").open(encoding="utf-8", newline="") as found,
    ):
        expected, said = (Counter(tuple(row) for row in csv.reader(file)) for file in (made, found))
    return expected.total(), (expected - said).total(), (said - expected).total()


def reading(rows: int, times: int) -> None:
    """Print part (a)."""
    print(state(f".venv/bin/python bench/events.py --rows {rows}", "pyarrow", "duckdb", "pandas", "frictionless"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole, fifth = folder / "whole.csv", folder / "fifth.csv"
        write_apart(whole, rows, 0)
        write_apart(fifth, rows // 5, 0)
        print(f"(a) {rows:,} scans, {whole.stat().st_size / 2**20:.0f} MiB; best of {times}\n")
        runs = {peer: min(timed(peer, whole) for _ in range(times)) for peer in ("ours", "duckdb")}
        runs["pandas"] = timed("pandas", whole)
        runs["frictionless"] = timed("frictionless", fifth)
        of = {peer: rows // 5 if peer == "frictionless" else rows for peer in runs}
        mine = runs["ours"][0] / rows
        print(
            table(
                ("peer", "scans", "seconds", "million a second", "peak MiB", "time to ours"),
                [
                    (peer, f"{of[peer]:,}", f"{seconds:.2f}", f"{of[peer] / seconds / 1e6:.2f}", f"{peak:.0f}",
                     f"{seconds / of[peer] / mine:.2f} x")
                    for peer, (seconds, peak) in runs.items()
                ],
            )
        )  # fmt: skip
        print("\nBad cells by physical line and column\n")
        lines = [("utf-8", f"{rows:,}", *named(whole), f"{runs['ours'][0]:.2f}")]
        for number, dialect in enumerate(DIALECTS[1:], 1):
            path = folder / f"{dialect.name}.csv"
            write_apart(path, rows // 5, number)
            seconds, _ = timed("ours", path)
            lines.append((dialect.name, f"{rows // 5:,}", *named(path), f"{seconds:.2f}"))
        print(table(("dialect", "scans", "bad cells", "not named", "named falsely", "seconds"), lines))


def write_apart(path: Path, rows: int, dialect: int) -> None:
    """In a process of its own, whose memory counts for no other."""
    subprocess.run([sys.executable, __file__, "--write", str(path), str(rows), str(dialect)], check=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--times", type=int, default=2)
    asked.add_argument("--child", nargs=3, metavar=("PEER", "FILE", "FOLDER"), help=argparse.SUPPRESS)
    asked.add_argument("--write", nargs=3, metavar=("FILE", "ROWS", "DIALECT"), help=argparse.SUPPRESS)
    call = asked.parse_args()
    if call.child:
        child(call.child[0], Path(call.child[1]), Path(call.child[2]))
    elif call.write:
        write(Path(call.write[0]), int(call.write[1]), DIALECTS[int(call.write[2])])
    else:
        reading(call.rows, call.times)


if __name__ == "__main__":
    main()
