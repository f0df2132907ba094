"""Letters wait in the database and go out over a real mail server, each once, whatever the server does."""

import threading
from dataclasses import replace
from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from mail_days import IN_TIME
from sqlalchemy import select, update

from app.actions.remind import remind
from app.actions.send_letter_again import send_letter_again
from app.actions.send_letters import HELD, Round, send_letters
from app.domain.access import Role
from app.domain.errors import Conflict, NotFound
from app.domain.letters import Letter, message_id
from app.jobs.schedule import run_job, tick
from app.storage import letters, people, runs
from app.storage.tables import letter as table
from app.storage.tables import person as people_table

LATER = IN_TIME + timedelta(minutes=2)


def written(house, person, *, count=1, address=None, subject="Hello", text="words\n", language="en"):
    with house.sessions.begin() as session:
        reader = people.one(session, person)
        letters.add(session, [
            Letter(f"{reader.name}:{number}", person, address or reader.email, "remind", subject, text, language)
            for number in range(count)
        ], now=IN_TIME)  # fmt: skip


def rows(house):
    with house.sessions() as session:
        return session.execute(select(table).order_by(table.c.id)).all()


def test_taken_letters_go_out_once(mailing, post, enrol):
    written(mailing, enrol("nour", member="EG"), count=3)
    assert send_letters(mailing, now=IN_TIME) == Round(3, 0)
    assert send_letters(mailing, now=IN_TIME + timedelta(days=9)) == Round(0, 0)
    assert len(post.handler.letters) == 3
    assert [(row.sent_at, row.next_try_at, row.attempts, row.last_error) for row in rows(mailing)] == [
        (IN_TIME, None, 1, "")
    ] * 3
    sender, readers, message, content = post.handler.letters[0]
    assert (sender, readers) == ("barid@example.org", ["nour@post.example"])
    assert message["from"] == "barid@example.org"
    assert message["date"].datetime == IN_TIME
    assert message["auto-submitted"] == "auto-generated"
    assert max(content) < 128


def test_a_second_letter_with_the_same_key_is_none(mailing, enrol):
    person = enrol("nour", member="EG")
    written(mailing, person, count=2)
    written(mailing, person, count=3)
    assert [row.key for row in rows(mailing)] == ["Nour:0", "Nour:1", "Nour:2"]


def test_a_refused_reader_stops_after_three_tries_and_others_get_theirs(mailing, post, enrol):
    post.handler.answers["gone@post.example"] = "550 5.1.1 no such mailbox"
    written(mailing, enrol("gone", member="EG"))
    written(mailing, enrol("nour", member="EG"))
    assert send_letters(mailing, now=IN_TIME) == Round(1, 1)
    gone, nour = rows(mailing)
    assert (gone.last_error, gone.sent_at) == ("550 5.1.1 no such mailbox", None)
    assert gone.next_try_at == IN_TIME + timedelta(minutes=1)
    assert nour.sent_at == IN_TIME
    for minutes in (1, 6):
        assert send_letters(mailing, now=IN_TIME + timedelta(minutes=minutes)) == Round(0, 1)
    assert rows(mailing)[0].next_try_at is None
    assert send_letters(mailing, now=IN_TIME + timedelta(days=30)) == Round(0, 0)
    assert post.handler.seen.count("gone@post.example") == 3


def test_a_reader_put_off_is_tried_for_ever(mailing, post, enrol):
    post.handler.answers["full@post.example"] = "452 4.2.2 mailbox full"
    written(mailing, enrol("full", member="EG"))
    at = IN_TIME
    for minutes in (1, 5, 15, 60, 240, 360, 360):
        assert send_letters(mailing, now=at) == Round(0, 1)
        assert rows(mailing)[0].next_try_at == at + timedelta(minutes=minutes)
        at += timedelta(minutes=minutes)
    del post.handler.answers["full@post.example"]
    assert send_letters(mailing, now=at) == Round(1, 0)
    assert len(post.handler.letters) == 1


