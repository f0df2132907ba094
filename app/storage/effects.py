"""What submissions moved when they were sent: noted once, read by the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session

from app.domain.periods import Quarter
from app.domain.previews import Comparison
from app.domain.submissions import State
from app.domain.weighing import Standing, Weight
from app.storage.tables import member, submission, submission_effect

_F = submission_effect.c


@dataclass(frozen=True)
class Noted:
    """One submission's effect. `comparison`: how many values it changed, without a list; None where nobody compared."""

    weight: Weight
    comparison: Comparison | None


def waiting(session: Session, region: str) -> dict[str, Noted]:
    """The effects of the submissions that wait for the region's decision, by submission."""
    wanted = (
        select(submission_effect)
        .join(submission, submission.c.id == _F.submission)
        .join(member, member.c.code == submission.c.member)
        .where(member.c.region == region, submission.c.state == State.SUBMITTED.value)
    )
    found = {}
    for row in session.execute(wanted).mappings():
        weight = Weight(
            Quarter.parse(row["quarter"]) if row["quarter"] else None,
            Standing(row["before"], row["rank_before"]), Standing(row["after"], row["rank_after"]),
        )  # fmt: skip
        compared = None
        if row["changed"] is not None:
            compared = Comparison(row["changed"], row["new"], row["gone"], row["same"], ())
        found[row["submission"]] = Noted(weight, compared)
    return found


def is_noted(session: Session, id: str) -> bool:
    """Whether the submission's effect is known already."""
    return bool(session.scalar(select(exists().where(_F.submission == id))))


def keep(session: Session, id: str, noted: Noted, now: datetime) -> None:
    """Note the effect of a submission; it is noted once."""
    weight, compared = noted.weight, noted.comparison
    session.execute(
        insert(submission_effect).values(
            submission=id, quarter=str(weight.quarter) if weight.quarter else None, before=weight.before.index,
            after=weight.after.index, rank_before=weight.before.rank, rank_after=weight.after.rank,
            points=weight.points, ranks=weight.ranks, noted_at=now,
            changed=compared.changed if compared else None, new=compared.new if compared else None,
            gone=compared.gone if compared else None, same=compared.same if compared else None,
        )
    )  # fmt: skip
