"""`barid check` beside `frictionless validate` and `csv.reader`: the same 200,000 rows, whole commands in one run.

Promise: as a whole at least 10 times as fast as the first, under 300 MiB; start-up taken off at least 12 times as fast,
and at most 3 times the time of the second.
"""

from __future__ import annotations

import csv
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from app.handbook import partners  # noqa: E402
from bench.machine import state, table  # noqa: E402
from ingest.layouts import LAYOUTS, table_schema  # noqa: E402

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
BIN = Path(sys.executable).parent


def rows() -> list[dict[str, object]]:
    """Rows of one member. So many rows must repeat their keys; a repeated row says the same, which is only remarked."""
    months = [f"{year}-{month:02}" for year in (2026,) for month in range(1, 10)]
    keys = itertools.cycle(itertools.product(months, ("letter", "parcel", "ems"), sorted(partners() - {"EG"})))
    found = []
    for _, (month, product, partner) in zip(range(ROWS), keys, strict=False):
        announced = random.Random(f"{month}{product}{partner}").randint(100, 100_000)
        row: dict[str, object] = {"member": "EG", "month": month, "product": product, "partner": partner}
        row |= {column.name: announced // 4 for column in LAYOUTS["service-quality"].measures}
        row |= {"items_announced": announced, "items_arrived": announced // 2, "items_emc": announced - 1}
        row |= {"delivery_days_p50": 1.5, "delivery_days_p90": 4.25}
        found.append(row)
    return found


def measured(command: list[str], environment: dict[str, str]) -> tuple[float, float, int]:
    """Seconds, peak MiB and exit code of a whole command and its children."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(child.pid, 0)
    return time.perf_counter() - begun, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def write(file: Path, schema: Path) -> None:
    """The file, its first row alone, and its schema. In a process of its own, whose memory counts for no other."""
    given = rows()
    for path, wanted in ((file, given), (file.with_name(f"one-{file.name}"), given[:1])):
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, [c.name for c in LAYOUTS["service-quality"].columns], restval="")
            writer.writeheader()
            writer.writerows(wanted)
    schema.write_text(json.dumps(table_schema("service-quality")), encoding="utf-8")


def commands(file: Path, schema: Path) -> dict[str, list[str]]:
    """The peers on one file; `csv.reader` merely reads."""
    reads = "import csv, sys; sum(1 for row in csv.reader(open(sys.argv[1], encoding='utf-8', newline='')))"
    return {
        "barid check": [str(BIN / "python"), "-m", "app.cli", "check", str(file), "--dataset", "service-quality",
                        "--json"],
        "frictionless validate": [str(BIN / "frictionless"), "validate", str(file), "--schema", str(schema),
                                  "--trusted"],
        "csv.reader alone": [str(BIN / "python"), "-c", reads, str(file)],
    }  # fmt: skip


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        file, schema = Path(folder) / "service-quality.csv", Path(folder) / "schema.json"
        subprocess.run([sys.executable, __file__, str(ROWS), str(file), str(schema)], check=True)
        environment = {**os.environ, "BARID_MAX_ROWS": "500000"}
        os.chdir(ROOT)
        times = {"barid check": 5, "frictionless validate": 2, "csv.reader alone": 5}
        runs = {
            name: min(measured(command, environment) for _ in range(times[name]))
            for name, command in commands(file, schema).items()
        }
        starts = {
            name: min(measured(command, environment)[0] for _ in range(times[name]))
            for name, command in commands(file.with_name(f"one-{file.name}"), schema).items()
        }
        size = file.stat().st_size / 2**20
    _print(runs, starts, size)


def _print(runs: dict[str, tuple[float, float, int]], starts: dict[str, float], size: float) -> None:
    """Whole commands, and what is left of them without what one row takes."""
    print(state(f".venv/bin/python bench/check_vs_frictionless.py {ROWS}", "pyarrow", "frictionless"))
    own = {name: seconds - starts[name] for name, (seconds, _, _) in runs.items()}
    whole, net = runs["barid check"][0], own["barid check"]
    lines = [
        (name, f"{seconds:.2f}", f"{starts[name]:.2f}", f"{own[name]:.2f}", f"{peak:.0f}", code,
         f"{seconds / whole:.1f} x", f"{own[name] / net:.1f} x")
        for name, (seconds, peak, code) in runs.items()
    ]  # fmt: skip
    print(
        f"{ROWS:,} rows of service-quality, {size:.0f} MiB; best of the runs. Start-up: the same command on one row.\n"
    )
    print("Rows repeat (there are not so many months and partners); barid says so, the others do not look.\n")
    heads = ("command", "seconds", "start-up", "without it", "peak MiB", "exit", "time to barid", "without start-up")
    print(table(heads, lines))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        write(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
