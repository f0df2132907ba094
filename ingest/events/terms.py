"""What a post has promised and how it counts days: weekends, holidays, the cut-off hour and its standards by date."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.domain.errors import BadRequest
from app.domain.members import PRODUCTS, Member
from app.handbook import members

NO_CUT_OFF = 24
FOR_EVER = date(9999, 12, 31)
_COLUMNS = ("member", "product", "zone", "valid_from", "days")


class StandardsError(BadRequest):
    """A table of standards cannot be read; `reason` names the line."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__("standards.unusable", name=name, reason=reason)


@dataclass(frozen=True)
class Standard:
    """Working days from arrival to first attempt that a member publishes for a product, from a day on.

    `product` "" is every product without a standard of its own. `zone` is the origin's code, "" all origins without
    one of their own: postcodes of delivery are in no scan.
    """

    member: str
    product: str
    zone: str
    valid_from: date
    days: int


@dataclass(frozen=True)
class Terms:
    """How days are counted. A scan at or after `cut_off` (hour of the local day) starts its clock the next day; 24,
    the default, lets it start on its own day. `calendars` knows members better than the handbook does."""

    cut_off: int = NO_CUT_OFF
    standards: tuple[Standard, ...] = ()
    calendars: Mapping[str, Member] = field(default_factory=dict)

    def member(self, code: str) -> Member | None:
        """The member with its weekend and holidays; None where nobody knows it."""
        return self.calendars.get(code) or _handbook().get(code)

    def in_force(self) -> list[tuple[str, str, str, date, date, int]]:
        """Member, product, zone, first day, the day after the last, working days: at most one row for a day."""
        found: dict[tuple[str, str, str], dict[date, int]] = {}
        for one in self.standards:
            found.setdefault((one.member, one.product, one.zone), {})[one.valid_from] = one.days
        rows = []
        for (member, product, zone), by_day in found.items():
            own = [product] if product else [one for one in PRODUCTS if (member, one, zone) not in found]
            days = sorted(by_day)
            for first, after in zip(days, [*days[1:], FOR_EVER], strict=True):
                rows += [(member, one, zone, first, after, by_day[first]) for one in own]
        return sorted(rows)


USUAL = Terms()


def read_standards(path: Path) -> tuple[Standard, ...]:
    """The standards in a CSV with the columns member, product, zone, valid_from (2026-01-01) and days; product and
    zone may be empty. StandardsError names the first line that is none; of two of one day the later line counts."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            return tuple(_standards(csv.DictReader(source), path.name))
    except OSError as error:
        raise StandardsError(path.name, "not found") from error
    except UnicodeDecodeError as error:
        raise StandardsError(path.name, "not UTF-8") from error


def _standards(rows: csv.DictReader[str], name: str) -> Iterable[Standard]:
    if set(rows.fieldnames or ()) != set(_COLUMNS):
        raise StandardsError(name, f"line 1: the columns are {', '.join(_COLUMNS)}")
    for row in rows:
        try:
            days = int(row["days"])
            if row["product"] not in ("", *PRODUCTS) or not row["member"] or days < 0:
                raise ValueError
            yield Standard(row["member"], row["product"], row["zone"], date.fromisoformat(row["valid_from"]), days)
        except (ValueError, TypeError) as error:
            raise StandardsError(name, f"line {rows.line_num}") from error


def _handbook() -> dict[str, Member]:
    return {member.code: member for member in members()[1]}
