"""The names that an office uses for our columns, as said on the command line or kept in a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.domain.errors import BadRequest
from ingest.layouts import LAYOUTS

HEAD = ("name", "column")
"""The first line of the file."""


def read_aliases(dataset: str, *, file: Path | None, said: Iterable[str]) -> dict[str, str]:
    """Our column by their name; what is `said`, as THEIR NAME=OUR NAME, comes before what the file says.

    BadRequest for anything else than a name and a column of the dataset.
    """
    columns = {column.name for column in LAYOUTS[dataset].columns}
    found: dict[str, str] = {}
    for name, column in [*(_kept(file) if file else ()), *map(_parts, said)]:
        if not name or column not in columns:
            raise BadRequest("bad_request.alias_said", said=f"{name}={column}")
        found[name] = column
    return found


def _parts(said: str) -> tuple[str, str]:
    # Their name may hold the sign; none of ours does.
    name, _, column = said.rpartition("=")
    return name.strip(), column.strip()


def _kept(file: Path) -> Iterator[tuple[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as source:
            rows = [row for row in csv.reader(source) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadRequest("bad_request.alias_file", file=file.name) from error
    if not rows or tuple(rows[0]) != HEAD or any(len(row) != len(HEAD) for row in rows):
        raise BadRequest("bad_request.alias_file", file=file.name)
    yield from ((name.strip(), column.strip()) for name, column in rows[1:])
