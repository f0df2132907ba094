"""`Idempotency-Key`: a request counts once, however often it is sent, whatever becomes of its answer."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from plain.figures_files import figures
from serving import serving

from app.actions.make_token import make_token
from app.actions.withdraw_submission import withdraw_submission
from app.storage import audit, once, submissions
from app.storage.once import Held, Once
from app.web.api import receipts

PATH = "/api/v1/submissions/service-quality"


@pytest.fixture
def head(house, cast, now):
    token = make_token(house, person=cast["uploader"], name="system", scope="send", now=now)
    return {"authorization": f"Bearer {token}", "idempotency-key": '"first-of-all"'}


def sent(house):
    with house.sessions() as session:
        return submissions.of_member(session, "EG")


def kinds(answer):
    return answer.status_code, answer.json()["type"]


def test_a_hundred_at_once_are_one(app, house, head):
    barrier = threading.Barrier(100)
    content = figures()

    def put(address):
        with httpx.Client(base_url=address, timeout=120) as client:
            barrier.wait(60)
            return client.put(PATH, content=content, headers=head)

    with serving(app) as address, ThreadPoolExecutor(100) as pool:
        answers = [each.result() for each in [pool.submit(put, address) for _ in range(100)]]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert [row.id for row in sent(house)] == [answers[0].json()["submission"]["id"]]


def test_a_lost_answer_is_given_again_a_day_later_and_after_a_withdrawal(browser, app, house, cast, head, now):
    client = browser()
    first = client.put(PATH, content=figures(), headers=head)
    app.state.now = lambda: now + timedelta(days=1)
    again = client.put(PATH, content=figures(), headers=head)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.text == first.text
    withdraw_submission(house, person=cast["uploader"], submission=sent(house)[0].id, reason="", now=now)
    third = client.put(PATH, content=figures(), headers=head)
    assert third.json()["submission"]["state"] == "withdrawn"
    assert len(sent(house)) == 1


def test_a_refused_file_is_the_same_problem_again(browser, house, head):
    client, content = browser(), figures().replace(b"parcel", b"packet", 1)
    first, again = (client.put(PATH, content=content, headers=head) for _ in range(2))
    assert kinds(first) == (422, "urn:barid:problem:file-refused")
    assert again.text == first.text
    assert len(sent(house)) == 1


def test_a_key_stands_for_one_request_alone(browser, house, head):
    client = browser()
    first = client.put(f"{PATH}?name=a.csv&profile=", content=figures(), headers=head)
    assert first.status_code == 201
    kept = sorted(path.name for path in house.data.rglob("*") if path.is_file())
    other = figures().replace(b"parcel", b"packet", 1)
    for path, content in (
        (f"{PATH}?name=a.csv&profile=", other),
        (f"{PATH}?name=b.csv&profile=", figures()),
        (f"{PATH}?name=a.csv&profile=&encoding=windows-1256", figures()),
        ("/api/v1/submissions/customs-clearance?name=a.csv&profile=", figures()),
    ):
        assert kinds(client.put(path, content=content, headers=head)) == (
            422,
            "urn:barid:problem:idempotency-key-reused",
        )
    assert client.put(f"{PATH}?profile=&name=%61.csv", content=figures(), headers=head).text == first.text
    assert len(sent(house)) == 1
    assert sorted(path.name for path in house.data.rglob("*") if path.is_file()) == kept


def test_the_same_bytes_under_another_key_are_received_already(browser, house, head):
    client = browser()
    first = client.put(PATH, content=figures(), headers=head)
    for _ in range(2):
        other = client.put(PATH, content=figures(), headers=head | {"idempotency-key": '"second"'})
        assert (other.status_code, other.text) == (200, first.text)
    assert len(sent(house)) == 1


def test_the_key_is_each_persons_own(browser, house, cast, head, now):
    token = make_token(house, person=cast["foreign uploader"], name="x", scope="send", now=now)
    foreign = head | {"authorization": f"Bearer {token}"}
    client = browser()
    mine = client.put(PATH, content=figures(), headers=head)
    theirs = client.put(PATH, content=figures(), headers=foreign)
    assert mine.status_code == 201
    assert theirs.json()["submission"]["member"] == "SA"


def test_while_the_first_runs_the_second_waits_and_then_is_told_to_come_again(
    browser, app, house, head, now, monkeypatch
):
    go = threading.Event()
    check = app.state.checking._check

    def slow(submission):
        go.wait(60)
        check(submission)

    monkeypatch.setattr(app.state.checking, "_check", slow)
    monkeypatch.setattr(receipts, "PATIENCE_SECONDS", 0.2)
    client = browser()
    first = client.put(PATH, content=figures(), headers=head)
    assert (first.status_code, first.json()["submission"]["checked"]) == (202, False)
    assert first.headers["retry-after"] == "5"
    second = client.put(PATH, content=figures(), headers=head)
    assert kinds(second) == (409, "urn:barid:problem:idempotency-key-running")
    assert second.headers["retry-after"] == "5"
    keyless = {name: value for name, value in head.items() if name != "idempotency-key"}
    assert client.put(PATH, content=figures(), headers=keyless).status_code == 202
    go.set()
    app.state.checking.start(sent(house)[0].id).result(60)
    assert client.put(PATH, content=figures(), headers=head).status_code == 201
    assert len(sent(house)) == 1


@pytest.mark.parametrize("key", ["", '""', '"open', "two words", "é", "x" * 256, '"a" "b"', 'a"b'])
def test_a_key_that_is_none_is_refused_and_nothing_is_kept(browser, house, head, key):
    answer = browser().put(PATH, content=figures(), headers=head | {"idempotency-key": key.encode()})
    assert kinds(answer) == (400, "urn:barid:problem:bad_request.idempotency_key")
    assert sent(house) == []


def test_two_keys_are_none(browser, head):
    twice = [*head.items(), ("idempotency-key", "b")]
    assert browser().put(PATH, content=figures(), headers=twice).status_code == 400


def test_bare_and_quoted_are_the_same_key(browser, head):
    client = browser()
    quoted = client.put(PATH, content=figures(), headers=head)
    other = figures().replace(b"parcel", b"packet", 1)
    bare = client.put(PATH, content=other, headers=head | {"idempotency-key": "first-of-all"})
    assert (quoted.status_code, bare.status_code) == (201, 422)
    assert kinds(bare)[1].endswith("key-reused")


def test_a_key_ends_after_a_week(house, cast, draft, now):
    me, same, other = cast["uploader"].id, Once("k", "1" * 64), Once("k", "2" * 64)
    with house.sessions.begin() as session:
        once.hold(session, me, same, Held(draft, made=True), now)
    with house.sessions() as session:
        nearly = now + once.KEPT - timedelta(seconds=1)
        assert once.held(session, me, same, nearly) == Held(draft, made=True)
        assert once.held(session, me, other, now + once.KEPT) is None
    with house.sessions.begin() as session:
        once.hold(session, me, other, Held(draft, made=False), now + once.KEPT)
        assert once.forget(session, now + once.KEPT) == 0
        assert once.forget(session, now + 2 * once.KEPT) == 1


def test_a_kill_between_draft_and_key_leaves_neither(house, cast, browser, head, monkeypatch):
    def killed(*_):
        raise RuntimeError("killed")

    monkeypatch.setattr(once, "hold", killed)
    assert browser().put(PATH, content=figures(), headers=head).status_code == 500
    assert sent(house) == []
    with house.sessions() as session:
        assert audit.problems(session) == []
    monkeypatch.undo()
    assert re.fullmatch(r"2\d\d", str(browser().put(PATH, content=figures(), headers=head).status_code))
    assert len(sent(house)) == 1
