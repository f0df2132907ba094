"""What the tests of reading share: a situation, and files written from rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.domain.periods import Cycle, Quarter
from ingest import Checked, Limits, Situation, check_file
from ingest.layouts import LAYOUTS


@pytest.fixture(scope="session")
def situation() -> Situation:
    return Situation(
        member="EG",
        members=frozenset({"EG", "MA", "NA", "SA", "GB", "GR"}),
        partners=frozenset(),
        cycle=Cycle("2026-2029", Quarter(2026, 1), Quarter(2029, 4)),
        today=date(2026, 11, 24),
    )


@pytest.fixture
def sheet() -> Callable[..., str]:
    """A CSV text of a dataset with one line for each dict of cells; the columns left out are empty."""

    def write(*rows: dict[str, str], dataset: str = "service-quality", mark: str = ",") -> str:
        names = [column.name for column in LAYOUTS[dataset].columns]
        base = {"member": "EG", "month": "2026-01", "product": "parcel", "items_arrived": "5"}
        first = {name: text for name, text in base.items() if name in names and dataset in _FIGURES}
        lines = [mark.join(names)]
        lines += [mark.join({**first, **row}.get(name, "") for name in names) for row in rows]
        return "\n".join(lines) + "\n"

    return write


_FIGURES = {"service-quality", "customs-clearance", "data-exchange"}


@pytest.fixture
def check(tmp_path: Path, situation: Situation) -> Callable[..., Checked]:
    """Check a text or bytes, the plain way unless asked otherwise."""

    def run(
        content: str | bytes,
        dataset: str = "service-quality",
        *,
        limits: Limits | None = None,
        fast: bool = False,
        given: Situation = situation,
    ) -> Checked:
        path = tmp_path / "file.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return check_file(path, dataset, given, limits, fast=fast)

    return run
