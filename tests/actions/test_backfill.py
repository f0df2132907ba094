"""Figures of past quarters that the office sends for a member."""

from __future__ import annotations

import io
from datetime import timedelta

import factories
import pytest

from app.actions.accept_submission import accept_submission
from app.actions.backfill_file import backfill_file
from app.actions.check_submission import check_submission
from app.actions.recompute import recompute
from app.actions.submit_backfill import submit_backfill
from app.domain.access import Role
from app.domain.errors import BadRequest, Conflict, NotAllowed, NotFound
from app.domain.measures import FIGURE_DATASETS
from app.domain.periods import Quarter
from app.domain.submissions import State
from app.storage import audit, deeds, results, runs, submissions
from ingest import check_file

Q3 = Quarter(2026, 3)


def filled(house, person, now, dataset="service-quality", check=True, **shape):
    made = backfill_file(
        house,
        person=person,
        member="EG",
        dataset=dataset,
        name="old.csv",
        source=io.BytesIO(factories.csv_bytes(dataset, **shape)),
        reason="From paper.",
        now=now,
    )
    if check:
        check_submission(house, submission=made, now=now, check=check_file)
    return made


@pytest.mark.parametrize("dataset", FIGURE_DATASETS)
def test_every_dataset_of_figures_can_be_filled_in(house, now, dataset):
    cast = factories.people(house, now)
    made = filled(house, cast.administrator, now, dataset)
    assert submit_backfill(house, person=cast.administrator, submission=made, now=now) is State.SUBMITTED
    with house.sessions() as session:
        row = submissions.visible(session, cast.analyst, made)
        told = [(deed.actor_name, deed.action, deed.reason) for deed in deeds.history(session, made)]
        assert audit.problems(session) == []
    assert row.reason == "From paper."
    assert told[-1] == ("administrator", "submission.backfill", "From paper.")


def test_results_follow_what_was_filled_in(house, now):
    cast = factories.people(house, now)
    recompute(house, regions=["arab"], quarters=[Q3], now=now)
    with house.sessions() as session:
        before = runs.newest_change(session, "arab")
        assert results.working_member(session, "EG", Q3).member.published.value is None
    made = filled(house, cast.administrator, now)
    submit_backfill(house, person=cast.administrator, submission=made, now=now)
    (changed,) = recompute(house, regions=["arab"], quarters=[Q3], now=now)
    assert changed.changed
    with house.sessions() as session:
        assert runs.newest_change(session, "arab") > before


def test_nobody_but_the_administrator_of_the_region_fills_in(house, now):
    cast = factories.people(house, now)
    for person, refusal in (
        (cast.uploader, NotAllowed),
        (cast.analyst, NotAllowed),
        (cast.reader, NotAllowed),
        (cast.stranger, NotFound),
    ):
        with pytest.raises(refusal):
            filled(house, person, now)
    made = filled(house, cast.administrator, now)
    colleague = factories.person(house, now, Role.ADMINISTRATOR, "colleague", region="arab")
    for person, refusal in ((cast.analyst, NotAllowed), (colleague, NotFound), (cast.stranger, NotFound)):
        with pytest.raises(refusal):
            submit_backfill(house, person=person, submission=made, now=now)


def test_what_is_not_checked_or_not_of_a_quarter_that_ended_is_not_submitted(house, now):
    cast = factories.people(house, now)
    made = filled(house, cast.administrator, now, check=False)
    with pytest.raises(Conflict, match="not_checked"):
        submit_backfill(house, person=cast.administrator, submission=made, now=now)
    check_submission(house, submission=made, now=now, check=check_file)
    # Where the member is (Cairo) the last day of the quarter is not over.
    still = now.replace(month=9, day=30, hour=20)
    with pytest.raises(BadRequest, match="backfill_quarter"):
        submit_backfill(house, person=cast.administrator, submission=made, now=still)
    over = still + timedelta(hours=2)
    assert submit_backfill(house, person=cast.administrator, submission=made, now=over) is State.SUBMITTED


@pytest.mark.parametrize("dataset", ["service-quality", "disruptions"])
def test_what_the_member_has_sent_stays(house, now, dataset):
    cast = factories.people(house, now)
    theirs = factories.submitted(house, cast.uploader, dataset, now)
    body = {"months": ("2026-07",)} if dataset == "service-quality" else {"count": 0}
    made = filled(house, cast.administrator, now, dataset, **body)
    with pytest.raises(Conflict, match="member_has_sent"):
        submit_backfill(house, person=cast.administrator, submission=made, now=now)
    with house.sessions() as session:
        assert submissions.one(session, theirs).state is State.SUBMITTED


def test_it_is_accepted_by_another_person_than_the_one_who_filled_it_in(house, now):
    cast = factories.people(house, now)
    made = filled(house, cast.administrator, now)
    submit_backfill(house, person=cast.administrator, submission=made, now=now)
    with pytest.raises(NotAllowed, match="own_backfill"):
        accept_submission(house, person=cast.administrator, submission=made, now=now)
    colleague = factories.person(house, now, Role.ADMINISTRATOR, "colleague", region="arab")
    assert accept_submission(house, person=colleague, submission=made, now=now) is State.ACCEPTED
