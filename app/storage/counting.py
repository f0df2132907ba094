"""Which rows count: for each member, dataset and period those of the newest submission that counts, reported ones
before scans or the other way round, as the method says.

Working results take what was submitted and what was accepted, editions what was accepted alone. What was accepted goes
on counting after others have superseded it: beside them it gives nothing, and once they are sent back it counts again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CTE, FromClause, String, and_, case, func, literal, not_, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from app.domain.measures import FIGURES
from app.domain.periods import Quarter
from app.domain.sources import REPORTED, SCANS
from app.domain.submissions import State
from app.storage.tables import audit, member, request, submission, submission_period

States = frozenset[State]
ENDS = ("submission.send_back", "submission.withdraw", "submission.supersede")
"""Deeds that end a submission; the last of them only a submission that nobody had accepted gives no rows after."""
ACCEPTED_ONLY: States = frozenset({State.ACCEPTED})
"""What an edition takes."""


@dataclass(frozen=True)
class AcceptedBy:
    """What an edition took that was computed at this moment, whatever was accepted or sent back since."""

    at: datetime


@dataclass(frozen=True)
class KnownOn:
    """What working results counted at this moment; the rule in words: `app/domain/value_history.py`."""

    at: datetime


@dataclass(frozen=True)
class Kept:
    """The submissions that a result took, as it named them; what a row of them says never changes.

    A draft among them comes before all that stand: so it is seen what it would change.
    """

    submissions: frozenset[str]


Which = States | AcceptedBy | KnownOn | Kept


@dataclass(frozen=True)
class Counted:
    """One period of one dataset that counts, and the submission that gives its rows."""

    submission: str
    number: int
    sha256: str
    member: str
    dataset: str
    period: str


def counting(
    which: Which, up_to: Quarter, *, region: str | None = None, only: str | None = None, source: str = REPORTED,
    alone: bool = False,
) -> CTE:  # fmt: skip
    """As a query: the periods that count, of a region or of one member, none later than the quarter.

    Where a period was reported and has scans too, those of `source` count; `alone` leaves out the others even where
    nothing else is there.
    """
    period, dataset = submission_period.c.period, submission_period.c.dataset
    elsewhere = case((submission.c.dataset == "item-events", SCANS), else_=REPORTED) != source
    place = func.row_number().over(
        partition_by=(submission.c.member, dataset, period),
        order_by=(
            elsewhere,
            case((submission.c.submitted_at.is_(None), 0), else_=1),
            submission.c.submitted_at.desc(),
            submission.c.number.desc(),
        ),
    )
    ranked = (
        select(
            submission.c.id.label("submission"), submission.c.number, submission.c.file_sha256.label("sha256"),
            submission.c.file_name, submission.c.member, dataset.label("dataset"), period.label("period"),
            place.label("place"),
        )
        .join(submission, submission.c.id == submission_period.c.submission)
        .where(counts(which), _by(up_to))
    )  # fmt: skip
    if region is not None and not isinstance(which, Kept):
        ranked = ranked.join(member, member.c.code == submission.c.member).where(member.c.region == region)
    if only is not None:
        ranked = ranked.where(submission.c.member == only)
    if alone:
        ranked = ranked.where(~elsewhere)
    newest = ranked.subquery()
    return select(newest).where(newest.c.place == 1).cte("counting")


def _by(up_to: Quarter) -> ColumnElement[bool]:
    """The condition that a period is none later than the quarter; disruptions have no period."""
    period, dataset = submission_period.c.period, submission_period.c.dataset
    return or_(
        and_(dataset.in_(list(FIGURES)), period <= str(up_to.months[2])),
        and_(dataset == "preparedness", period <= str(up_to)),
        dataset == "disruptions",
    )


def opened(by: datetime | None = None) -> ColumnElement[bool]:
    """The condition that a submission is no request that nobody had opened by that moment, or until now."""
    asked = request.alias("asked")
    shut: ColumnElement[bool] = asked.c.opened_at.is_(None)
    if by is not None:
        shut |= asked.c.opened_at > by
    waiting = select(asked.c.submission).where(asked.c.submission == submission.c.id, shut)
    return ~waiting.correlate(submission).exists()


def standing(states: States) -> ColumnElement[bool]:
    """The condition that a submission stands: in one of the states, or accepted once and superseded since."""
    own = literal("submission:", String()) + submission.c.id
    once = select(audit.c.seq).where(audit.c.object == own, audit.c.action == "submission.accept")
    superseded = and_(submission.c.state == State.SUPERSEDED.value, once.correlate(submission).exists())
    return or_(submission.c.state.in_(sorted(state.value for state in states)), superseded)


def counts(which: Which) -> ColumnElement[bool]:
    """The condition that a submission counts, as long as no newer one tells of the same period."""
    if isinstance(which, Kept):
        return submission.c.id.in_(sorted(which.submissions))
    if not isinstance(which, AcceptedBy | KnownOn):
        return and_(standing(which), opened())
    id = func.substr(audit.c.object, len("submission:") + 1)
    done = select(id).where(audit.c.object.like("submission:%"), audit.c.at <= which.at)

    def by(deed: str) -> ColumnElement[bool]:
        return submission.c.id.in_(done.where(audit.c.action == f"submission.{deed}"))

    if isinstance(which, KnownOn):
        over = or_(by("send_back"), by("withdraw"), and_(by("supersede"), not_(by("accept"))))
        return and_(submission.c.submitted_at <= which.at, not_(over), opened(which.at))
    return and_(by("accept"), not_(by("send_back")))


def has_scans(session: Session, which: Which) -> bool:
    """Whether any file of item events counts, anywhere."""
    scans = select(submission.c.id).where(submission.c.dataset == "item-events", counts(which)).limit(1)
    return session.scalar(scans) is not None


def gives(found: CTE, table: FromClause, dataset: str, period: str) -> ColumnElement[bool]:
    """The condition that joins a table of rows with what counts."""
    same = and_(found.c.submission == table.c.submission, found.c.dataset == dataset)
    return and_(same, found.c.period == table.c[period]) if period else same


def counted(session: Session, region: str, states: Which, up_to: Quarter, source: str = REPORTED) -> list[Counted]:
    """The periods that count, with the file behind each, in a fixed order."""
    found = counting(states, up_to, region=region, source=source)
    wanted = select(
        found.c.submission, found.c.number, found.c.sha256, found.c.member, found.c.dataset, found.c.period
    ).order_by(found.c.member, found.c.dataset, found.c.period)
    return [Counted(*row) for row in session.execute(wanted)]
