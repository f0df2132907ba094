"""Which regions, members and cycles there are."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.domain.members import Member, Names, Region
from app.domain.observations import InformValue
from app.domain.periods import Cycle, Quarter
from app.storage import tables
from app.storage.tables import cycle, inform

_MEMBER, _REGION = tables.member, tables.region


def every(session: Session) -> list[Region]:
    """All regions, by code."""
    return [_region(row) for row in session.execute(select(_REGION).order_by(_REGION.c.code))]


def one(session: Session, code: str) -> Region:
    """The region; NotFound when there is none."""
    row = session.execute(select(_REGION).where(_REGION.c.code == code)).first()
    if row is None:
        raise NotFound("not_found")
    return _region(row)


def members(session: Session, region: str | None = None) -> list[Member]:
    """The members of a region, or all, by code."""
    wanted = select(_MEMBER).order_by(_MEMBER.c.code)
    if region is not None:
        wanted = wanted.where(_MEMBER.c.region == region)
    return [_member(row) for row in session.execute(wanted)]


def member(session: Session, code: str) -> Member:
    """The member; NotFound when there is none."""
    row = session.execute(select(_MEMBER).where(_MEMBER.c.code == code)).first()
    if row is None:
        raise NotFound("not_found")
    return _member(row)


def cycle_of(session: Session, code: str) -> Cycle:
    """The cycle of a region; NotFound when there is no such region."""
    row = session.execute(
        select(cycle).join(_REGION, _REGION.c.cycle == cycle.c.code).where(_REGION.c.code == code)
    ).first()
    if row is None:
        raise NotFound("not_found")
    return Cycle(row.code, Quarter.parse(row.first), Quarter.parse(row.last), row.deadline_months, row.grace_days)


def inform_of(session: Session, code: str) -> list[InformValue]:
    """The newest published INFORM value of each member of the region."""
    newest = select(inform.c.member, func.max(inform.c.edition).label("edition")).group_by(inform.c.member).subquery()
    wanted = (
        select(inform)
        .join(newest, (newest.c.member == inform.c.member) & (newest.c.edition == inform.c.edition))
        .join(_MEMBER, _MEMBER.c.code == inform.c.member)
        .where(_MEMBER.c.region == code)
        .order_by(inform.c.member)
    )
    return [InformValue(**row) for row in session.execute(wanted).mappings()]


def declare_cycle(session: Session, declared: Cycle) -> bool:
    """Add a cycle; False when it was there already."""
    if session.execute(select(cycle.c.code).where(cycle.c.code == declared.code)).first():
        return False
    session.execute(
        insert(cycle).values(
            code=declared.code,
            first=str(declared.first),
            last=str(declared.last),
            deadline_months=declared.deadline_months,
            grace_days=declared.grace_days,
        )
    )
    return True


def declare_region(session: Session, declared: Region, cycle_code: str) -> bool:
    """Add a region; False when it was there already."""
    if session.execute(select(_REGION.c.code).where(_REGION.c.code == declared.code)).first():
        return False
    names = declared.names
    session.execute(insert(_REGION).values(code=declared.code, ar=names.ar, fr=names.fr, en=names.en, cycle=cycle_code))
    return True


def declare_member(session: Session, declared: Member, *, change: bool) -> bool:
    """Add a member, or change it where `change`; whether anything was written."""
    found = session.execute(select(_MEMBER).where(_MEMBER.c.code == declared.code)).first()
    if found is None:
        session.execute(insert(_MEMBER).values(code=declared.code, **_values(declared)))
        return True
    if not change or _member(found) == declared:
        return False
    session.execute(update(_MEMBER).where(_MEMBER.c.code == declared.code).values(**_values(declared)))
    return True


def declare_inform(session: Session, value: InformValue) -> bool:
    """Add a published INFORM value; False when it was there already."""
    known = (inform.c.member == value.member) & (inform.c.edition == value.edition)
    if session.execute(select(inform.c.member).where(known)).first():
        return False
    session.execute(insert(inform).values(**{column.name: getattr(value, column.name) for column in inform.columns}))
    return True


def _region(row: Row[Any]) -> Region:
    return Region(row.code, Names(row.ar, row.fr, row.en))


def _values(declared: Member) -> dict[str, object]:
    names = declared.names
    return {
        "iso3": declared.iso3, "region": declared.region, "ar": names.ar, "fr": names.fr, "en": names.en,
        "operator": declared.operator, "zone": declared.zone, "weekend_source": declared.weekend_source,
        "weekend": " ".join(str(day) for day in declared.weekend), "products": " ".join(declared.products),
        "holidays": json.dumps([day.isoformat() for day in declared.holidays]),
        "needs_approver": declared.needs_approver,
    }  # fmt: skip


def _member(row: Row[Any]) -> Member:
    return Member(
        code=row.code,
        iso3=row.iso3,
        region=row.region,
        names=Names(row.ar, row.fr, row.en),
        operator=row.operator,
        zone=row.zone,
        weekend=tuple(int(day) for day in row.weekend.split()),
        holidays=tuple(date.fromisoformat(day) for day in json.loads(row.holidays)),
        products=tuple(row.products.split()),
        needs_approver=row.needs_approver,
        weekend_source=row.weekend_source,
    )
