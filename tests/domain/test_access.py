"""Who may do what: every role against every permission, and whose records a person sees."""

import pytest

from app.domain.access import GRANTS, Permission, Person, Role, covers, grants, must, must_cover, sees_submission
from app.domain.errors import NotAllowed, NotFound
from app.domain.submissions import PRIVATE, State

OWN = {"member": "QA", "region": "arab"}


def person(role):
    operator = role in (Role.UPLOADER, Role.APPROVER)
    office = role in (Role.ANALYST, Role.ADMINISTRATOR)
    return Person("1", "a@example.org", "A", role, "QA" if operator else None, "arab" if office else None)


MAY = {
    Permission.READ_PUBLISHED: "uploader approver analyst administrator reader",
    Permission.READ_WORKING: "uploader approver analyst administrator",
    Permission.SEND: "uploader approver",
    Permission.SUBMIT: "uploader approver",
    Permission.APPROVE: "approver",
    Permission.SEE_SUBMISSIONS: "uploader approver analyst administrator",
    Permission.DECIDE: "analyst administrator",
    Permission.ADMINISTER: "administrator",
    Permission.READ_AUDIT: "uploader approver analyst administrator",
    Permission.ASK: "analyst administrator",
    Permission.DISCUSS: "uploader approver analyst administrator",
    Permission.BACKFILL: "administrator",
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_every_role_and_permission(role, permission):
    allowed = role in MAY[permission].split()
    assert grants(person(role), permission) is allowed
    if allowed:
        must(person(role), permission)
    else:
        with pytest.raises(NotAllowed):
            must(person(role), permission)
    assert GRANTS.keys() == set(Role)


@pytest.mark.parametrize(
    ("role", "member", "region", "seen"),
    [
        (Role.UPLOADER, "QA", "arab", True), (Role.UPLOADER, "SA", "arab", False), (Role.ANALYST, "SA", "arab", True),
        (Role.ANALYST, "KZ", "central-asia", False), (Role.READER, "QA", "arab", False),
    ],
)  # fmt: skip
def test_whose_records_are_seen(role, member, region, seen):
    assert covers(person(role), member=member, region=region) is seen
    if seen:
        must_cover(person(role), member=member, region=region)
    else:
        with pytest.raises(NotFound):
            must_cover(person(role), member=member, region=region)


@pytest.mark.parametrize("state", State)
def test_the_office_never_sees_a_draft(state):
    assert sees_submission(person(Role.UPLOADER), state=state, submitted=True, **OWN)
    assert sees_submission(person(Role.ANALYST), state=state, submitted=True, **OWN) is (state not in PRIVATE)
    assert not sees_submission(person(Role.ANALYST), state=state, submitted=False, **OWN)
    assert not sees_submission(person(Role.READER), state=state, submitted=True, **OWN)
    assert not sees_submission(person(Role.APPROVER), state=state, submitted=True, member="SA", region="arab")


@pytest.mark.parametrize("state", [*sorted(PRIVATE), State.WITHDRAWN])
def test_an_administrator_sees_the_draft_that_it_fills_in_and_no_other(state):
    unsent = {"state": state, "submitted": False}
    assert sees_submission(person(Role.ADMINISTRATOR), own=True, **unsent, **OWN)
    assert not sees_submission(person(Role.ADMINISTRATOR), **unsent, **OWN)
    assert not sees_submission(person(Role.ANALYST), own=True, **unsent, **OWN)
    assert not sees_submission(person(Role.ADMINISTRATOR), own=True, member="KZ", region="central-asia", **unsent)
