"""The page of a submission says who must do what next."""

import factories
import pytest

from app.actions.change_member import change_member
from app.actions.submit_submission import submit_submission


@pytest.fixture
def strict(house, cast, now):
    change_member(house, person=cast["administrator"], member="EG", needs_approver=True, now=now)


def page(browser, part, made):
    return browser(part).get(f"/en/submissions/{made}").text


def test_the_approver_is_named_and_nobody_approves_the_own_file(browser, house, cast, now, strict):
    cast["approver"]
    made = factories.draft(house, cast["uploader"], "data-exchange", now)
    assert "wants a second pair of eyes" in page(browser, "uploader", made)
    submit_submission(house, person=cast["uploader"], submission=made, reason="", now=now)
    assert "Next: Approver approves the file" in page(browser, "uploader", made)
    html = page(browser, "approver", made)
    assert "you approve the file of Uploader" in html
    assert f"/submissions/{made}/approve" in html
    assert browser("approver").fill(f"/en/submissions/{made}/approve").status_code == 303
    assert "the regional office accepts the file or sends it back. Until then" in page(browser, "uploader", made)
    assert "somebody of the regional office accepts" in page(browser, "analyst", made)


def test_where_the_only_approver_sent_it_nobody_can(browser, house, cast, now, strict):
    made = factories.draft(house, cast["approver"], "data-exchange", now)
    submit_submission(house, person=cast["approver"], submission=made, reason="", now=now)
    html = page(browser, "approver", made)
    assert "Nobody can approve this file" in html
    assert f"/submissions/{made}/approve" not in html
    for language in ("ar", "fr"):
        assert browser("approver").get(f"/{language}/submissions/{made}").status_code == 200
