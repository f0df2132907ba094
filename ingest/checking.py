"""One file of figures, from bytes to values or findings: file, cells, rows, set; later only when earlier is clean."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.findings import Finding
from ingest import checks
from ingest.columns import Casting, cast_arrow, cast_plain
from ingest.decoding import decode, foreign_type
from ingest.gathering import Gathered
from ingest.headers import read_header
from ingest.layouts import LAYOUTS, RULESET, Layout
from ingest.leaving_out import leave_out_untouched
from ingest.lexing import split
from ingest.limits import Limits
from ingest.reading import FAST_FROM, read_fast, read_plain
from ingest.rows import Rows
from ingest.situation import Situation
from ingest.structure import Judge, is_row_of_units
from ingest.telling import SILENT, Telling

if TYPE_CHECKING:
    import pyarrow as pa

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD_LINES = 60
_LONGEST_LINE = 2**17
"""No header that we take is longer, in characters."""


@dataclass(frozen=True)
class Checked:
    """What became of a file. `table` holds its values when it was taken, with the columns of its layout, `line` first.

    `counts` counts findings by code; `findings` lists at most `Limits.max_findings` of them.
    """

    dataset: str
    outcome: str
    rows: int
    findings: tuple[Finding, ...]
    table: pa.Table | None
    counts: dict[str, int]
    ruleset: str = RULESET


def check_file(
    path: Path,
    dataset: str,
    situation: Situation,
    limits: Limits | None = None,
    *,
    fast: bool | None = None,
    keep: bool = True,
    encoding: str | None = None,
    telling: Telling = SILENT,
) -> Checked:
    """Check a file of figures in this process; KeyError for a dataset that is not one of figures.

    `fast` forces the fast or the plain way; None lets the size decide. Without `keep` the findings alone are
    wanted, and `table` is None. `encoding`: the encoding, of `CHOICES`, in which a person said that a text is to
    be read. `telling` hears how far it is. Nothing of the content raises.
    """
    limits = limits or Limits()
    layout = LAYOUTS[dataset]
    found = Gathered(most_listed=limits.max_listed, today=situation.today)
    rows = _rows(path, layout, situation, limits, found, fast, encoding, telling)
    if rows is not None and not found.stopped:
        rows = leave_out_untouched(rows, found)
        checks.run(rows, situation, found)
    taken = rows is not None and not found.stopped
    return Checked(
        dataset=dataset,
        outcome="taken" if taken else "refused",
        rows=0 if rows is None else len(rows),
        findings=found.listed(limits.max_findings),
        table=_unique(rows, found) if keep and taken and rows is not None else None,
        counts=dict(sorted(found.counts.items())),
    )


def is_packed(start: bytes) -> bool:
    """Whether a file that begins so is a ZIP or an old office file, which a library has to open."""
    return start.startswith((_ZIP, b"PK\x05\x06", _OLE))


def _unique(rows: Rows, found: Gathered) -> pa.Table:
    """The table of the rows; of rows that say the same the first alone."""
    table = rows.table()
    if "SEM_DUP_SAME" not in found.counts:
        return table
    from ingest.arrows import integers

    again = set(rows.repeats(rows.layout.key)[0])
    return table.take(integers([row for row in range(len(rows)) if row not in again]))


def _rows(
    path: Path,
    layout: Layout,
    situation: Situation,
    limits: Limits,
    found: Gathered,
    fast: bool | None,
    encoding: str | None,
    telling: Telling,
) -> Rows | None:
    telling.at("reading")
    size = path.stat().st_size
    with path.open("rb") as source:
        start = source.read(512)
    if not start.strip(b" \t\r\n\xef\xbb\xbf") and size <= 512:
        found.add("FIL_EMPTY")
        return None
    if is_packed(start):
        if encoding:
            found.add("ENC_CHOSEN_OTHER", encoding=encoding, actual=".xlsx")
            return None
        from ingest.workbook import read_workbook  # seldom needed

        return read_workbook(path, layout, situation, limits, found, telling)
    kind = foreign_type(start)
    if kind:
        found.add("FIL_TYPE", kind=kind)
        return None
    if size > limits.max_csv_bytes:
        found.add("FIL_TOO_BIG", bytes=size, most=limits.max_csv_bytes)
        return None
    text = decode(path.read_bytes(), found, encoding)
    return None if text is None else _csv_rows(text, layout, situation, limits, found, fast, telling)


def _csv_rows(
    text: bytes,
    layout: Layout,
    situation: Situation,
    limits: Limits,
    found: Gathered,
    fast: bool | None,
    telling: Telling,
) -> Rows | None:
    if not text.strip():
        found.add("FIL_EMPTY")
        return None
    head = text[: 2**20].decode("utf-8", "ignore").split("\n", _HEAD_LINES)[:_HEAD_LINES]
    if _is_one_line(text, limits, found):
        return None
    header = read_header([line[:_LONGEST_LINE] for line in head], layout, found, limits.max_columns, situation.aliases)
    if header is None:
        return None
    read = header.line
    if read < len(head) and is_row_of_units(split(head[read], header.delimiter), header):
        read += 1
        found.add("HDR_TWO_ROWS", read, value=head[header.line][:64])
    at = 0
    for _ in range(read):
        at = text.find(b"\n", at) + 1 or len(text)
    return _below(text, at, read + 1, Judge(header, limits, found, telling), layout, situation, fast)


def _is_one_line(text: bytes, limits: Limits, found: Gathered) -> bool:
    """Whether the first line is longer than any header: too many columns, or a file without line ends."""
    end = text.find(b"\n")
    first = text if end < 0 else text[:end]
    if len(first) <= _LONGEST_LINE:
        return False
    columns = max(first.count(mark) for mark in (b",", b";", b"\t")) + 1
    if columns > limits.max_columns:
        found.add("HDR_TOO_MANY", 1, columns=columns, most=limits.max_columns)
    else:
        found.add("FIL_ONE_LINE", 1, characters=len(first.decode("utf-8")))
    return True


def _below(
    text: bytes, at: int, line: int, judge: Judge, layout: Layout, situation: Situation, fast: bool | None
) -> Rows | None:
    """The rows from byte `at` on, which stands in `line`."""
    header, limits, found = judge.header, judge.limits, judge.found
    casting = Casting(layout, header, situation, limits.max_cell_chars, found)
    if fast is None:
        fast = len(text) >= FAST_FROM
    if fast:
        grid = read_fast(text, at, header, judge, line, limits)
        judge.finish(may_be_empty=layout.may_be_empty)
        return None if found.stopped else cast_arrow(grid, casting)
    plain = read_plain(text[at:], header, judge, line, limits)
    judge.finish(may_be_empty=layout.may_be_empty)
    return None if found.stopped else cast_plain(plain, casting)
