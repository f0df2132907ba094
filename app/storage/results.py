"""Results of quarters: stored once, pointed at, never changed. Lists read columns; one member's page reads its JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, literal, select
from sqlalchemy.orm import Session

from app.domain.editions import MemberResult, QuarterResult
from app.domain.errors import NotFound
from app.domain.periods import Quarter
from app.domain.results_json import member_from_json
from app.storage.tables import edition, result, result_member
from app.storage.tables import working as _pointer

_M = result_member.c


@dataclass(frozen=True)
class StoredResult:
    """A region's quarter as computed. `basis`: `working`, or `accepted` for what an edition holds."""

    id: int
    region: str
    quarter: Quarter
    basis: str
    digest: str
    method_version: str
    method_hash: str
    engine_version: str
    computed_at: datetime
    result: QuarterResult


@dataclass(frozen=True)
class MemberLine:
    """One line of a ranking or of a member's history. `edition`: the number of the edition it stands in, if any;
    `silent`: whether it sent nothing at all."""

    member: str
    quarter: Quarter
    published: float | None
    reason: str | None
    standing: str
    grade: str
    coverage: float
    level: int | None
    rank: int | None
    ranked: int
    change: float | None
    lower: float
    upper: float
    risk: float | None
    risk_class: str | None
    silent: bool
    edition: int | None


@dataclass(frozen=True)
class StoredMember:
    """One member of a stored result, with all that is known."""

    result: int
    region: str
    quarter: Quarter
    method_version: str
    method_hash: str
    engine_version: str
    digest: str
    computed_at: datetime
    member: MemberResult


@dataclass(frozen=True)
class Provenance:
    """The digest of the inputs of a result, and the engine that computed it."""

    digest: str
    engine_version: str


def one(session: Session, result_id: int) -> StoredResult:
    """The result with all its members; NotFound when there is none."""
    row = session.execute(select(result).where(result.c.id == result_id)).first()
    if row is None:
        raise NotFound("not_found")
    payloads = session.scalars(select(_M.payload).where(_M.result == result_id).order_by(_M.place))
    members = tuple(member_from_json(text) for text in payloads)
    content = QuarterResult(row.region, row.quarter, row.method_version, row.method_hash, row.engine_version, members)
    quarter = Quarter.parse(row.quarter)
    return StoredResult(
        row.id, row.region, quarter, row.basis, row.digest, row.method_version, row.method_hash, row.engine_version,
        row.computed_at, content,
    )  # fmt: skip


def about(session: Session, result_id: int) -> Provenance:
    """From which inputs and by which engine the result came; NotFound when there is none."""
    row = session.execute(select(result.c.digest, result.c.engine_version).where(result.c.id == result_id)).first()
    if row is None:
        raise NotFound("not_found")
    return Provenance(row.digest, row.engine_version)


def working_id(session: Session, region: str, quarter: Quarter) -> int | None:
    """Which result is the working one of the quarter."""
    here = (_pointer.c.region == region) & (_pointer.c.quarter == str(quarter))
    found: int | None = session.scalar(select(_pointer.c.result).where(here))
    return found


def working_digest(session: Session, region: str, quarter: Quarter) -> str | None:
    """The digest of the inputs of the working result."""
    here = (_pointer.c.region == region) & (_pointer.c.quarter == str(quarter))
    return session.scalar(select(result.c.digest).join(_pointer, _pointer.c.result == result.c.id).where(here))


def accepted_id(session: Session, region: str, quarter: Quarter, digest: str) -> int | None:
    """The stored result of accepted figures with this digest, if there is one."""
    same = (result.c.region == region) & (result.c.quarter == str(quarter)) & (result.c.digest == digest)
    newest = select(func.max(result.c.id)).where(same, result.c.basis == "accepted")
    found: int | None = session.scalar(newest)
    return found


def working(session: Session, region: str, quarter: Quarter) -> StoredResult | None:
    """The working result of the quarter."""
    found = working_id(session, region, quarter)
    return one(session, found) if found is not None else None


def working_quarters(session: Session, region: str) -> list[Quarter]:
    """The quarters that have a working result, newest first."""
    wanted = select(_pointer.c.quarter).where(_pointer.c.region == region).order_by(_pointer.c.quarter.desc())
    return [Quarter.parse(text) for text in session.scalars(wanted)]


