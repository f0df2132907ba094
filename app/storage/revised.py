"""Published results beside the same by a later method: as published, and as revised."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.domain.periods import Quarter
from app.storage.tables import edition, result, result_inputs, result_member, revised


@dataclass(frozen=True)
class Series:
    """One member in the newest published edition of a quarter. `published` by the method of the edition, `revised` by
    the later one; None where there is no score."""

    member: str
    quarter: Quarter
    edition: int
    method_version: str
    published: float | None
    revised: float | None


def inputs_of(session: Session, digest: str) -> str | None:
    """The text that the digest names; None where it was not kept."""
    found: str | None = session.scalar(select(result_inputs.c.content).where(result_inputs.c.digest == digest))
    return found


def known(session: Session, method_hash: str) -> dict[int, int]:
    """The results that there are by that method, by the published result of which they are another reading."""
    wanted = select(revised.c.published, revised.c.result).where(revised.c.method_hash == method_hash)
    return {published: made for published, made in session.execute(wanted)}


def series(
    session: Session, members: Collection[str], method_hash: str, quarter: Quarter | None = None
) -> list[Series]:
    """Both values of the members in each published quarter, or in one, oldest first.

    A quarter that was published by that method has one value twice; one that is not computed by it yet is left out.
    """
    newest = (
        select(edition.c.region, edition.c.quarter, func.max(edition.c.number).label("number"))
        .where(edition.c.state == "published")
        .group_by(edition.c.region, edition.c.quarter)
        .subquery()
    )
    same = and_(
        newest.c.region == edition.c.region, newest.c.quarter == edition.c.quarter, newest.c.number == edition.c.number
    )
    then, now = result_member.alias(), result_member.alias()
    by_it = and_(revised.c.published == result.c.id, revised.c.method_hash == method_hash)
    wanted = (
        select(then.c.member, edition.c.quarter, edition.c.number, result.c.method_version, result.c.method_hash,
               then.c.published, revised.c.result.label("made"), now.c.published.label("revised"))
        .join(newest, same)
        .join(result, result.c.id == edition.c.result)
        .join(then, then.c.result == result.c.id)
        .outerjoin(revised, by_it)
        .outerjoin(now, and_(now.c.result == revised.c.result, now.c.member == then.c.member))
        .where(then.c.member.in_(members))
        .order_by(edition.c.quarter, then.c.member)
    )  # fmt: skip
    if quarter is not None:
        wanted = wanted.where(edition.c.quarter == str(quarter))
    return [
        Series(
            row.member, Quarter.parse(row.quarter), row.number, row.method_version, row.published,
            row.published if row.made is None else row.revised,
        )
        for row in session.execute(wanted)
        if row.made is not None or row.method_hash == method_hash
    ]  # fmt: skip
