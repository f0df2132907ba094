from datetime import UTC, datetime, timedelta

import factories
import pytest
from factories import accepted, submitted
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.actions.backup import backup
from app.actions.draft_edition import draft_edition
from app.actions.follow_submission import follow_submission
from app.actions.freeze_edition import freeze_edition
from app.actions.house import open_house
from app.actions.preview_edition import preview_edition
from app.actions.publish_edition import publish_edition
from app.actions.recompute import recompute
from app.actions.restore import restore
from app.domain.errors import BadRequest, Conflict, NotAllowed, NotFound
from app.domain.periods import Quarter
from app.domain.submissions import COUNTED_WORKING
from app.storage import archive, audit, db, editions, observations, results, sent, submissions
from app.storage.counting import ACCEPTED_ONLY

IN_TIME = datetime(2026, 10, 20, 9, tzinfo=UTC)
Q3 = Quarter(2026, 3)


def publish(house, cast, now, reason=""):
    edition = draft_edition(house, person=cast.administrator, region="arab", quarter=Q3, reason=reason, now=now)
    for step in (preview_edition, freeze_edition, publish_edition):
        step(house, person=cast.administrator, edition=edition, now=now)
    return edition


def test_working_results_follow_and_are_not_computed_twice(house, now):
    cast = factories.people(house, IN_TIME)
    made = submitted(house, cast.uploader, "service-quality", IN_TIME)
    first = follow_submission(house, submission=made, now=now)
    assert [(one.quarter, one.changed) for one in first] == [(Q3, True)]
    assert [one.changed for one in follow_submission(house, submission=made, now=now)] == [False]
    every = recompute(house, now=now)
    assert {(one.region, str(one.quarter)) for one in every} == {
        (region, quarter) for region in ("arab", "central-asia") for quarter in ("2026-Q1", "2026-Q2", "2026-Q3")
    }
    with house.sessions() as session:
        stored = results.working_member(session, "EG", Q3)
        lines = results.working_lines(session, "arab", Q3)
        assert results.working_quarters(session, "arab")[0] == Q3
    assert stored.digest == first[0].digest
    values = {indicator.code: indicator.value.value for indicator in stored.member.indicators}
    assert values["E2E-01"] == 100
    assert len(lines) == 22
    assert [line.member for line in lines if line.silent] != []


def test_an_edition_takes_accepted_figures_alone(house, now):
    cast = factories.people(house, IN_TIME)
    accepted(house, cast.uploader, cast.analyst, "service-quality", IN_TIME)
    submitted(house, cast.other, "service-quality", IN_TIME)
    edition = publish(house, cast, now)
    with house.sessions() as session:
        row = editions.newest_published(session, "arab", Q3)
        values = {
            code: results.member_of(session, row.result, code).member.indicators[0].value.value for code in ("EG", "TN")
        }
        counted = {one.member for one in observations.counted(session, "arab", ACCEPTED_ONLY, Q3)}
    assert (row.id, row.number, row.state, len(row.digest)) == (edition, 1, "published", 64)
    assert counted == {"EG"}
    assert values["TN"] is None


def test_a_correction_is_a_new_number_and_the_old_one_stays(house, now):
    cast = factories.people(house, IN_TIME)
    accepted(house, cast.uploader, cast.analyst, "service-quality", IN_TIME)
    first = publish(house, cast, now)
    with pytest.raises(Conflict, match="nothing_to_publish"):
        draft_edition(house, person=cast.administrator, region="arab", quarter=Q3, reason="again", now=now)
    accepted(house, cast.uploader, cast.analyst, "service-quality", now, count=900)
    with pytest.raises(BadRequest, match="edition_reason"):
        draft_edition(house, person=cast.administrator, region="arab", quarter=Q3, now=now)
    with house.sessions() as session:
        before = editions.one(session, first)
    second = publish(house, cast, now + timedelta(days=1), reason="a typo of Egypt")
    with house.sessions() as session:
        assert editions.one(session, first) == before
        newest = editions.newest_published(session, "arab", Q3)
        history = results.published_history(session, "EG")
    assert (newest.id, newest.number, newest.reason) == (second, 2, "a typo of Egypt")
    assert [line.edition for line in history] == [2]


def test_only_the_regions_administrator_makes_editions_step_by_step(house, now):
    cast = factories.people(house, IN_TIME)
    with pytest.raises(NotAllowed):
        draft_edition(house, person=cast.analyst, region="arab", quarter=Q3, now=now)
    with pytest.raises(NotFound):
        draft_edition(house, person=cast.stranger, region="arab", quarter=Q3, now=now)
    edition = draft_edition(house, person=cast.administrator, region="arab", quarter=Q3, now=now)
    with pytest.raises(Conflict, match="edition_state"):
        publish_edition(house, person=cast.administrator, edition=edition, now=now)


NEVER = [
    "UPDATE audit SET reason = 'other'",
    "DELETE FROM audit",
    "UPDATE edition SET reason = 'other'",
    "DELETE FROM edition",
    "UPDATE edition SET state = 'draft'",
    "UPDATE result SET digest = 'other'",
    "UPDATE result_member SET published = 100",
    "DELETE FROM result_member WHERE result IN (SELECT result FROM edition)",
    "INSERT INTO result_member SELECT result, 'ZZ', place, published, reason, standing, grade, coverage, level, rank, "
    "ranked, change, lower, upper, risk, risk_class, missing, payload FROM result_member LIMIT 1",
]


