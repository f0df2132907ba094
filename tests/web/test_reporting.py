"""The members of a region: who sees how they report, who changes it, and how past quarters are filled in."""

from __future__ import annotations

import re

import pytest
from plain.figures_files import figures
from plain.well_formed import faults_of

from app.actions.accept_submission import accept_submission
from app.actions.submit_submission import submit_submission
from app.domain.periods import Quarter
from app.storage import audit, regions, submissions
from app.storage.tables import audit as audit_rows
from app.storage.tables import person as people_rows

Q2, Q4 = Quarter(2026, 2), Quarter(2026, 4)


def seen(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    assert faults_of(answer.text) == []
    return answer.text


def fill_in(client, content, *, member="EG", reason="The post lost its system.", dataset="service-quality"):
    return client.fill(
        f"/en/members/{member}/backfill", files={"file": ("old.csv", content)}, dataset=dataset, reason=reason
    )


def everything(house, member="EG"):
    with house.sessions() as session:
        return submissions.of_member(session, member)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_office_sees_how_its_members_report(browser, language):
    for part, changes in (("analyst", False), ("administrator", True)):
        html = seen(browser(part), f"/{language}/reporting")
        assert html.count('<th scope="row"><a ') == 22
        assert html.count('<th scope="row">') == 22 + 16
        assert "Africa/Cairo" in html
        assert ("/members/EG/reporting" in html) is changes
        assert "/members/KZ" not in html
        assert not re.search(r">\s*web\.[a-z_]+", html)


def test_deadlines_are_those_of_the_cycle(browser):
    html = seen(browser("analyst"), "/en/reporting")
    row = re.search(r'<tr><th scope="row">3rd quarter 2026</th>(.*?)</tr>', html)[1]
    assert "31 October 2026" in row
    assert "15 November 2026" in row
    assert "Grace is over" in row


def test_the_administrator_changes_a_member(browser, house):
    client = browser("administrator")
    page = seen(client, "/en/members/EG/reporting")
    assert page.count(" checked") == 3
    path = "/en/members/EG/reporting"
    changed = client.fill(path, **{"product-parcel": "yes", "needs_approver": "yes"})
    assert changed.status_code == 303
    assert "The changes are saved." in seen(client, changed.headers["location"])
    with house.sessions() as session:
        member = regions.member(session, "EG")
        assert audit.problems(session) == []
    assert (member.products, member.needs_approver) == (("parcel",), True)
    none = client.fill(path, needs_approver="yes")
    assert none.status_code == 400
    assert "Choose at least one product" in none.text
    with house.sessions() as session:
        assert regions.member(session, "EG").products == ("parcel",)


@pytest.mark.parametrize(("part", "status"), [("analyst", 403), ("uploader", 403), ("reader", 403)])
def test_nobody_else_changes_or_fills_in(browser, house, part, status):
    client = browser(part)
    assert client.fill("/en/members/EG/reporting", **{"product-ems": "yes"}).status_code == status
    assert fill_in(client, figures(quarter=Q2)).status_code == status
    assert everything(house) == []


def test_another_region_is_as_if_it_were_not_there(browser):
    client = browser("administrator")
    for member in ("KZ", "XX"):
        assert client.get(f"/en/members/{member}/reporting").status_code == 404
        assert client.fill(f"/en/members/{member}/reporting", **{"product-ems": "yes"}).status_code == 404
        assert fill_in(client, figures(quarter=Q2), member=member).status_code == 404


def test_a_past_quarter_is_filled_in_for_a_member(browser, house, cast, now):
    client = browser("administrator")
    assert client.fill("/en/members/EG/reporting", **{"product-parcel": "yes", "needs_approver": "yes"})
    answer = fill_in(client, figures(quarter=Q2))
    assert answer.status_code == 303
    html = seen(client, answer.headers["location"])
    assert "The post lost its system." in html
    (row,) = everything(house)
    assert (row.state.value, row.sent_by, row.submitted_by) == ("submitted", client.person.id, client.person.id)
    assert row.late
    with house.sessions() as session:
        wanted = audit_rows.select().where(audit_rows.c.action == "submission.backfill")
        (deed,) = session.execute(wanted).all()
        assert audit.problems(session) == []
    assert (deed.actor, deed.member, deed.reason) == (client.person.id, "EG", "The post lost its system.")
    for part in ("uploader", "analyst"):
        assert "Administrator" in seen(browser(part), f"/en/submissions/{row.id}")
    accept_submission(house, person=cast["analyst"], submission=row.id, now=now)


def test_a_reason_and_a_file_are_asked_for_in_words(browser, house):
    client = browser("administrator")
    answer = fill_in(client, figures(quarter=Q2), reason=" ")
    assert answer.status_code == 400
    assert "Write why you send these figures for the member." in answer.text
    bare = client.fill("/en/members/EG/backfill", dataset="service-quality", reason="Kept words.")
    assert bare.status_code == 400
    assert "Choose a dataset and a file." in bare.text
    assert "Kept words." in bare.text
    assert fill_in(client, figures(quarter=Q2), dataset="item-events").status_code == 400
    assert everything(house) == []


def test_a_quarter_that_has_not_ended_counts_nowhere(browser, house):
    client = browser("administrator")
    head, october, *_ = figures(quarter=Q4).decode().splitlines()
    answer = fill_in(client, f"{head}\n{october}\n".encode())
    assert answer.status_code == 400
    assert "2026-Q4 cannot be filled in" in answer.text
    assert "The post lost its system." in answer.text
    (row,) = everything(house)
    assert (row.outcome, row.state.value, row.submitted_at) == ("taken", "draft", None)
    assert client.fill(f"/en/submissions/{row.id}/backfill", reason="Still.").status_code == 400


def test_a_faulty_file_is_shown_to_the_person_who_sent_it(browser, house, cast):
    client = browser("administrator")
    answer = fill_in(client, figures(quarter=Q2).replace(b"parcel", b"packet", 1))
    assert answer.status_code == 303
    assert "packet" in seen(client, answer.headers["location"])
    assert everything(house)[0].state.value == "refused"
    assert browser("analyst").get(answer.headers["location"]).status_code == 404


def test_a_draft_of_the_operator_stays_hidden_even_from_the_same_bytes(browser, house, draft):
    client = browser("administrator")
    answer = fill_in(client, figures())
    made = answer.headers["location"].rpartition("/")[2]
    assert made != draft
    assert client.get(f"/en/submissions/{draft}").status_code == 404
    for deed in ("backfill", "withdraw", "submit"):
        assert client.fill(f"/en/submissions/{draft}/{deed}", reason="why").status_code == 404
    with house.sessions() as session:
        assert submissions.one(session, draft).state.value == "draft"


def test_what_the_member_sent_itself_is_not_replaced(browser, house, cast, draft, now):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    client = browser("administrator")
    answer = fill_in(client, figures(size=1200))
    assert answer.status_code == 409
    assert "already has figures of these periods" in answer.text
    mine = next(row for row in everything(house) if row.id != draft)
    assert mine.state.value == "draft"
    page = seen(client, f"/en/submissions/{mine.id}")
    assert "Send for the member" in page
    assert client.fill(f"/en/submissions/{mine.id}/withdraw", reason="Not needed.").status_code == 303
    assert client.fill(f"/en/submissions/{draft}/withdraw", reason="Mine now.").status_code == 403
    with house.sessions() as session:
        assert submissions.one(session, mine.id).state.value == "withdrawn"
        assert submissions.one(session, draft).state.value == "submitted"


def test_a_correction_of_ones_own_filling_in(browser, house):
    client = browser("administrator")
    for size in (1000, 1200):
        assert fill_in(client, figures(quarter=Q2, size=size)).status_code == 303
    newest, first = everything(house)
    assert (newest.state.value, newest.previous, newest.version) == ("submitted", first.id, 2)
    assert fill_in(client, figures(quarter=Q2, size=1200)).headers["location"].endswith(newest.id)
    assert len(everything(house)) == 2


def test_whoever_filled_in_a_file_does_not_accept_it(browser, house):
    client, colleague = browser("administrator"), browser("analyst")
    path = fill_in(client, figures(quarter=Q2)).headers["location"]
    page = seen(client, path)
    assert "another analyst or administrator of the office must accept it" in page
    assert "/accept" not in page
    assert client.fill(f"{path}/accept").status_code == 403
    assert everything(house)[0].state.value == "submitted"
    assert "must accept it" not in seen(colleague, path)
    assert colleague.fill(f"{path}/accept").status_code == 303
    assert everything(house)[0].state.value == "accepted"


def test_an_administrator_who_is_alone_reads_what_to_do(browser, house, cast, now):
    client = browser("administrator")
    path = fill_in(client, figures(quarter=Q2)).headers["location"]
    with house.sessions.begin() as session:
        session.execute(people_rows.update().where(people_rows.c.id == cast["analyst"].id).values(left_at=now))
    assert "has no other analyst or administrator at present" in seen(client, path)


def test_what_was_filled_in_is_told_apart_wherever_it_is_listed(browser, house, draft, cast, now):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    label = "Back-filled by the administrator"
    assert label not in seen(browser("analyst"), "/en")
    path = fill_in(browser("administrator"), figures(quarter=Q2)).headers["location"]
    for part in ("uploader", "analyst", "administrator"):
        assert seen(browser(part), path).count(label) == 2
        for page in ("/en", "/en/submissions"):
            assert seen(browser(part), page).count(label) == 1
    assert label not in seen(browser("uploader"), f"/en/submissions/{draft}")
    told = {row["id"]: row["backfilled"] for row in browser("analyst").get("/api/v1/submissions").json()}
    assert told == {draft: False, path.rpartition("/")[2]: True}


def test_a_draft_that_is_being_filled_in_is_listed_for_its_author_alone(browser, house):
    head, october, *_ = figures(quarter=Q4).decode().splitlines()
    fill_in(browser("administrator"), f"{head}\n{october}\n".encode())
    (row,) = everything(house)
    assert row.state.value == "draft"
    assert row.id in seen(browser("administrator"), "/en/submissions")
    assert row.id not in seen(browser("analyst"), "/en/submissions")
