"""How much of the audit log each role reads."""

import pytest

from app.domain.access import Person, Role
from app.domain.deeds import DEEDS, INSIDE, Reach, reach
from app.domain.errors import NotAllowed


@pytest.mark.parametrize(
    ("role", "far"),
    [
        (Role.UPLOADER, Reach.NOTHING_ELSE),
        (Role.APPROVER, Reach.MEMBER),
        (Role.ANALYST, Reach.REGION),
        (Role.ADMINISTRATOR, Reach.REGION),
    ],
)
def test_a_role_reads_as_far_as_its_rights_go(role: Role, far: Reach) -> None:
    assert reach(Person("1", "a@example.org", "A", role)) is far


def test_a_reader_reads_no_log() -> None:
    with pytest.raises(NotAllowed):
        reach(Person("1", "a@example.org", "A", Role.READER))


def test_what_stays_inside_is_a_deed_and_each_deed_is_named_once() -> None:
    assert set(DEEDS) >= INSIDE
    assert len(set(DEEDS)) == len(DEEDS)
