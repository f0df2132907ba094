"""What a submission moved is noted once, when it is followed."""

from datetime import UTC, datetime, timedelta

import factories
import pytest

from app.actions.accept_submission import accept_submission
from app.actions.follow_submission import follow_submission
from app.actions.preview_submission import preview_submission
from app.domain.measures import FIGURE_DATASETS
from app.domain.periods import Quarter
from app.domain.weighing import WHOLE
from app.storage import effects, submissions

DAY = datetime(2026, 10, 20, 9, tzinfo=UTC)


@pytest.fixture
def cast(house):
    return factories.people(house, DAY)


def noted(house):
    with house.sessions() as session:
        return effects.waiting(session, "arab")


def test_the_first_figures_move_the_whole_scale_and_a_correction_what_it_moves(house, cast):
    made = [factories.submitted(house, cast.uploader, dataset, DAY) for dataset in FIGURE_DATASETS]
    for submission in made:
        follow_submission(house, submission=submission, now=DAY + timedelta(hours=1))
    first = noted(house)
    assert set(first) == set(made)
    assert first[made[0]].weight.points == WHOLE
    assert first[made[0]].weight.quarter == Quarter(2026, 3)
    assert first[made[0]].comparison is None
    fewer = factories.csv_bytes("service-quality").replace(b",2,4,", b",9,19,")
    second = factories.draft(house, cast.uploader, "service-quality", DAY + timedelta(days=1), content=fewer)
    foreseen = preview_submission(house, submission=second, now=DAY + timedelta(days=1))
    factories.submit(house, cast.uploader, second, DAY + timedelta(days=1))
    follow_submission(house, submission=second, now=DAY + timedelta(days=1))
    weight = noted(house)[second].weight
    assert 0 < weight.points < WHOLE
    assert weight.before.index == foreseen.effects[0].before.index.value
    assert weight.after.index == foreseen.effects[0].after.index.value
    counted = noted(house)[second].comparison
    assert (counted.changed, counted.new, counted.gone) == (6, 0, 0)
    assert counted.same == foreseen.comparison.same > 0


def test_it_is_noted_once_and_only_while_it_waits(house, cast):
    made = factories.submitted(house, cast.uploader, "service-quality", DAY)
    follow_submission(house, submission=made, now=DAY)
    before = noted(house)
    follow_submission(house, submission=made, now=DAY + timedelta(days=1))
    assert noted(house) == before
    other = factories.submitted(house, cast.uploader, "data-exchange", DAY)
    accept_submission(house, person=cast.analyst, submission=other, now=DAY)
    follow_submission(house, submission=other, now=DAY)
    assert set(noted(house)) == {made}
    with house.sessions() as session:
        assert submissions.one(session, other).state.value == "accepted"
        assert not effects.is_noted(session, other)
        assert effects.waiting(session, "central-asia") == {}
