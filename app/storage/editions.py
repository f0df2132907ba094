"""Editions: the frozen results of a quarter, each with its number and digest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.domain.periods import Quarter
from app.storage.tables import edition, result

_E = edition.c


@dataclass(frozen=True)
class EditionRow:
    """One edition. `state`: `draft`, `preview`, `frozen` or `published`; `digest` since it was frozen; `reason` of a
    correction; `result`: the id of the stored result it shows."""

    id: int
    region: str
    quarter: Quarter
    number: int
    state: str
    digest: str | None
    result: int
    method_version: str
    method_hash: str
    reason: str
    drafted_at: datetime
    previewed_at: datetime | None
    frozen_at: datetime | None
    frozen_by: str | None
    published_at: datetime | None
    published_by: str | None


def one(session: Session, id: int) -> EditionRow:
    """The edition; NotFound when there is none."""
    found = _listed(session, _wanted().where(_E.id == id))
    if not found:
        raise NotFound("not_found")
    return found[0]


def newest_published(session: Session, region: str, quarter: Quarter) -> EditionRow | None:
    """The newest published edition of the quarter."""
    wanted = _wanted().where(_E.region == region, _E.quarter == str(quarter), _E.state == "published")
    return next(iter(_listed(session, wanted.limit(1))), None)


def published(session: Session, region: str, quarter: Quarter, number: int) -> EditionRow:
    """That published edition of the quarter; NotFound when there is none."""
    here = (_E.region == region) & (_E.quarter == str(quarter)) & (_E.number == number)
    found = _listed(session, _wanted().where(here, _E.state == "published"))
    if not found:
        raise NotFound("not_found")
    return found[0]


def newest(session: Session, region: str, quarter: Quarter) -> EditionRow | None:
    """The newest edition of the quarter in any state."""
    return next(iter(_listed(session, _wanted().where(_E.region == region, _E.quarter == str(quarter)).limit(1))), None)


def list_of(session: Session, region: str | None = None, *, published_only: bool) -> list[EditionRow]:
    """The editions of a region or of all, newest quarter first, newest number first."""
    wanted = _wanted()
    if region is not None:
        wanted = wanted.where(_E.region == region)
    if published_only:
        wanted = wanted.where(_E.state == "published")
    return _listed(session, wanted)


def published_quarters(session: Session, region: str) -> list[Quarter]:
    """The quarters that have a published edition, newest first."""
    wanted = select(_E.quarter).where(_E.region == region, _E.state == "published").distinct()
    return [Quarter.parse(text) for text in session.scalars(wanted.order_by(_E.quarter.desc()))]


def locks(session: Session, region: str, quarters: Collection[Quarter]) -> list[EditionRow]:
    """Of these quarters the newest edition that is frozen or published, oldest quarter first: it locks the quarter."""
    closed = _wanted().where(
        _E.region == region, _E.quarter.in_([str(quarter) for quarter in quarters]),
        _E.state.in_(["frozen", "published"]),
    )  # fmt: skip
    newest: dict[Quarter, EditionRow] = {}
    for found in _listed(session, closed):
        newest.setdefault(found.quarter, found)
    return [newest[quarter] for quarter in sorted(newest)]


def add(session: Session, *, region: str, quarter: Quarter, result: int, reason: str, now: datetime) -> int:
    """A new draft with the next number of its quarter; its id."""
    here = (_E.region == region) & (_E.quarter == str(quarter))
    number = (session.scalar(select(func.max(_E.number)).where(here)) or 0) + 1
    values = {"region": region, "quarter": str(quarter), "number": number, "state": "draft", "result": result}
    made = insert(edition).values(**values, reason=reason, drafted_at=now).returning(_E.id)
    id: int = session.execute(made).scalar_one()
    return id


def _wanted() -> Select[Any]:
    shown = [getattr(_E, name) for name in EditionRow.__dataclass_fields__ if hasattr(_E, name)]
    return (
        select(*shown, result.c.method_version, result.c.method_hash)
        .join(result, result.c.id == _E.result)
        .order_by(_E.quarter.desc(), _E.region, _E.number.desc())
    )


def _listed(session: Session, wanted: Select[Any]) -> list[EditionRow]:
    return [
        EditionRow(**{**row, "quarter": Quarter.parse(row["quarter"])}) for row in session.execute(wanted).mappings()
    ]
