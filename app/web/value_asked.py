"""Which value an address asks about, and as known on which day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends

from app.domain.access import Person, must_cover
from app.domain.errors import BadRequest
from app.domain.members import Member
from app.domain.value_history import ValueKey, end_of
from app.web.deps import Visiting

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class AskedValue:
    """A value of a member whose figures the person may see. `at`: the end of the day `on` by the member's clock."""

    person: Person
    member: Member
    key: ValueKey
    on: date | None
    at: datetime | None


def asked_value(visit: Visiting, code: str, dataset: str, month: str, measure: str, product: str = "",
                partner: str = "", on: str = "") -> AskedValue:  # fmt: skip
    """NotFound for a member that is not the person's to see, like one that does not exist."""
    person, member = visit.signed_in(), visit.directory.member(code)
    must_cover(person, member=code, region=member.region)
    day = day_of(on)
    at = end_of(day, member.zone) if day else None
    return AskedValue(person, member, ValueKey(code, dataset, month, product, partner, measure), day, at)


def day_of(text: str) -> date | None:
    """The day written `2026-08-01`; None where none is given, BadRequest for anything else."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    # The end of a day lies in the next one, in every zone.
    if day is None or not 1900 < day.year < 9000:
        raise BadRequest("bad_request.no_such_day")
    return day


def address(key: ValueKey, language: str, on: date | None = None) -> str:
    """The page of the value's history."""
    asked = {"dataset": key.dataset, "month": key.period, "product": key.product, "partner": key.partner,
             "measure": key.measure, "on": str(on or "")}  # fmt: skip
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/{language}/members/{key.member}/history?{query}"


Asking = Annotated[AskedValue, Depends(asked_value)]
