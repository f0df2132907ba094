"""Deadlines and reminders by each member's own calendar; clocks that change move no day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app import handbook
from app.domain.calendars import (
    Reminder,
    Stage,
    begins_at,
    closes_at,
    day_in,
    digest_on,
    digest_points,
    grace_closes_at,
    is_working,
    reminders,
    stage_on,
    working_day_before,
    working_days_left,
)
from app.domain.members import Member, Names
from app.domain.periods import Cycle, Quarter

CYCLE = Cycle("2026-2029", Quarter(2026, 1), Quarter(2029, 4))
Q1, Q2, Q3, Q4 = (Quarter(2026, number) for number in (1, 2, 3, 4))
DAY = timedelta(days=1)
ZONES = sorted({member.zone for member in handbook.members()[1]})


def member(weekend: tuple[int, ...] = (5, 6), *holidays: date, zone: str = "Africa/Cairo") -> Member:
    return Member("EG", "EGY", "arab", Names("م", "E", "E"), "Post", zone, weekend, holidays)


def test_friday_and_saturday_are_the_weekend_where_they_are() -> None:
    # 31 October 2026 is a Saturday.
    assert not is_working(member(), date(2026, 10, 31))
    assert is_working(member((6, 7)), date(2026, 10, 30))
    assert not is_working(member((6, 7), date(2026, 10, 30)), date(2026, 10, 30))
    assert working_day_before(member(), date(2026, 10, 31)) == date(2026, 10, 29)
    assert working_day_before(member((6, 7)), date(2026, 10, 31)) == date(2026, 10, 30)
    assert working_day_before(member(), date(2026, 10, 31), 3) == date(2026, 10, 27)
    assert working_day_before(member((5, 6), date(2026, 10, 28)), date(2026, 10, 31), 3) == date(2026, 10, 26)


def test_a_calendar_without_working_days_counts_days() -> None:
    assert working_day_before(member((1, 2, 3, 4, 5, 6, 7)), date(2026, 10, 31), 3) == date(2026, 10, 28)


def test_working_days_left_count_today_and_the_last_day() -> None:
    assert working_days_left(member(), date(2026, 10, 27), date(2026, 10, 31)) == 3
    assert working_days_left(member(), date(2026, 10, 31), date(2026, 10, 31)) == 0
    assert working_days_left(member((6, 7)), date(2026, 10, 30), date(2026, 10, 30)) == 1
    assert working_days_left(member(), date(2026, 11, 2), date(2026, 10, 31)) == 0


def test_the_days_of_reminders_where_the_last_day_is_a_day_off() -> None:
    assert reminders(member(), CYCLE, Q3) == (
        Reminder(Stage.EARLY, date(2026, 10, 17)),
        Reminder(Stage.NEAR, date(2026, 10, 27)),
        Reminder(Stage.LAST_WORKING, date(2026, 10, 29)),
        Reminder(Stage.LAST, date(2026, 10, 31)),
        Reminder(Stage.LATE, date(2026, 11, 1)),
    )


def test_the_days_of_reminders_where_it_is_not() -> None:
    # 30 April 2026 is a Thursday; a holiday of two weeks before it comes before the fortnight.
    assert [one.stage for one in reminders(member(), CYCLE, Q1)] == [Stage.EARLY, Stage.NEAR, Stage.LAST, Stage.LATE]
    long = [date(2026, 4, 14) + DAY * n for n in range(16)]
    assert [one.stage for one in reminders(member((5, 6), *long), CYCLE, Q1)][:2] == [Stage.NEAR, Stage.EARLY]


def test_a_holiday_on_the_last_day_moves_a_reminder_before_it() -> None:
    off = member((5, 6), date(2026, 4, 30))
    assert Reminder(Stage.LAST_WORKING, date(2026, 4, 29)) in reminders(off, CYCLE, Q1)


def test_each_day_says_the_newest_stage_alone() -> None:
    said = {date(2026, 10, day): stage_on(member(), CYCLE, Q3, date(2026, 10, day)) for day in range(15, 32)}
    assert [stage for stage in said.values()] == (
        [None] * 2 + [Stage.EARLY] * 10 + [Stage.NEAR] * 2 + [Stage.LAST_WORKING] * 2 + [Stage.LAST]
    )
    assert stage_on(member(), CYCLE, Q3, date(2026, 11, 1)) is Stage.LATE
    assert stage_on(member(), CYCLE, Q3, date(2026, 11, 15)) is Stage.LATE
    assert stage_on(member(), CYCLE, Q3, date(2026, 11, 16)) is None


@pytest.mark.parametrize("zone", [*ZONES, "Africa/Casablanca", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Gaza"])
def test_every_day_of_the_cycle_begins_once_in_every_zone(zone: str) -> None:
    """Also where clocks skip midnight (Cairo 24 April 2026, Beirut 29 March 2026) or live through it twice."""
    day = date(2026, 1, 1)
    while day < date(2030, 3, 1):
        at = begins_at(day, zone).astimezone(UTC)
        assert day_in(zone, at) == day
        assert day_in(zone, at - timedelta(seconds=1)) == day - DAY
        day += DAY


@pytest.mark.parametrize("zone", ZONES)
def test_the_last_minute_is_23_59_of_the_last_day(zone: str) -> None:
    for quarter in CYCLE.quarters():
        for at, day in (
            (closes_at(CYCLE, quarter, zone), CYCLE.due_day(quarter)),
            (grace_closes_at(CYCLE, quarter, zone), CYCLE.grace_ends(quarter)),
        ):
            assert (at.date(), at.hour, at.minute) == (day, 23, 59)
            assert day_in(zone, at.astimezone(UTC) + timedelta(minutes=1)) == day + DAY


def test_where_23_59_comes_twice_the_second_is_the_last_minute() -> None:
    # Clocks in Cairo go back at the end of 29 October 2026; a cycle of another length ends a quarter there.
    at = closes_at(Cycle("odd", Q2, Q2, grace_days=90), Q2, "Africa/Cairo")
    assert at.isoformat() == "2026-07-31T23:59:00+03:00"
    odd = grace_closes_at(Cycle("odd", Q2, Q2, grace_days=90), Q2, "Africa/Cairo")
    assert odd.isoformat() == "2026-10-29T23:59:00+02:00"


def test_whoever_asks_each_half_minute_hears_each_stage_once_also_when_the_clock_steps() -> None:
    """What is due is worked out from the day, not from an alarm that may ring twice or never."""
    own, at, heard = member(zone="Asia/Beirut"), datetime(2026, 10, 10, tzinfo=UTC), []
    while at < datetime(2026, 11, 20, tzinfo=UTC):
        for now in (at, at - timedelta(hours=2), at):  # the clock goes back two hours and comes again
            stage = stage_on(own, CYCLE, Q3, day_in(own.zone, now))
            if stage is not None and stage not in heard:
                heard.append(stage)
                assert day_in(own.zone, now) == next(one.day for one in reminders(own, CYCLE, Q3) if one.stage is stage)
        at += timedelta(minutes=30)
    assert heard == [Stage.EARLY, Stage.NEAR, Stage.LAST_WORKING, Stage.LAST, Stage.LATE]


def test_the_office_hears_each_week_and_when_deadline_and_grace_have_passed_everywhere() -> None:
    zones = frozenset({"Africa/Nouakchott", "Asia/Dubai"})
    points = [(point.name, point.at.astimezone(UTC)) for point in digest_points(CYCLE, Q3, zones)]
    assert points == [
        ("week-1", datetime(2026, 10, 8, tzinfo=UTC)),
        ("week-2", datetime(2026, 10, 15, tzinfo=UTC)),
        ("week-3", datetime(2026, 10, 22, tzinfo=UTC)),
        ("week-4", datetime(2026, 10, 29, tzinfo=UTC)),
        ("deadline", datetime(2026, 11, 1, tzinfo=UTC)),
        ("week-5", datetime(2026, 11, 5, tzinfo=UTC)),
        ("week-6", datetime(2026, 11, 12, tzinfo=UTC)),
        ("grace", datetime(2026, 11, 16, tzinfo=UTC)),
    ]
    west = frozenset({"Asia/Dubai", "Pacific/Pago_Pago"})
    assert [point.at.astimezone(ZoneInfo("Pacific/Pago_Pago")).isoformat() for point in digest_points(CYCLE, Q3, west)
            if point.name == "deadline"] == ["2026-11-01T00:00:00-11:00"]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "name"),
    [("2026-10-07T23:59", None), ("2026-10-08T00:00", "week-1"), ("2026-11-01T00:00", "deadline"),
     ("2026-11-05T00:00", "week-5"), ("2026-11-22T23:59", "grace"), ("2026-11-23T00:00", None)],
)  # fmt: skip
def test_the_newest_point_is_said_and_not_long_after_the_last(at: str, name: str | None) -> None:
    found = digest_on(CYCLE, Q3, frozenset({"Africa/Nouakchott"}), datetime.fromisoformat(at + "+00:00"))
    assert (found.name if found else None) == name
