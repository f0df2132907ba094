"""Reading a workbook beside openpyxl: the same 50,000 rows, whole processes in one run.

Promise: the whole check takes at most 1.5 times as long as openpyxl (`read_only`) that merely walks over the cells.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.check_vs_frictionless import rows  # noqa: E402
from bench.machine import state, table  # noqa: E402
from ingest.layouts import LAYOUTS  # noqa: E402

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
NAMES = [column.name for column in LAYOUTS["service-quality"].columns]

WALK = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True)
print(sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True)))
"""
READ = """
import sys, zipfile
from ingest.limits import Limits
from ingest import ods, xlsx
with zipfile.ZipFile(sys.argv[1]) as archive:
    book = (ods if sys.argv[1].endswith(".ods") else xlsx).Workbook(archive, Limits())
    print(sum(len(row.cells) for row in book.rows(book.tabs[0])))
"""
CHECK = """
import sys, pathlib
from datetime import date
from app import handbook
from ingest.child import check_in_child
from ingest.situation import Situation
members = frozenset(handbook.member_codes())
given = Situation("EG", members, handbook.partners(), handbook.cycle(), date(2026, 11, 24))
checked = check_in_child(pathlib.Path(sys.argv[1]), "service-quality", given)
sys.exit(checked.rows != int(sys.argv[2]))
"""
START = {"openpyxl walks": "import openpyxl", "our reader walks": "from ingest import ods, xlsx, limits"}


def write(path: Path) -> None:
    """The rows as a workbook of either format, with texts that cells share, as spreadsheet programs write them."""
    values = [[row.get(name) for name in NAMES] for row in rows()[:ROWS]]
    if path.suffix == ".ods":
        from tests.open_documents import row as xml_row
        from tests.open_documents import table as xml_table
        from tests.open_documents import write as write_ods

        write_ods(path, [xml_table([xml_row(NAMES), *(xml_row(cells) for cells in values)])])
        return
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("figures")
    for cells in [NAMES, *values]:
        sheet.append(cells)
    book.save(path)


def measured(command: list[str], folder: Path) -> tuple[float, float, int]:
    """Seconds, peak MiB and exit code of a process with its children."""
    begun = time.perf_counter()
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    )
    _, status, usage = os.wait4(child.pid, 0)
    return time.perf_counter() - begun, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("xlsx", "ods"):
            subprocess.run([sys.executable, __file__, str(ROWS), str(folder / f"figures.{kind}")], check=True)
        xlsx, ods = folder / "figures.xlsx", folder / "figures.ods"
        commands = {
            "openpyxl walks": [sys.executable, "-c", WALK, str(xlsx)],
            "our reader walks": [sys.executable, "-c", READ, str(xlsx)],
            "the whole check": [sys.executable, "-c", CHECK, str(xlsx), str(ROWS)],
            "our reader walks, .ods": [sys.executable, "-c", READ, str(ods)],
            "the whole check, .ods": [sys.executable, "-c", CHECK, str(ods), str(ROWS)],
        }
        runs = {named: min(measured(command, folder) for _ in range(2)) for named, command in commands.items()}
        starts = {named: measured([sys.executable, "-c", code], folder)[0] for named, code in START.items()}
        print(state(f".venv/bin/python bench/workbook_speed.py {ROWS}", "openpyxl", "pyarrow"))
        size = xlsx.stat().st_size / 2**20
        print(f"{ROWS:,} rows, {len(NAMES)} columns; {size:.0f} MiB .xlsx; the better of two runs\n")
        peer = runs["openpyxl walks"][0]
        lines = [
            (named, f"{seconds:.2f}", f"{peak:.0f}", code, f"{seconds / peer:.2f} x")
            for named, (seconds, peak, code) in runs.items()
        ]  # fmt: skip
        print(table(("process", "seconds", "peak MiB", "exit", "time to openpyxl"), lines))
        said = ", ".join(f"{named} {seconds:.2f} s" for named, seconds in starts.items())
        print(f"\nStart-up alone: {said}.")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        write(Path(sys.argv[2]))
    else:
        main()
