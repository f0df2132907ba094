"""A file that is not UTF-8: its words are shown, a person chooses, the same bytes are checked again, nobody guesses."""

import io
import re
import uuid

import pytest
from plain.figures_files import figures

from app.actions.check_submission import check_submission
from app.actions.receive_file import receive_file
from app.storage import remembered, submissions


def arabic(line=2, word="إضراب عمال البريد"):
    """Figures whose remark is Arabic, in the code page of Windows."""
    rows = figures().decode().splitlines()
    assert rows[0].endswith(",remark")
    rows[line - 1] += word
    return ("\r\n".join(rows) + "\r\n").encode("cp1256")


def sent(browser, content, part="uploader"):
    client = browser(part)
    answer = client.fill("/en/send", files={"file": ("q3.csv", io.BytesIO(content))}, dataset="service-quality")
    return client, ended(client, answer)


def ended(client, answer):
    """The address of the submission, once its check is over: a page opens before that where it takes long."""
    address = answer.headers["location"]
    client.app.state.checking.start(address.rsplit("/", 1)[1]).result(60)
    return address


def choices(page):
    return re.findall(r'name="encoding" value="([^"]*)"', page)


def test_the_words_of_the_file_are_shown_and_the_chosen_reading_is_checked_as_a_draft_of_its_own(browser, house):
    client, refused = sent(browser, arabic())
    page = client.get(refused).text
    assert choices(page)[0] == "windows-1256"
    assert 2 <= len(choices(page)) <= 4
    word = "إضراب عمال البريد".encode("cp1256")
    assert [word.decode(name) in page for name in choices(page)] == [True] * len(choices(page))
    assert "as last time" not in page
    answer = client.fill(f"{refused}/reading", encoding="windows-1256")
    assert answer.status_code == 303
    made = ended(client, answer)
    assert made != refused
    with house.sessions() as session:
        row, before = (submissions.one(session, path.rsplit("/", 1)[1]) for path in (made, refused))
        assert (row.state, row.outcome, row.encoding) == ("draft", "taken", "windows-1256")
        assert (before.state, before.encoding, before.file_sha256) == ("refused", None, row.file_sha256)
        assert remembered.encoding_of(session, "EG") == "windows-1256"
    shown = client.get(made).text
    assert "ENC_CHOSEN" in shown
    assert "Arabic, Windows (windows-1256)" in shown
    assert choices(shown) == []
    assert "إضراب عمال البريد" in client.get(f"{made}/lines/2").text


def test_utf16_without_its_mark_is_shown_in_both_orders_and_read_in_the_chosen_one(browser, house):
    client, refused = sent(browser, arabic().decode("cp1256").encode("utf-16-be"))
    page = client.get(refused).text
    assert choices(page) == ["utf-16-be", "utf-16-le"]
    assert "إضراب عمال البريد" in page
    assert "عمال".encode("utf-16-be").decode("utf-16-le") in page
    made = ended(client, client.fill(f"{refused}/reading", encoding="utf-16-be"))
    with house.sessions() as session:
        row = submissions.one(session, made.rsplit("/", 1)[1])
    assert (row.outcome, row.encoding) == ("taken", "utf-16-be")
    assert "إضراب عمال البريد" in client.get(f"{made}/lines/2").text


def test_the_same_choice_again_is_the_same_draft_and_the_same_bytes_the_same_question(browser):
    client, refused = sent(browser, arabic())
    made = client.fill(f"{refused}/reading", encoding="windows-1256").headers["location"]
    assert client.fill(f"{refused}/reading", encoding="CP1256").headers["location"] == made
    assert sent(browser, arabic())[1] == refused
    other = client.fill(f"{refused}/reading", encoding="windows-1252").headers["location"]
    assert other not in (made, refused)


def test_the_next_file_is_offered_the_reading_of_last_time_first_and_is_not_read_so_unasked(browser, house):
    client, refused = sent(browser, arabic())
    client.fill(f"{refused}/reading", encoding="windows-1252")
    _, second = sent(browser, arabic(3, "مطار القاهرة"))
    page = client.get(second).text
    assert choices(page)[:2] == ["windows-1252", "windows-1256"]
    assert "as last time" in page
    with house.sessions() as session:
        assert submissions.one(session, second.rsplit("/", 1)[1]).state == "refused"
        assert remembered.encoding_of(session, "SA") is None


