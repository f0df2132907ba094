"""`barid check` beside `frictionless validate`: the same 200,000 rows, the same schema, whole commands in one run.

Promise: at least 10 times as fast, under 512 MiB.
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
    """The file and its schema. In a process of its own, whose memory counts for no other."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [c.name for c in LAYOUTS["service-quality"].columns], restval="")
        writer.writeheader()
        writer.writerows(rows())
    schema.write_text(json.dumps(table_schema("service-quality")), encoding="utf-8")


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        file, schema = Path(folder) / "service-quality.csv", Path(folder) / "schema.json"
        subprocess.run([sys.executable, __file__, str(ROWS), str(file), str(schema)], check=True)
        environment = {**os.environ, "BARID_MAX_ROWS": "500000"}
        ours = [str(BIN / "python"), "-m", "app.cli", "check", str(file), "--dataset", "service-quality", "--json"]
        peer = [str(BIN / "frictionless"), "validate", str(file), "--schema", str(schema), "--trusted"]
        start = [str(BIN / "python"), "-m", "app.cli", "check", "--help"]
        peer_start = [str(BIN / "frictionless"), "validate", "--help"]
        os.chdir(ROOT)
        runs = {}
        for name, command in (("barid check", ours), ("frictionless validate", peer)):
            runs[name] = min(measured(command, environment) for _ in range(2 if name == "frictionless validate" else 3))
        starts = {
            "barid check": measured(start, environment)[0],
            "frictionless validate": measured(peer_start, environment)[0],
        }
        print(state(f".venv/bin/python bench/check_vs_frictionless.py {ROWS}", "pyarrow", "frictionless"))
        lines = [
            (name, f"{seconds:.2f}", f"{starts[name]:.2f}", f"{peak:.0f}", code,
             f"{runs['frictionless validate'][0] / seconds:.1f} x")
            for name, (seconds, peak, code) in runs.items()
        ]  # fmt: skip
        size = file.stat().st_size / 2**20
        print(f"{ROWS:,} rows of service-quality, {size:.0f} MiB; best of the runs\n")
        print("Rows repeat (there are not so many months and partners); barid says so, frictionless does not look.\n")
        print(table(("command", "seconds", "of these start-up", "peak MiB", "exit", "speed to frictionless"), lines))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        write(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
