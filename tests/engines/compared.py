"""Everything that counting gives, from two engines, held against each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.domain.event_measures import EVENT_MEASURES
from app.domain.measures import MEASURES, Kind
from ingest import profiles
from ingest.events.ledger import Ledger
from ingest.events.measuring import Measured, measure
from ingest.profiles import Profile

AS_OF = datetime(2026, 2, 28, 23, 59, 59)  # noqa: DTZ001 - UTC without its name
OURS = profiles.load("barid")
DOMESTIC = replace(OURS, domestic=True, arrival="EMC", dates={"EMC": "sent", "EMI": "delivered"})
KINDS: dict[str, tuple[Profile, str | None, datetime | None]] = {
    "working days, every member": (OURS, None, AS_OF),
    "working days, one member, to the last scan": (OURS, "SA", None),
    "calendar dates by month of delivery": (replace(OURS, on_time="calendar-date", month="delivery"), None, AS_OF),
    "domestic, from posting": (
        replace(OURS, domestic=True, arrival="EMC", dates={"EMC": "a", "EMI": "b"}),
        "FR",
        AS_OF,
    ),
}


def counted(parquet: Path, kind: str, engine: str) -> tuple[Measured, Ledger]:
    profile, member, as_of = KINDS[kind]
    ledger = Ledger(10**9)
    return measure(parquet, profile, ledger, member, as_of, engine=engine), ledger


def equal(found: tuple[Measured, Ledger], expected: tuple[Measured, Ledger]) -> None:
    """Counts and sums exactly, quantiles within 1e-9 relative; the same doubts in the same order."""
    (got, doubts), (right, right_doubts) = found, expected
    assert (got.items, got.delivered) == (right.items, right.delivered)
    _rows_equal(got.rows, right.rows)
    _rows_equal(got.quarters, right.quarters)
    assert doubts.warned == right_doubts.warned
    assert doubts.findings() == right_doubts.findings()


def _rows_equal(found: list, expected: list) -> None:
    assert [{**row, "value": 0} for row in found] == [{**row, "value": 0} for row in expected]
    for got, right in zip(found, expected, strict=True):
        near = (MEASURES | EVENT_MEASURES)[right["measure"]].kind is Kind.QUANTILE
        assert got["value"] == (pytest.approx(right["value"], rel=1e-9) if near else right["value"]), right
