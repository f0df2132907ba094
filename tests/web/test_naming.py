"""Names that a member uses for our columns: offered, taken, remembered for it alone, listed and removed."""

import pytest
from factories import csv_bytes
from factories import draft as sent
from sqlalchemy import text

from app.actions.check_submission import check_submission
from app.actions.forget_alias import forget_alias
from app.actions.take_aliases import take_aliases
from app.domain.errors import BadRequest, NotAllowed, NotFound
from app.domain.submissions import State
from app.storage import aliases, submissions

PAGE = "/en/submissions/{}"


def foreign(*names: tuple[str, str], member: str = "EG") -> bytes:
    """A file in which columns of ours have other names."""
    body = csv_bytes("service-quality", member=member).decode()
    head, rest = body.split("\n", 1)
    for ours, theirs in names:
        head = ",".join(theirs if name == ours else name for name in head.split(","))
    return f"{head}\n{rest}".encode()


BOTH = foreign(("items_arrived", "reached us"), ("items_announced", "items_anounced"))


@pytest.fixture
def refused(house, cast, now):
    return sent(house, cast["uploader"], "service-quality", now, BOTH)


def deeds(house):
    with house.sessions() as session:
        return [
            tuple(row)
            for row in session.execute(
                text("SELECT action, member, object FROM audit WHERE action LIKE 'alias.%' ORDER BY seq")
            )
        ]


def test_a_file_with_other_names_is_taken_once_the_person_says_what_they_mean(browser, house, cast, now, refused):
    client = browser("uploader")
    page = client.get(PAGE.format(refused)).text
    assert page.count('<option value="items_anounced" selected>') == 1
    assert 'name="as-items_arrived"' in page
    answer = client.fill(
        f"{PAGE.format(refused)}/names/take",
        **{"as-items_arrived": "reached us", "as-items_announced": "items_anounced"},
    )
    assert answer.status_code == 303
    made = answer.headers["location"].rsplit("/", 1)[1]
    client.app.state.checking.start(made).result(60)
    with house.sessions() as session:
        row = submissions.one(session, made)
        counts = submissions.finding_counts(session, made)
    assert (row.state, row.rows, row.file_sha256) == (State.DRAFT, 3, _sha(house, refused))
    assert made != refused
    assert counts["HDR_ALIAS"] == 2
    assert "as your post has chosen" in client.get(PAGE.format(made)).text
    assert deeds(house) == [("alias.take", "EG", "alias:service-quality")] * 2


def _sha(house, id):
    with house.sessions() as session:
        return submissions.one(session, id).file_sha256


def test_names_are_remembered_for_the_member_and_the_dataset_alone(house, cast, now, refused):
    _take(house, cast["uploader"], refused, now)
    for person, member, state in (("approver", "EG", State.DRAFT), ("foreign uploader", "SA", State.REFUSED)):
        content = BOTH.replace(b"EG", member.encode()) + b"\n"
        with house.sessions() as session:
            assert submissions.one(session, sent(house, cast[person], "service-quality", now, content)).state is state
    with house.sessions() as session:
        assert aliases.of(session, "EG", "customs-clearance") == []


def _take(house, person, submission, now, **chosen):
    chosen = chosen or {"items_arrived": "reached us", "items_announced": "items_anounced"}
    return take_aliases(house, person=person, submission=submission, chosen=chosen, now=now)


def test_the_same_answer_twice_makes_one_draft(house, cast, now, refused):
    made = _take(house, cast["uploader"], refused, now)
    assert _take(house, cast["uploader"], refused, now) == made
    assert len(deeds(house)) == 2


def test_one_name_at_a_time_is_possible(house, cast, now, refused):
    second = _take(house, cast["uploader"], refused, now, items_arrived="reached us")
    check_submission(house, submission=second, now=now)
    third = _take(house, cast["approver"], second, now, items_announced="items_anounced")
    check_submission(house, submission=third, now=now)
    with house.sessions() as session:
        assert [submissions.one(session, id).state for id in (second, third)] == [State.REFUSED, State.DRAFT]