def test_while_the_server_is_away_letters_are_kept_and_seen_and_go_out_once_when_it_is_back(mailing, post, enrol):
    office, nour = enrol("amal", role=Role.ANALYST, region="arab"), enrol("nour", member="EG")
    written(mailing, nour, count=3)
    post.stop()
    assert send_letters(mailing, now=IN_TIME) == Round(0, 3)
    with mailing.sessions() as session:
        assert letters.failing(session, "arab") == 3
        assert letters.failing(session, "central-asia") == 0
        seen = letters.of_region(session, "arab", 10)
    assert {one.state for one in seen} == {"failed"}
    assert all("refused" in one.last_error.lower() for one in seen)
    assert office
    post.start()
    assert send_letters(mailing, now=LATER) == Round(3, 0)
    assert send_letters(mailing, now=LATER + timedelta(days=1)) == Round(0, 0)
    assert len(post.handler.letters) == 3
    with mailing.sessions() as session:
        assert letters.failing(session, "arab") == 0


def test_a_server_that_dies_in_the_middle_loses_and_doubles_nothing(mailing, post, enrol):
    written(mailing, enrol("nour", member="EG"), count=5)
    post.handler.dies_after = 2
    assert send_letters(mailing, now=IN_TIME) == Round(2, 3)
    assert [row.sent_at is not None for row in rows(mailing)] == [True, True, False, False, False]
    post.handler.dies_after = post.handler.dies_at = None
    assert send_letters(mailing, now=LATER) == Round(3, 0)
    ids = [message["message-id"] for message in post.handler.to("nour@post.example")]
    assert len(ids) == len(set(ids)) == 5


def test_a_sender_that_died_is_followed_by_another_after_a_while(mailing, post, enrol):
    written(mailing, enrol("nour", member="EG"))
    with mailing.sessions.begin() as session:
        [(id, _)] = letters.due(session, IN_TIME, 9)
        first = letters.take(session, id, now=IN_TIME, until=IN_TIME + HELD)
        assert letters.take(session, id, now=IN_TIME, until=IN_TIME + HELD) is None
    assert first[1] == 1
    assert send_letters(mailing, now=LATER) == Round(0, 0)
    assert rows(mailing)[0].last_error == letters.INTERRUPTED
    assert send_letters(mailing, now=IN_TIME + HELD) == Round(1, 0)