def test_code_pages_that_read_the_file_alike_stand_once_under_the_name_of_last_time(browser):
    client, refused = sent(browser, arabic(word="année").decode("cp1256").encode("cp1252"))
    assert choices(client.get(refused).text)[0] == "windows-1256"
    client.fill(f"{refused}/reading", encoding="iso-8859-15")
    _, second = sent(browser, arabic(3, "été").decode("cp1256").encode("cp1252"))
    assert choices(client.get(second).text)[0] == "iso-8859-15"


@pytest.mark.parametrize("named", ["utf-7", "rot13", "", "../../x", "\u0661"])
def test_an_encoding_that_is_none_of_ours_is_said_on_the_page(browser, named):
    client, refused = sent(browser, arabic())
    answer = client.fill(f"{refused}/reading", encoding=named)
    assert answer.status_code == 400
    assert "windows-1256, windows-1252" in answer.text


def test_there_is_nothing_to_choose_for_a_file_that_was_taken(browser, draft):
    answer = browser("uploader").fill(f"/en/submissions/{draft}/reading", encoding="windows-1256")
    assert answer.status_code == 409


def test_a_foreign_file_has_no_readings_and_is_a_missing_one(browser):
    _, refused = sent(browser, arabic())
    for part in ("foreign uploader", "analyst", "foreign analyst", "administrator"):
        client = browser(part)
        missing = client.fill(f"/en/submissions/{uuid.uuid4()}/reading", encoding="windows-1256")
        answer = client.fill(f"{refused}/reading", encoding="windows-1256")
        assert (answer.status_code, missing.status_code) == (404, 404)


def test_the_office_chooses_for_the_figures_that_it_fills_in(browser, house):
    client = browser("administrator")
    answer = client.fill(
        "/en/members/EG/backfill",
        files={"file": ("q3.csv", io.BytesIO(arabic()))},
        dataset="service-quality",
        reason="Sent on paper.",
    )
    refused = ended(client, answer)
    assert choices(client.get(refused).text)[0] == "windows-1256"
    made = ended(client, client.fill(f"{refused}/reading", encoding="windows-1256"))
    with house.sessions() as session:
        row = submissions.one(session, made.rsplit("/", 1)[1])
    assert (row.outcome, row.backfilled, row.reason) == ("taken", True, "Sent on paper.")


def test_a_machine_names_the_encoding_and_is_told_when_it_is_none(browser, house, cast):
    from app.actions.make_token import make_token

    client = browser()
    secret = make_token(house, person=cast["uploader"], name="system", scope="send", now=cast.now)
    headers = {"authorization": f"Bearer {secret}"}

    def put(query, dataset="service-quality", content=None):
        content = arabic() if content is None else content
        answer = client.put(f"/api/v1/submissions/{dataset}?{query}", content=content, headers=headers)
        address = answer.headers.get("location")
        if address is None:
            return answer
        client.app.state.checking.start(address.rsplit("/", 1)[1]).result(60)
        return client.get(address, headers=headers)

    plain = put("").json()
    assert [one["code"] for one in plain["findings"]] == ["ENC_NOT_UTF8"]
    assert "windows-1256" in plain["findings"][0]["sentence"]
    named = put("encoding=CP1256").json()
    assert (named["submission"]["outcome"], named["submission"]["encoding"]) == ("taken", "windows-1256")
    assert named["submission"]["id"] != plain["submission"]["id"]
    for query in ("encoding=utf-7", "encoding="):
        bad = put(query)
        assert (bad.status_code, bad.json()["type"]) == (400, "urn:barid:problem:bad_request.encoding")
    assert put("encoding=cp1256", "item-events").json()["type"] == "urn:barid:problem:bad_request.encoding_figures"
    with_utf8 = put("encoding=cp1256", content=arabic().decode("cp1256").encode()).json()
    assert [one["code"] for one in with_utf8["findings"]] == ["ENC_CHOSEN_OTHER"]


def test_the_chosen_encoding_of_a_submission_never_changes(house, cast, now):
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    made = receive_file(
        house,
        person=cast["uploader"],
        dataset="service-quality",
        member="EG",
        name="a.csv",
        source=io.BytesIO(arabic()),
        now=now,
        encoding="windows-1256",
    )
    with pytest.raises(DBAPIError, match="never changes"), house.sessions.begin() as session:
        session.execute(text("UPDATE submission SET encoding = NULL"))
    check_submission(house, submission=made, now=now)
    with house.sessions() as session:
        assert submissions.one(session, made).outcome == "taken"