@pytest.mark.parametrize(
    "chosen",
    [
        {"as-member": "reached us"},
        {"as-items_arrived": "no such name"},
        {"as-items_arrived": "reached us", "as-items_announced": "reached us"},
        {"as-items_arrived": " "},
        {},
    ],
)
def test_what_was_not_offered_is_not_taken(browser, house, refused, chosen):
    answer = browser("uploader").fill(f"{PAGE.format(refused)}/names/take", **chosen)
    assert answer.status_code == 400
    assert "each name once" in answer.text
    assert deeds(house) == []


def test_nobody_else_takes_a_name(browser, house, cast, now, refused):
    for part, status in (("foreign uploader", 404), ("analyst", 403), ("reader", 403)):
        answer = browser(part).fill(f"{PAGE.format(refused)}/names/take", **{"as-items_arrived": "reached us"})
        assert answer.status_code == status, part
    with pytest.raises(NotAllowed):
        _take(house, cast["administrator"], refused, now)
    assert deeds(house) == []


def test_a_file_that_lacks_nothing_offers_nothing(browser, house, cast, now, draft):
    assert "names/take" not in browser("uploader").get(PAGE.format(draft)).text
    with pytest.raises(BadRequest):
        _take(house, cast["uploader"], draft, now)


def test_names_are_listed_for_the_operator_and_removed(browser, house, cast, now, refused):
    _take(house, cast["uploader"], refused, now)
    page, remove = "/en/datasets/service-quality", "/en/datasets/service-quality/aliases/remove"
    for part, sees in (("approver", True), ("foreign uploader", False), ("analyst", False), (None, False)):
        assert ("reached_us" in browser(part).get(page).text) is sees, part
    assert browser("foreign uploader").fill(remove, name="reached_us").status_code == 404
    assert browser("analyst").fill(remove, name="reached_us").status_code == 403
    client = browser("approver")
    assert client.fill(remove, name="reached_us").status_code == 303
    assert "reached_us" not in client.get(page).text
    assert client.fill(remove, name="reached_us").status_code == 404
    assert deeds(house)[2:] == [("alias.forget", "EG", "alias:service-quality")]
    with pytest.raises(NotFound):
        forget_alias(house, person=cast["uploader"], dataset="disruptions", name="items_anounced", now=now)


def test_an_arabic_name_is_remembered_as_the_checks_read_it(house, cast, now):
    refused = sent(house, cast["uploader"], "service-quality", now, foreign(("items_arrived", "  الوارد من البعائث ")))
    made = take_aliases(
        house, person=cast["uploader"], submission=refused, chosen={"items_arrived": "  الوارد من البعائث "}, now=now
    )
    check_submission(house, submission=made, now=now)
    with house.sessions() as session:
        assert submissions.one(session, made).state is State.DRAFT
        assert [one.column for one in aliases.of(session, "EG", "service-quality")] == ["items_arrived"]


def test_the_names_can_be_taken_home_by_their_own_member_alone(browser, house, cast, now, refused, tmp_path):
    from app.actions.read_aliases import read_aliases

    take_aliases(house, person=cast["uploader"], submission=refused, chosen={"items_arrived": "reached us"}, now=now)
    answer = browser("uploader").get("/en/datasets/service-quality/aliases.csv")
    assert answer.status_code == 200
    kept = tmp_path / "names.csv"
    kept.write_bytes(answer.content)
    assert read_aliases("service-quality", file=kept, said=()) == {"reached_us": "items_arrived"}
    assert "/datasets/service-quality/aliases.csv" in browser("uploader").get("/en/datasets/service-quality").text
    assert b"reached" not in browser("foreign uploader").get("/en/datasets/service-quality/aliases.csv").content
    for part in ("analyst", "administrator"):
        assert browser(part).get("/en/datasets/service-quality/aliases.csv").status_code == 403
    assert browser("uploader").get("/en/datasets/item-events/aliases.csv").status_code == 404