def test_two_senders_at_once_share_the_letters(mailing, post, enrol):
    written(mailing, enrol("nour", member="EG"), count=20)
    done = []
    threads = [threading.Thread(target=lambda: done.append(send_letters(mailing, now=IN_TIME))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.sent for one in done) == 20
    assert len({message["message-id"] for *_, message, _ in post.handler.letters}) == 20
    assert len(post.handler.letters) == 20


def test_whoever_left_gets_no_more_mail(mailing, post, enrol, now):
    person = enrol("nour", member="EG")
    written(mailing, person)
    with mailing.sessions.begin() as session:
        session.execute(update(people_table).where(people_table.c.id == person).values(left_at=IN_TIME))
    assert send_letters(mailing, now=IN_TIME) == Round(0, 0)
    assert post.handler.letters == []


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\u2028", "\x0b"])
def test_no_name_adds_a_header(mailing, post, enrol, break_):
    subject = f"Hello{break_}Bcc: spy@post.example{break_}{break_}Another body"
    written(mailing, enrol("nour", member="EG"), subject=subject)
    assert send_letters(mailing, now=IN_TIME) == Round(1, 0)
    [(_, readers, message, content)] = post.handler.letters
    assert readers == ["nour@post.example"]
    assert "bcc" not in message
    assert not any(line.lower().startswith(b"bcc") for line in content.split(b"\r\n"))
    assert message.get_content().splitlines() == ["words"]


@pytest.mark.parametrize(
    "address", ["a@post.example, spy@post.example", "a@post.example\r\nBcc: spy@post.example", "nobody", "a b@c", "@"]
)
def test_what_is_no_address_is_refused_here(mailing, post, enrol, address):
    written(mailing, enrol("nour", member="EG"), address=address)
    assert send_letters(mailing, now=IN_TIME) == Round(0, 1)
    assert "spy@post.example" not in post.handler.seen
    assert post.handler.letters == []
    assert "\n" not in rows(mailing)[0].last_error


def test_arabic_is_read_as_it_was_written_and_the_message_id_is_that_of_the_letter(mailing, post, enrol):
    subject = (
        "بريد: بيانات \u2068مصر\u2069 عن الربع الثالث 2026 مطلوبة حتى السبت 31 أكتوبر 2026، وهذا سطر طويل جدًا " * 2
    )
    text = "مرحبًا،\n\n.\nسطر يبدأ بنقطة\n"
    written(mailing, enrol("nour", member="EG"), subject=subject, text=text, language="ar")
    post.handler.answers["nour@post.example"] = "451 later"
    send_letters(mailing, now=IN_TIME)
    del post.handler.answers["nour@post.example"]
    send_letters(mailing, now=LATER)
    [(_, _, message, content)] = post.handler.letters
    assert message["subject"] == subject.strip()
    raw = content.split(b"\r\n\r\n")[0].decode("ascii")
    unfolded = raw.replace("\r\n ", " ").split("\r\n")
    [line] = [line for line in unfolded if line.startswith("Subject:")]
    assert str(make_header(decode_header(line.removeprefix("Subject: ")))) == subject.strip()
    assert max(len(line) for line in raw.split("\r\n")) <= 78
    assert message.get_content().splitlines() == text.splitlines()
    assert message["message-id"] == message_id("Nour:0", "example.org")


def test_the_office_has_a_letter_sent_again(mailing, post, enrol, house):
    analyst = enrol("amal", role=Role.ANALYST, region="arab")
    stranger = enrol("temir", role=Role.ANALYST, region="central-asia")
    post.handler.answers["gone@post.example"] = "550 no"
    written(mailing, enrol("gone", member="EG"))
    for minutes in (0, 1, 6):
        send_letters(mailing, now=IN_TIME + timedelta(minutes=minutes))
    [row] = rows(mailing)
    with house.sessions() as session:
        analyst, stranger = people.one(session, analyst), people.one(session, stranger)
    with pytest.raises(NotFound):
        send_letter_again(house, person=stranger, letter=row.id, now=LATER)
    with pytest.raises(NotFound):
        send_letter_again(house, person=analyst, letter=row.id + 1, now=LATER)
    at = IN_TIME + timedelta(days=1)
    send_letter_again(house, person=analyst, letter=row.id, now=at)
    del post.handler.answers["gone@post.example"]
    assert send_letters(mailing, now=at) == Round(1, 0)
    with pytest.raises(Conflict):
        send_letter_again(house, person=analyst, letter=row.id, now=at)
    assert len(post.handler.letters) == 1


def test_the_job_sends_what_is_due_and_again_what_failed(mailing, post, enrol):
    enrol("nour", member="EG")
    written(mailing, enrol("sami", member="EG"))
    post.handler.answers["sami@post.example"] = "451 later"
    assert run_job("remind", mailing, IN_TIME) == "28 notices, 0 letters to the office, 1 letters sent, 2 not sent"
    assert run_job("mail", mailing, IN_TIME) == "nothing is due"
    tick(mailing, LATER, "a")
    del post.handler.answers["sami@post.example"]
    done = [key for key in tick(mailing, LATER + timedelta(minutes=6), "a") if key.startswith("mail:")]
    assert len(done) == 1
    assert len(post.handler.to("sami@post.example")) == 2
    assert [key for key in tick(mailing, LATER + timedelta(minutes=7), "a") if key.startswith("mail:")] == []
    with mailing.sessions() as session:
        assert runs.by_key(session, done[-1]) is not None


def test_without_a_mail_server_no_letter_is_written_and_none_is_lost(house, enrol):
    enrol("nour", member="EG")
    assert remind(house, now=IN_TIME) > 0
    assert rows(house) == []
    assert send_letters(replace(house, smtp=None), now=IN_TIME) == Round(0, 0)
