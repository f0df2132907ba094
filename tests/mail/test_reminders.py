"""Who hears what and when: only those who have not sent, only what is missing, each once, by their own calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import factories
import pytest
from mail_days import IN_TIME
from sqlalchemy import update

from app.actions.remind import remind
from app.actions.send_letters import send_letters
from app.actions.tell_office import tell_office
from app.domain.access import Role
from app.storage import letters, notices, people, regions
from app.storage.tables import letter as table
from app.storage.tables import person as people_table


def told(mailing, post, now):
    """What goes out at that moment, by address."""
    before = len(post.handler.letters)
    remind(mailing, now=now)
    send_letters(mailing, now=now)
    return {readers[0]: message for _, readers, message, _ in post.handler.letters[before:]}


def at(day, hour=9):
    return datetime(2026, 10, day, hour, tzinfo=UTC)


def sent_everything(house, person, now, leave=()):
    for dataset in ("service-quality", "customs-clearance", "data-exchange", "preparedness", "disruptions"):
        if dataset not in leave:
            factories.submitted(house, person, dataset, now)


def test_a_member_hears_of_each_stage_once_and_only_of_what_is_missing(mailing, post, house):
    cast = factories.people(house, at(5))
    sent_everything(house, cast.uploader, at(6), leave=("preparedness", "data-exchange"))
    sent_everything(house, cast.other, at(6))
    assert told(mailing, post, at(16)) == {}
    first = told(mailing, post, at(17))
    # Egypt's uploader and approver hear of it; Tunisia has sent everything, the office sends nothing.
    assert set(first) == {"uploader@example.org", "approver@example.org"}
    text = first["uploader@example.org"].get_content()
    assert "2 datasets are missing:\n- Data exchange\n- Preparedness\n" in text.replace("\r\n", "\n")
    assert "Service quality" not in text
    assert "14 days are left." in text
    assert "https://barid.example.org/en/send" in text
    assert "31 October 2026, 23:59 (UTC+02:00)" in text
    assert told(mailing, post, at(18)) == {}
    factories.submitted(house, cast.uploader, "data-exchange", at(20))
    near = told(mailing, post, at(27))["uploader@example.org"].get_content()
    assert "1 dataset is missing:" in near
    assert "4 days are left. By your calendar that is 3 working days, today included." in near
    assert "The last day, Saturday 31 October 2026, is not a working day in your calendar." in near
    assert "1 dataset" in told(mailing, post, at(29))["approver@example.org"].get_content()
    assert told(mailing, post, at(30)) == {}
    assert "Today is the last day." in told(mailing, post, at(31))["uploader@example.org"].get_content()
    late = told(mailing, post, datetime(2026, 11, 1, 9, tzinfo=UTC))["uploader@example.org"]
    assert late["subject"] == "Barid: figures of Egypt for the 3rd quarter 2026 are late"
    assert "The grace ends in 14 days" in late.get_content()
    for day in (2, 15, 16, 30):
        assert told(mailing, post, datetime(2026, 11, day, 9, tzinfo=UTC)) == {}
    with house.sessions() as session:
        kinds = [one.kind for one in notices.of_member(session, "EG")]
        assert kinds == ["late", "remind", "remind", "remind", "remind"]


def test_months_that_are_missing_are_counted(mailing, post, house):
    cast = factories.people(house, at(5))
    factories.submitted(house, cast.uploader, "service-quality", at(6), months=("2026-07",))
    text = told(mailing, post, at(17))["uploader@example.org"].get_content()
    assert "- Service quality: 2 months are missing" in text


def test_holidays_and_weekends_are_those_of_the_member(mailing, post, house, enrol):
    enrol("nour", member="EG")
    enrol("leila", member="TN")
    with house.sessions.begin() as session:
        tunis = regions.member(session, "TN")
        holidays = (date(2026, 10, 29), date(2026, 10, 28))
        regions.declare_member(session, replace(tunis, weekend=(6, 7), holidays=holidays), change=True)
    told(mailing, post, at(17))
    days = {day: sorted(told(mailing, post, at(day))) for day in range(18, 32)}
    assert {day: names for day, names in days.items() if names} == {
        26: ["leila@post.example"],
        27: ["nour@post.example"],
        29: ["nour@post.example"],
        30: ["leila@post.example"],
        31: ["leila@post.example", "nour@post.example"],
    }


def test_the_day_begins_in_the_members_zone(mailing, post, house, enrol):
    enrol("omar", member="OM")  # UTC+4
    enrol("sidi", member="MR")  # UTC
    evening = datetime(2026, 10, 16, 20, 30, tzinfo=UTC)
    assert set(told(mailing, post, evening)) == {"omar@post.example"}
    assert set(told(mailing, post, evening + timedelta(hours=4))) == {"sidi@post.example"}


def test_who_comes_late_hears_the_newest_stage_alone(mailing, post, house, enrol):
    enrol("nour", member="EG")
    first = told(mailing, post, at(31))
    assert "Today is the last day." in first["nour@post.example"].get_content()
    assert told(mailing, post, at(31, 18)) == {}


def test_nobody_who_left_hears_and_a_letter_stands_or_falls_with_its_notice(mailing, house, enrol, monkeypatch):
    gone = enrol("gone", member="EG")
    enrol("nour", member="EG")
    with house.sessions.begin() as session:
        session.execute(update(people_table).where(people_table.c.id == gone).values(left_at=IN_TIME))

    def fail(*_, **__):
        raise RuntimeError("in the middle")

    with monkeypatch.context() as patch:
        patch.setattr("app.actions.remind.audit.write", fail)
        with pytest.raises(RuntimeError):
            remind(mailing, now=IN_TIME)
    with house.sessions() as session:
        assert session.execute(table.select()).all() == []
        assert notices.of_member(session, "EG") == []
    remind(mailing, now=IN_TIME)
    with house.sessions() as session:
        assert [row.address for row in session.execute(table.select())] == ["nour@post.example"]
        assert len(letters.of_region(session, "arab", 9)) == 1


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("kind", ["remind", "late"])
def test_letters_are_in_the_readers_language_and_isolate_what_runs_the_other_way(mailing, post, enrol, language, kind):
    enrol("nour", member="EG", language=language, written="Nour <a@b>\u2028Bcc: x")
    now = at(27) if kind == "remind" else datetime(2026, 11, 2, 9, tzinfo=UTC)
    message = told(mailing, post, now)["nour@post.example"]
    subject, text = message["subject"], message.get_content()
    assert message["content-language"] == language
    start = {"ar": "بريد: ", "fr": "Barid\u00a0: ", "en": "Barid: "}[language]
    assert subject.startswith(start)
    assert ("\u2068Nour" in text) is (language == "ar")
    assert text.count("\u2068") == text.count("\u2069")
    assert ("\u2068UTC+02:00\u2069" in text) is (language == "ar")
    assert "%(" not in subject + text
    assert f"https://barid.example.org/{language}/send" in text


@pytest.mark.parametrize("base", ["https://barid.example.org", None])
def test_a_reminder_has_a_link_to_the_site_where_its_address_is_known(mailing, post, enrol, base):
    enrol("nour", member="EG", language="ar")
    [message] = told(replace(mailing, base=base), post, IN_TIME).values()
    assert ("http" in message.get_content()) is (base is not None)


def test_the_office_hears_where_the_quarter_stands(mailing, post, house, enrol):
    cast = factories.people(house, at(1))
    enrol("amal", role=Role.ANALYST, region="arab", language="ar")
    sent_everything(house, cast.uploader, at(6))
    factories.submitted(house, cast.other, "service-quality", at(6))
    assert tell_office(mailing, now=at(7)) == 0
    # Two analysts of the one region; the other has an administrator alone, who reads it there.
    assert tell_office(mailing, now=at(8)) == 3
    assert tell_office(mailing, now=at(8)) == tell_office(mailing, now=at(14)) == 0
    send_letters(mailing, now=at(8))
    english, arabic = post.handler.to("analyst@example.org")[0], post.handler.to("amal@post.example")[0]
    text = english.get_content().replace("\r\n", "\n")
    assert "1 member has sent everything:\n- Egypt: 5 datasets of 5 complete\n" in text
    assert "1 member has sent a part:\n- Tunisia: 1 dataset of 5 complete\n" in text
    assert "20 members have sent nothing yet:\n" in text
    assert "6 files wait for your decision." in text
    assert "late" not in text
    assert "عضو واحد أرسل كل شيء:" in arabic.get_content()
    assert "6 ملفات تنتظر قراركم." in arabic.get_content().replace("\u2068", "").replace("\u2069", "")
    assert len(post.handler.to("administrator@example.org")) == 0
    assert len(post.handler.to("stranger@example.org")) == 1


def test_the_office_hears_after_the_deadline_and_after_the_grace(mailing, post, house):
    cast = factories.people(house, at(1))
    factories.submitted(house, cast.other, "service-quality", at(6))
    for now, subject, words in (
        (datetime(2026, 11, 1, 0, 30, tzinfo=UTC), "the deadline has passed", ["22 members are late:"]),
        (
            datetime(2026, 11, 16, 0, 30, tzinfo=UTC),
            "the grace has ended",
            ["1 member is late:", "21 members are silent"],
        ),
    ):
        assert tell_office(mailing, now=now) == 2
        send_letters(mailing, now=now)
        message = post.handler.to("analyst@example.org")[-1]
        assert subject in message["subject"]
        assert [word for word in words if word not in message.get_content()] == []
        assert tell_office(mailing, now=now + timedelta(hours=1)) == 0
    assert tell_office(mailing, now=datetime(2026, 11, 30, tzinfo=UTC)) == 0
    with house.sessions() as session:
        assert people.by_email(session, "analyst@example.org") is not None
