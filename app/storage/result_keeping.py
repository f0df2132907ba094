"""What is written of results: a new one, and the pointer to it. Called by actions alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.orm import Session

from app.domain.editions import MemberResult, QuarterResult
from app.domain.results_json import to_json
from app.storage.tables import result, result_inputs, result_member, revised
from app.storage.tables import working as _pointer

_M = result_member.c


def store(
    session: Session, computed: QuarterResult, *, basis: str, digest: str, now: datetime, inputs: str | None = None
) -> int:
    """Keep a result and its members; its id. A working result takes the place of the one before.

    `inputs`: the text of which `digest` is the SHA-256, kept once, so that the result can be computed again.
    """
    if inputs is not None and not session.scalar(select(exists().where(result_inputs.c.digest == digest))):
        session.execute(insert(result_inputs).values(digest=digest, content=inputs))
    made: int = session.execute(
        insert(result)
        .values(
            region=computed.region, quarter=computed.quarter, basis=basis, digest=digest, computed_at=now,
            method_version=computed.method_version, method_hash=computed.method_hash,
            engine_version=computed.engine_version,
        )
        .returning(result.c.id)
    ).scalar_one()  # fmt: skip
    rows = [{"result": made, "place": place, **_columns(member)} for place, member in enumerate(computed.members)]
    if rows:
        session.execute(insert(result_member), rows)
    if basis == "working":
        _point(session, computed.region, computed.quarter, made)
    return made


def point_revised(session: Session, *, published: int, method_hash: str, made: int) -> None:
    """Note that `made` is the published result by the later method of that hash."""
    session.execute(insert(revised).values(published=published, method_hash=method_hash, result=made))


def _point(session: Session, region: str, quarter: str, made: int) -> None:
    here = (_pointer.c.region == region) & (_pointer.c.quarter == quarter)
    before = session.scalar(select(_pointer.c.result).where(here))
    session.execute(delete(_pointer).where(here))
    session.execute(insert(_pointer).values(region=region, quarter=quarter, result=made))
    if before is not None:
        session.execute(delete(result_member).where(_M.result == before))
        session.execute(delete(result).where(result.c.id == before))


def _columns(member: MemberResult) -> dict[str, object]:
    risk = member.risk
    return {
        "member": member.member, "published": member.published.value, "standing": member.standing.value,
        "reason": member.published.reason.value if member.published.reason else None,
        "grade": member.grade, "coverage": member.coverage, "level": member.level, "rank": member.rank,
        "ranked": member.ranked, "change": member.change, "lower": member.lower, "upper": member.upper,
        "risk": risk.index.value if risk else None, "risk_class": risk.risk_class if risk else None,
        "missing": sum(s.state == "missing" for s in member.sent if str(s.quarter) == member.quarter),
        "payload": to_json(member),
    }  # fmt: skip
