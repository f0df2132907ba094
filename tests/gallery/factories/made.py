"""How a bad file is made: a good one of our layouts with one thing wrong, as CSV and as a workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import openpyxl

from ingest import Limits
from ingest.layouts import LAYOUTS

_PLAIN = re.compile(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,9}[1-9])?")
BASE = {
    "service-quality": {"member": "EG", "month": "2026-01", "product": "parcel", "items_arrived": "50"},
    "customs-clearance": {"member": "EG", "month": "2026-01", "product": "parcel", "goods_items_inbound": "50"},
    "data-exchange": {"member": "EG", "month": "2026-01", "product": "parcel", "dispatches_out": "50"},
    "preparedness": {"member": "EG", "quarter": "2026-Q1", "item": "disaster_plan", "answer": "yes"},
    "disruptions": {
        **{"member": "EG", "start": "2026-01-05T08:00+02:00", "kind": "strike", "products": "ems"},
        "force_majeure": "no",
    },
}


@dataclass(frozen=True)
class Expected:
    """One finding, as a person is told it."""

    severity: str
    code: str
    line: int | None = None
    column: str | None = None
    value: str | None = None


def refused(code, line=None, column=None, value=None) -> Expected:
    return Expected("refused", code, line, column, value)


def error(code, line=None, column=None, value=None) -> Expected:
    return Expected("error", code, line, column, value)


def warning(code, line=None, column=None, value=None) -> Expected:
    return Expected("warning", code, line, column, value)


def normalised(code, line=None, column=None, value=None) -> Expected:
    return Expected("normalised", code, line, column, value)


@dataclass(frozen=True)
class Bad:
    """A file and all that is to be told of it. `values`: cells of the rows taken, by column, where they matter."""

    content: bytes
    expected: tuple[Expected, ...]
    dataset: str = "service-quality"
    name: str = "csv"
    limits: Limits | None = None
    values: dict[str, list] | None = None
    member: str | None = "EG"


def names(dataset: str = "service-quality") -> list[str]:
    return [column.name for column in LAYOUTS[dataset].columns]


def row(dataset: str = "service-quality", **cells: str) -> list[str]:
    """The cells of one good row, with some changed."""
    said = {**BASE[dataset], **cells}
    assert set(said) <= set(names(dataset))
    return [said.get(name, "") for name in names(dataset)]


def good(dataset: str = "service-quality", rows: int = 2) -> list[list[str]]:
    """A good table, its header first."""
    periods = {"quarter": "2026-Q{}"} if dataset == "preparedness" else {"month": "2026-0{}"}
    if dataset == "disruptions":
        periods = {"start": "2026-0{}-05T08:00+02:00"}
    ((name, form),) = periods.items()
    return [names(dataset), *(row(dataset, **{name: form.format(number)}) for number in range(1, rows + 1))]


def quoted(cell: str, mark: str) -> str:
    plain = not any(odd in cell for odd in f'{mark}"\n\r')
    return cell if plain else '"' + cell.replace('"', '""') + '"'


def text(table: Sequence[Sequence[str]], mark: str = ",", end: str = "\n") -> str:
    return "".join(mark.join(quoted(cell, mark) for cell in cells) + end for cells in table)


def csv(table, *expected: Expected, mark: str = ",", **more) -> Bad:
    """The table as CSV."""
    return Bad(text(table, mark).encode(), expected, **more)


def raw(content: str | bytes, *expected: Expected, **more) -> Bad:
    """A file whose bytes matter."""
    return Bad(content.encode() if isinstance(content, str) else content, expected, **more)


def book(table, *expected: Expected, change=None, **more) -> Bad:
    """The table as a workbook: plain numbers as numbers, all else as text. `change` works on the workbook."""
    made = openpyxl.Workbook()
    for cells in table:
        made.active.append([])
        for at, cell in enumerate(cells, 1):
            if cell not in {"", None}:
                place = made.active.cell(made.active._current_row, at)
                place.value = float(cell) if _PLAIN.fullmatch(cell) else cell
                if place.data_type in {"f", "e"}:
                    place.data_type = "s"
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    told = _numbers_as_text(table, more.get("dataset", "service-quality"))
    return Bad(out.getvalue(), (*expected, *told), name="xlsx", **more)


def _numbers_as_text(table, dataset: str) -> Iterator[Expected]:
    """What is told besides of a workbook: the first text in each column of numbers that looks like one."""
    numbers = {column.name for column in LAYOUTS[dataset].columns if column.is_number} & set(table[0])
    for name in sorted(numbers):
        at = table[0].index(name)
        for line, cells in enumerate(table[1:], 2):
            said = cells[at] if at < len(cells) else ""
            bare = said.lstrip().removeprefix("+").removeprefix("-")
            looks_so = all(c.isdecimal() or c.isspace() or c in ".,٫٬'’" for c in bare) and any(
                map(str.isdecimal, bare)
            )
            if looks_so and not _PLAIN.fullmatch(said):
                yield normalised("XLS_TEXT_NUMBER", line, name, said)
                break


def both(table, *expected: Expected, **more) -> Iterator[Bad]:
    """The table as CSV and as a workbook; the same is to be told of both."""
    yield csv(table, *expected, **more)
    yield book(table, *expected, **more)


def cell(
    column: str, said: str, *told: Expected, dataset: str = "service-quality", reads=..., **others
) -> Iterator[Bad]:
    """A file whose one odd cell stands in line 3; what is told of it gets its place and value.

    `reads` is what is taken of the cell.
    """
    table = good(dataset, 1)
    second = {"month": "2026-02"} if "month" in names(dataset) else {}
    if dataset == "preparedness":
        second = {"quarter": "2026-Q2"}
    table.append(row(dataset, **{**second, **others, column: said}))
    placed = [replace(one, line=3, column=column, value=said) if one.line is None else one for one in told]
    first = BASE[dataset].get(column, "" if column == "partner" else None)
    values = None if reads is ... else {column: [float(first) if column == "items_arrived" else first, reads]}
    yield from both(table, *placed, dataset=dataset, values=values)