def test_the_database_itself_keeps_what_was_published(house, now):
    cast = factories.people(house, IN_TIME)
    publish(house, cast, now)
    for statement in NEVER:
        with pytest.raises(DBAPIError), house.sessions.begin() as session:
            session.execute(text(statement))
    with house.sessions() as session:
        assert audit.problems(session) == []


def test_sums_weigh_quantiles_and_take_the_newest_file_of_each_month(house):
    cast = factories.people(house, IN_TIME)
    submitted(house, cast.uploader, "service-quality", IN_TIME)
    head, first, *_ = factories.csv_bytes("service-quality").decode().splitlines()
    names = head.split(",")
    one, two, letter = first.split(","), first.split(","), first.split(",")
    one[names.index("partner")], two[names.index("partner")] = "SA", "MA"
    two[names.index("items_delivery_time_measured")] = "500"
    two[names.index("delivery_days_p50")] = "3.5"
    letter[names.index("product")] = "letter"
    body = "\n".join([head, *(",".join(row) for row in (one, two, letter))]).encode()
    made = factories.draft(house, cast.uploader, "service-quality", IN_TIME + timedelta(days=1), content=body)
    from app.actions.submit_submission import submit_submission

    submit_submission(house, person=cast.uploader, submission=made, reason="r", now=IN_TIME + timedelta(days=1))
    with house.sessions() as session:
        sums = {
            (str(one.month), one.product): one for one in observations.month_sums(session, "arab", COUNTED_WORKING, Q3)
        }
        behind = observations.rows_behind(session, "EG", Q3, ["items_arrived"], COUNTED_WORKING)
    july, august = sums["2026-07", "parcel"], sums["2026-08", "parcel"]
    assert sums["2026-07", "letter"].values["items_arrived"] == 1000
    assert (july.rows, july.values["items_arrived"], july.n["delivery_days_p50"]) == (2, 2000, 1500)
    assert july.values["delivery_days_p50"] == pytest.approx((2 * 1000 + 3.5 * 500) / 1500)
    assert (august.rows, august.values["items_arrived"]) == (1, 1000)
    assert [(row.number, row.line, str(row.month), row.product) for row in behind] == [
        (2, 2, "2026-07", "parcel"), (2, 3, "2026-07", "parcel"), (2, 4, "2026-07", "letter"),
        (1, 3, "2026-08", "parcel"), (1, 4, "2026-09", "parcel"),
    ]  # fmt: skip


def test_who_has_sent_and_who_is_silent(house, now):
    cast = factories.people(house, IN_TIME)
    submitted(house, cast.uploader, "service-quality", IN_TIME, months=("2026-07",))
    submitted(house, cast.uploader, "disruptions", IN_TIME, count=0)
    with house.sessions() as session:
        states = {
            (one.member, one.dataset): (one.state, one.late, one.silent)
            for one in sent.of_region(session, "arab", Q3, now)
        }
        due = sent.due(session, "EG", IN_TIME)
    assert states["EG", "service-quality"] == ("partial", True, False)
    assert states["EG", "disruptions"] == ("complete", False, False)
    assert states["TN", "service-quality"] == ("missing", True, True)
    first = next(one for one in due if one.quarter == Q3)
    assert (first.due_at.isoformat(), first.late) == ("2026-10-31T23:59:00+02:00", False)


@pytest.mark.postgresql
def test_a_backup_goes_from_one_engine_to_the_other_and_back(house, tmp_path, empty_database, now):
    cast = factories.people(house, IN_TIME)
    accepted(house, cast.uploader, cast.analyst, "service-quality", IN_TIME)
    accepted(house, cast.uploader, cast.analyst, "service-quality", IN_TIME + timedelta(hours=1), count=900)
    submitted(house, cast.other, "disruptions", IN_TIME)
    publish(house, cast, now)
    backup(house, to=tmp_path / "first.tar", now=now)
    contents = [_content(house)]
    before = house
    for kind in ("postgresql", "sqlite"):
        url = empty_database(kind)
        db.migrate(url)
        there = open_house(url, data=tmp_path / kind, limits=house.limits)
        restore(there, source=tmp_path / "first.tar")
        contents.append(_content(there))
        with pytest.raises(Conflict, match="not_empty"):
            restore(there, source=tmp_path / "first.tar")
        backup(there, to=tmp_path / "first.tar", now=now)
        with there.sessions() as session:
            kept = {submissions.one(session, row.id).file_sha256 for row in submissions.of_member(session, "EG")}
        assert kept
        assert all((there.data / "files" / digest[:2] / digest).exists() for digest in kept)
        before.sessions.engine.dispose()
        before = there
    before.sessions.engine.dispose()
    assert len(contents[0]["audit"]) > 10
    assert contents[0] == contents[1] == contents[2]


def _content(house):
    with house.sessions() as session:
        return {table.name: list(archive.lines(session, table)) for table in archive.order()}
