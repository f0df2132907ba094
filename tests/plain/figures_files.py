"""Files of figures that the checks take, made by hand: one row a month."""

from __future__ import annotations

from app.domain.measures import MEASURES, Kind
from app.domain.periods import Quarter
from ingest.layouts import LAYOUTS

QUARTER = Quarter(2026, 3)


def figures(
    member: str = "EG", dataset: str = "service-quality", quarter: Quarter = QUARTER, size: int = 1000
) -> bytes:
    """A file of figures that the checks take, one row a month."""
    columns = LAYOUTS[dataset].columns
    lines = [",".join(column.name for column in columns)]
    for month in quarter.months:
        cells = {"member": member, "month": str(month), "product": "parcel"}
        cells |= {one.name: _figure(one.measure, size) for one in columns if one.measure}
        lines.append(",".join(cells.get(column.name, "") for column in columns))
    return ("\n".join(lines) + "\n").encode()


def _figure(measure, size) -> str:
    if measure.kind is Kind.QUANTILE:
        return "3.5" if measure.name.endswith("p50") else "7.5"
    depth, bound = 0, measure.at_most
    while bound:
        depth, bound = depth + 1, MEASURES[bound].at_most
    return str(round(size * 0.95**depth))
