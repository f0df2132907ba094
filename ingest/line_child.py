"""One row of a workbook for people who follow a number down to its source, read in a process of its own, with limits.

`python -m ingest.line_child FOLDER` reads `job.json` in the folder and writes `answer.json`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from ingest import messages
from ingest.checking import is_packed
from ingest.child import Bounds, answer_in, ask, job_in
from ingest.gathering import Gathered
from ingest.layouts import LAYOUTS, Layout
from ingest.limits import Limits
from ingest.sheets import Book
from ingest.workbook import choose, header_row, opened

Line = tuple[tuple[str, str], ...]


def line_in_child(path: Path, dataset: str, line: int, limits: Limits) -> Line:
    """Column and cell of a row of the sheet that a check of the dataset reads; nothing where there is no such row."""
    with path.open("rb") as source:
        packed = is_packed(source.read(16))
    if not packed or dataset not in LAYOUTS:
        return ()
    with tempfile.TemporaryDirectory(prefix="barid-line-") as name:
        folder = Path(name)
        job = {
            "path": str(path.resolve()), "dataset": dataset, "line": line, "limits": messages.limits_to_json(limits),
        }  # fmt: skip
        answer, _ = ask("ingest.line_child", folder, job, Bounds.of(limits))
        return tuple((column, text) for column, text in answer or ())


def read_line(path: Path, layout: Layout, line: int, limits: Limits) -> Line:
    """As `line_in_child`, in this process."""
    found = Gathered()

    def read(book: Book) -> Line:
        tab = choose(book, layout, found)
        header = header_row(book, tab, layout) if tab is not None else None
        if tab is None or header is None or line <= header.line:
            return ()
        row = next((row for row in book.rows(tab) if row.line >= line), None)
        cells = row.cells if row is not None and row.line == line else []
        names = header.cells + [""] * (len(cells) - len(header.cells))
        texts = cells + [""] * (len(names) - len(cells))
        pairs = ((name, text[: limits.max_cell_chars]) for name, text in zip(names, texts, strict=True) if name or text)
        return tuple(pairs) if cells else ()

    return opened(path, limits, found, read) or ()


def main(folder: Path) -> None:
    """The child's side."""
    job = job_in(folder)
    limits = messages.limits_from_json(job["limits"])
    answer_in(folder, read_line(Path(job["path"]), LAYOUTS[job["dataset"]], job["line"], limits))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
