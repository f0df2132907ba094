"""Nothing to report is an answer: a file like any other, and never a zero."""

import re

import pytest

from app.domain.periods import Quarter
from app.storage import results, sent, submissions

SAYS = {"dataset": "customs-clearance", "quarter": "2026-Q3", "meaning": "not-applicable", "remark": "=none\nhere"}


def _submission(answer):
    return re.search(r"/en/submissions/([0-9a-f-]{36})", answer.headers["location"])[1]


@pytest.mark.parametrize("dataset", ["service-quality", "customs-clearance", "data-exchange", "disruptions"])
def test_nothing_is_submitted_like_a_file_and_scores_no_zero(house, browser, cast, now, dataset):
    client = browser("uploader")
    made = _submission(client.fill("/en/nothing", **{**SAYS, "dataset": dataset}))
    assert _submission(client.fill("/en/nothing", **{**SAYS, "dataset": dataset})) == made
    client.fill(f"/en/submissions/{made}/submit", reason="as said")
    with house.sessions() as session:
        row = submissions.one(session, made)
        state = {one.dataset: one.state for one in sent.of_member(session, "EG", Quarter(2026, 3), now)}
        result = results.working_member(session, "EG", Quarter(2026, 3))
    assert row.state.value == "submitted"
    assert state[dataset] == "complete"
    if result is not None:
        values = [one.value for one in result.member.indicators if one.code.startswith(("CUS", "E2E", "VIS"))]
        assert all(value.value is None for value in values)


@pytest.mark.parametrize(
    "changed",
    [{"quarter": "2026-Q4"}, {"quarter": "soon"}, {"dataset": "preparedness"}, {"meaning": "zero"}, {"remark": " "}],
)
def test_what_says_nothing_is_refused_in_words(browser, cast, changed):
    answer = browser("uploader").fill("/en/nothing", **{**SAYS, **changed})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_only_those_who_send_may_say_so(browser, cast):
    for name in ("analyst", "administrator", "reader"):
        assert browser(name).get("/en/nothing").status_code == 403