def working_member(session: Session, member: str, quarter: Quarter) -> StoredMember | None:
    """One member in the working result of its region."""
    wanted = _members().join(_pointer, _pointer.c.result == result.c.id)
    return _first(session, wanted.where(_M.member == member, _pointer.c.quarter == str(quarter)))


def member_of(session: Session, result_id: int, member: str) -> StoredMember | None:
    """One member of that result."""
    return _first(session, _members().where(_M.member == member, _M.result == result_id))


def lines(session: Session, result_id: int) -> list[MemberLine]:
    """The members of a result, best first, the unranked last."""
    number = select(func.min(edition.c.number)).where(edition.c.result == result_id).scalar_subquery()
    wanted = select(result.c.quarter, result_member, number.label("edition"))
    wanted = wanted.join(result, result.c.id == _M.result).where(_M.result == result_id)
    return [_line(row) for row in session.execute(wanted.order_by(_M.place))]


def working_lines(session: Session, region: str, quarter: Quarter) -> list[MemberLine]:
    """The members in the working result of a quarter, best first; empty where there is none."""
    found = working_id(session, region, quarter)
    return lines(session, found) if found is not None else []


def working_history(session: Session, member: str) -> list[MemberLine]:
    """The member in each working result, oldest quarter first."""
    wanted = (
        select(result.c.quarter, result_member, literal(None).label("edition"))
        .join(result, result.c.id == _M.result)
        .join(_pointer, _pointer.c.result == result.c.id)
        .where(_M.member == member)
        .order_by(result.c.quarter)
    )
    return [_line(row) for row in session.execute(wanted)]


def published_history(session: Session, member: str) -> list[MemberLine]:
    """The member in the newest published edition of each quarter, oldest first."""
    wanted = (
        select(result.c.quarter, result_member, edition.c.number.label("edition"))
        .join(result, result.c.id == _M.result)
        .join(edition, edition.c.result == result.c.id)
        .where(_M.member == member, edition.c.state == "published")
        .order_by(result.c.quarter, edition.c.number)
    )
    newest = {row.quarter: row for row in session.execute(wanted)}
    return [_line(row) for row in newest.values()]


history = published_history


def values_of(session: Session, result_ids: Sequence[int]) -> dict[Quarter, dict[str, float | None]]:
    """The published values of the members in each of these results, by quarter, oldest first."""
    wanted = select(result.c.quarter, _M.member, _M.published).join(result, result.c.id == _M.result)
    found: dict[Quarter, dict[str, float | None]] = {}
    for quarter, member, value in session.execute(wanted.where(_M.result.in_(result_ids)).order_by(result.c.quarter)):
        found.setdefault(Quarter.parse(quarter), {})[member] = value
    return found


def working_ids(session: Session, region: str, up_to: Quarter) -> list[int]:
    """The working results of the quarters up to this one."""
    here = (_pointer.c.region == region) & (_pointer.c.quarter <= str(up_to))
    return list(session.scalars(select(_pointer.c.result).where(here)))


def published_ids(session: Session, region: str, up_to: Quarter) -> list[int]:
    """The results of the newest published editions of the quarters up to this one."""
    here = (edition.c.region == region) & (edition.c.quarter <= str(up_to)) & (edition.c.state == "published")
    wanted = select(edition.c.quarter, edition.c.result).where(here).order_by(edition.c.number)
    return list({quarter: made for quarter, made in session.execute(wanted)}.values())


def _members() -> Select[Any]:
    shown = [column for column in result.c if column.name != "basis"]
    return select(*shown, _M.payload).join(result, result.c.id == _M.result)


def _first(session: Session, wanted: Select[Any]) -> StoredMember | None:
    row = session.execute(wanted).first()
    if row is None:
        return None
    return StoredMember(
        row.id, row.region, Quarter.parse(row.quarter), row.method_version, row.method_hash, row.engine_version,
        row.digest, row.computed_at, member_from_json(row.payload),
    )  # fmt: skip


def _line(row: Row[Any]) -> MemberLine:
    return MemberLine(
        row.member, Quarter.parse(row.quarter), row.published, row.reason, row.standing, row.grade, row.coverage,
        row.level, row.rank, row.ranked, row.change, row.lower, row.upper, row.risk, row.risk_class,
        silent=row.missing >= 5, edition=row.edition,
    )  # fmt: skip
