"""Who has sent what for which quarter, and what is due, by the calendar of each member's own zone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from app.domain.measures import FIGURE_DATASETS, FIGURES
from app.domain.members import Member
from app.domain.observations import Sent
from app.domain.periods import Cycle, Quarter
from app.domain.submissions import COUNTED_WORKING, State
from app.storage import regions
from app.storage.counting import States, opened, standing
from app.storage.tables import member as _member
from app.storage.tables import submission as _submission
from app.storage.tables import submission_period as _period

_YEAR = 4  # quarters for which a yearly checklist stays an answer


@dataclass(frozen=True)
class Due:
    """What a member owes. `due_at`: the end of the last day in time, in the member's zone."""

    dataset: str
    quarter: Quarter
    due_at: datetime
    grace_ends: date
    state: str
    late: bool
    silent: bool
    submission: str | None
    months: int = 0


@dataclass(frozen=True)
class _Known:
    """When each period of each dataset was first submitted, and since when disruptions were reported."""

    periods: dict[tuple[str, str, str], datetime]
    disruptions: dict[str, list[datetime]]


def due_at(cycle: Cycle, quarter: Quarter, zone: str) -> datetime:
    """The first moment that is too late for the quarter: midnight after its last day, in the zone."""
    after = cycle.due_day(quarter) + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(zone))


def of_region(
    session: Session, region: str, quarter: Quarter, now: datetime, states: States = COUNTED_WORKING
) -> list[Sent]:
    """Every member and figure dataset of the region in one quarter."""
    return through(session, region, (quarter,), now, states)


def of_member(session: Session, member: str, quarter: Quarter, now: datetime) -> list[Sent]:
    """Every figure dataset of one member in one quarter."""
    own = regions.member(session, member)
    cycle, known = regions.cycle_of(session, own.region), _known(session, COUNTED_WORKING, _member.c.code == member)
    return [_sent(known, cycle, own, dataset, quarter, now) for dataset in FIGURE_DATASETS]


def through(
    session: Session, region: str, quarters: Iterable[Quarter], now: datetime, states: States = COUNTED_WORKING
) -> list[Sent]:
    """Every member and figure dataset of the region in each of the quarters."""
    cycle, known = regions.cycle_of(session, region), _known(session, states, _member.c.region == region)
    members = regions.members(session, region)
    return [
        _sent(known, cycle, own, dataset, quarter, now)
        for quarter in quarters
        for own in members
        for dataset in FIGURE_DATASETS
    ]


def due(session: Session, member: str, now: datetime) -> list[Due]:
    """What a member still owes for the quarters that have begun, soonest due first."""
    own = regions.member(session, member)
    cycle, known = regions.cycle_of(session, own.region), _known(session, COUNTED_WORKING, _member.c.code == member)
    today = now.astimezone(ZoneInfo(own.zone)).date()
    open_ones = _open(session, member)
    owed = []
    for quarter in (quarter for quarter in cycle.quarters() if quarter.first_day <= today):
        for dataset in FIGURE_DATASETS:
            sent = _sent(known, cycle, own, dataset, quarter, now)
            if sent.state != "complete":
                last = due_at(cycle, quarter, own.zone) - timedelta(seconds=60)
                ends = cycle.grace_ends(quarter)
                state = (sent.state, sent.late, sent.silent)
                owed.append(Due(dataset, quarter, last, ends, *state, open_ones.get(dataset), sent.months))
    return owed


def is_late(cycle: Cycle, zone: str, dataset: str, periods: Iterable[str], now: datetime) -> bool:
    """Whether rows for these periods, sent now for the first time, come after the deadline of any of them."""
    if dataset == "disruptions":
        return False
    quarters = {Quarter.of_period(period) for period in periods}
    return any(now >= due_at(cycle, quarter, zone) for quarter in quarters if quarter in cycle)


def _open(session: Session, member: str) -> dict[str, str]:
    """The newest draft of each dataset."""
    states = [State.DRAFT.value, State.AWAITING_APPROVER.value]
    wanted = select(_submission.c.dataset, _submission.c.id).where(
        _submission.c.member == member, _submission.c.state.in_(states)
    )
    return {row.dataset: row.id for row in session.execute(wanted.order_by(_submission.c.number))}


def _known(session: Session, states: States, whose: ColumnElement[bool]) -> _Known:
    # A superseded submission gives no rows beside the newer ones, but it was sent in time.
    ever = [state.value for state in (State.SUBMITTED, State.ACCEPTED, State.SUPERSEDED)]
    counts = func.max(case((standing(states), 1), else_=0))
    keys = (_submission.c.member, _period.c.dataset, _period.c.period)
    wanted = (
        select(*keys, func.min(_submission.c.submitted_at))
        .join(_submission, _submission.c.id == _period.c.submission)
        .join(_member, _member.c.code == _submission.c.member)
        .where(whose, _submission.c.state.in_(ever), opened())
        .group_by(*keys)
        .having(counts == 1)
    )
    periods = {(row[0], row[1], row[2]): row[3] for row in session.execute(wanted)}
    reports = (
        select(_submission.c.member, _submission.c.submitted_at)
        .join(_member, _member.c.code == _submission.c.member)
        .where(whose, _submission.c.state.in_(ever), _submission.c.dataset == "disruptions")
        .order_by(_submission.c.submitted_at)
    )
    disruptions: dict[str, list[datetime]] = {}
    for code, at in session.execute(reports):
        if (code, "disruptions", "") in periods:
            disruptions.setdefault(code, []).append(at)
    return _Known(periods, disruptions)


def _sent(known: _Known, cycle: Cycle, own: Member, dataset: str, quarter: Quarter, now: datetime) -> Sent:
    too_late = due_at(cycle, quarter, own.zone)
    months, needed, last = _found(known, own, dataset, quarter)
    state = "missing" if months == 0 else "complete" if months >= needed else "partial"
    late = now >= too_late if state != "complete" else last is not None and last >= too_late
    grace = cycle.grace_ends(quarter) + timedelta(days=1)
    over = datetime(grace.year, grace.month, grace.day, tzinfo=ZoneInfo(own.zone))
    return Sent(own.code, dataset, quarter, months, state, late, state == "missing" and now >= over)


def _found(known: _Known, own: Member, dataset: str, quarter: Quarter) -> tuple[int, int, datetime | None]:
    """How many months are there, how many are needed, and when the last of them came."""
    if dataset in FIGURES:
        times = [known.periods.get((own.code, dataset, str(month))) for month in quarter.months]
        there = [time for time in times if time is not None]
        return len(there), 3, max(there, default=None)
    if dataset == "preparedness":
        for age in range(_YEAR):
            at = known.periods.get((own.code, dataset, str(quarter.back(age))))
            if at is not None:
                return 3, 3, at if age == 0 else None
        return 0, 3, None
    # A file of disruptions speaks for every quarter that had ended when it came.
    zone = ZoneInfo(own.zone)
    after = [at for at in known.disruptions.get(own.code, ()) if at.astimezone(zone).date() > quarter.last_day]
    return (3, 3, min(after)) if after else (0, 3, None)
