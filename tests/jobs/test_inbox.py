"""The watched folder: real files of every kind, kills between any two steps, and names that want to get out."""

import json
import os
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import factories
import pytest

from app.actions import inbox_letter, take_from_inbox
from app.actions.choose_reading import choose_reading
from app.actions.look_in_inbox import QUIET, look_in_inbox
from app.actions.withdraw_submission import withdraw_submission
from app.jobs.schedule import run_job, tick
from app.storage import audit, enrolling, inbox, inbox_seen, submissions
from app.storage.log import Choice, newest

GOOD = factories.csv_bytes("data-exchange")
BAD = GOOD.replace(b"2026-07", b"2026-99", 1)


@pytest.fixture
def cast(house, now):
    return factories.people(house, now - timedelta(days=3))


@pytest.fixture
def watching(house, cast, tmp_path):
    """A house with a watched folder and the folder of one member in it."""
    folder = tmp_path / "inbox"
    (folder / "EG" / "data-exchange").mkdir(parents=True)
    return replace(house, inbox=folder)


def put(house, content=GOOD, path="EG/data-exchange/q3.csv"):
    target = house.inbox / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target


def run(house, now):
    """Two looks, ten seconds apart."""
    run_job("inbox", house, now)
    return run_job("inbox", house, now + QUIET)


def tree(house):
    return sorted(str(path.relative_to(house.inbox)) for path in house.inbox.rglob("*") if not path.is_dir())


def sent(house, member="EG"):
    with house.sessions() as session:
        return submissions.of_member(session, member)


def deeds(house, cast):
    with house.sessions() as session:
        assert audit.problems(session) == []
        return [row.action for row in newest(session, cast.approver, Choice(), 50) if row.action.startswith("inbox")]


def test_a_taken_file_is_a_draft_of_the_oldest_uploader_with_its_findings_beside_it(watching, cast, now):
    factories.person(watching, now, factories.Role.UPLOADER, "younger", member="EG")
    put(watching)
    assert run(watching, now) == "EG/done/1-q3.csv"
    row = sent(watching)[0]
    assert (row.state.value, row.outcome, row.sent_by, row.file_name) == ("draft", "taken", cast.uploader.id, "q3.csv")
    assert tree(watching) == [
        "EG/done/1-q3.csv",
        "EG/done/1-q3.csv.findings.json",
        "EG/done/1-q3.csv.findings.txt",
    ]
    assert (watching.inbox / "EG/done/1-q3.csv").read_bytes() == GOOD
    told = json.loads((watching.inbox / "EG/done/1-q3.csv.findings.json").read_text())
    assert (told["submission"], told["outcome"], told["findings"]) == (row.id, "taken", [])
    assert deeds(watching, cast) == ["inbox.take"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "is refused with 1 error: nothing"), ("fr", "est refusé, avec 1 erreur"), ("ar", "وفيه خطأ واحد")],
)
def test_a_refused_file_tells_why_in_the_language_of_its_member(watching, cast, now, language, words):
    with watching.sessions.begin() as session:
        enrolling.change_person(session, cast.uploader.id, language=language)
    put(watching, BAD)
    assert run(watching, now) == "EG/refused/1-q3.csv"
    text = (watching.inbox / "EG/refused/1-q3.csv.findings.txt").read_text(encoding="utf-8")
    assert words in text
    told = json.loads((watching.inbox / "EG/refused/1-q3.csv.findings.json").read_text())
    finding = told["findings"][0]
    assert (finding["severity"], finding["line"], finding["column"]) == ("error", 2, "month")
    assert finding["sentence"] in text
    assert sent(watching)[0].state.value == "refused"


@pytest.mark.parametrize(("language", "what"), [("en", "What to do:"), ("fr", "Que faire\u00a0:"), ("ar", "ما العمل:")])
def test_a_file_in_an_unknown_encoding_is_read_in_none_and_tells_how_to_choose(watching, cast, now, language, what):
    head, first, *rest = factories.csv_bytes("service-quality").decode().splitlines()
    body = "\r\n".join([head, first + "إضراب", *rest]).encode("cp1256")
    with watching.sessions.begin() as session:
        enrolling.change_person(session, cast.uploader.id, language=language)
    put(watching, body, "EG/service-quality/q3.csv")
    assert run(watching, now) == "EG/refused/1-q3.csv"

    def beside(name):
        folder = watching.inbox / "EG/refused"
        return (folder / f"{name}.findings.txt").read_text("utf-8"), json.loads(
            (folder / f"{name}.findings.json").read_text()
        )

    text, told = beside("1-q3.csv")
    assert what in text
    assert told["address"] in text
    assert (told["encodings"]["likeliest"][0], told["encodings"]["last"]) == ("windows-1256", None)
    made = choose_reading(
        watching, person=cast.uploader, submission=told["submission"], encoding="windows-1256", now=now
    )
    put(watching, body + b"\r\n", "EG/service-quality/again.csv")
    assert run(watching, now + timedelta(hours=1)) == "EG/refused/3-again.csv"
    text, told = beside("3-again.csv")
    assert told["encodings"]["last"] == "windows-1256"
    assert text.rstrip().splitlines()[-1].count("windows-1256") == 1
    assert {row.id: row.encoding for row in sent(watching)} == {
        row.id: "windows-1256" if row.id == made else None for row in sent(watching)
    }


def test_a_file_is_whole_when_nothing_changed_for_ten_seconds(watching, now):
    target = put(watching)
    at = now
    for step in (0, 9, 1):
        at += timedelta(seconds=step)
        looked = look_in_inbox(watching, now=at)
        assert (len(looked.whole), looked.waiting) == ((1, 0) if step == 1 else (0, 1))
    with target.open("ab") as more:
        more.write(b"\n")
    assert look_in_inbox(watching, now=at).whole == ()
    os.utime(target, (1, 1))
    assert look_in_inbox(watching, now=at + QUIET).whole == ()
    assert len(look_in_inbox(watching, now=at + 2 * QUIET).whole) == 1
    # A clock that is set back, and a note that a crash spoiled, make nobody wait longer than ten seconds again.
    back = now - timedelta(days=400)
    assert look_in_inbox(watching, now=back).whole == ()
    assert len(look_in_inbox(watching, now=back + QUIET).whole) == 1
    (watching.data / "inbox-seen.json").write_text('["nonsense"')
    assert look_in_inbox(watching, now=now).whole == ()
    assert len(look_in_inbox(watching, now=now + QUIET).whole) == 1
    assert inbox_seen.read(watching.data) != {}


def test_looking_for_the_health_page_notes_nothing(watching, now):
    put(watching)
    looked = look_in_inbox(watching, now=now, note=False)
    assert (looked.waiting, looked.since) == (1, now)
    assert inbox_seen.read(watching.data) == {}


@pytest.mark.parametrize("name", ["a.csv.part", "a.TMP", "a.filepart", ".a.csv"])
def test_a_half_file_is_not_there_yet(watching, now, name):
    put(watching, path=f"EG/data-exchange/{name}")
    put(watching, path=f"EG/data-exchange-{name}") if not name.startswith(".") else None
    assert run(watching, now) == "nothing is due"
    assert sent(watching) == []


def test_the_dataset_may_stand_in_the_name(watching, now):
    put(watching, path="EG/data-exchange-2026-q3.csv")
    put(watching, b"", path="EG/data-exchanged.csv")
    assert run(watching, now) == "EG/done/1-data-exchange-2026-q3.csv"
    assert look_in_inbox(watching, now=now).left == ("EG/data-exchanged.csv",)


def test_the_same_bytes_again_are_the_same_submission(watching, cast, now):
    put(watching)
    run(watching, now)
    put(watching, path="EG/data-exchange/again.csv")
    assert run(watching, now + timedelta(hours=1)) == "EG/done/1-again.csv"
    assert len(sent(watching)) == 1
    assert deeds(watching, cast) == ["inbox.take", "inbox.take"]


def test_bytes_that_were_submitted_before_are_said_to_be_received_already(watching, cast, now):
    factories.accepted(watching, cast.uploader, cast.analyst, "data-exchange", now)
    put(watching)
    run(watching, now)
    assert "were received before (#1)" in (watching.inbox / "EG/done/1-q3.csv.findings.txt").read_text()


def test_a_file_that_cannot_be_received_is_put_away_with_the_reason(watching, cast, now):
    put(watching, b"")
    told = run(watching, now)
    assert told.startswith("EG/refused/")
    text = (watching.inbox / f"{told}.findings.txt").read_text()
    assert "q3.csv could not be received: The file is empty." in text
    assert sent(watching) == []
    assert deeds(watching, cast) == ["inbox.refuse"]


def test_a_file_that_is_too_big_is_put_away(watching, now):
    small = replace(watching, limits=replace(watching.limits, max_csv_bytes=10, max_workbook_bytes=10))
    put(small)
    assert run(small, now).startswith("EG/refused/")
    assert sent(small) == []


def test_a_member_without_an_uploader_keeps_its_file(watching, cast, now, caplog):
    put(watching, factories.csv_bytes("data-exchange", member="SA"), "SA/data-exchange/x.csv")
    assert run(watching, now) == "nothing is due"
    assert look_in_inbox(watching, now=now).left == ("SA/data-exchange/x.csv",)
    assert [record.getMessage() for record in caplog.records if "not taken" in record.getMessage()] == [
        "the inbox holds something that is not taken: 'SA/data-exchange/x.csv'"
    ]
    factories.person(watching, now, factories.Role.UPLOADER, "first", member="SA")
    assert run(watching, now) == "SA/done/1-x.csv"
    with watching.sessions.begin() as session:
        enrolling.change_person(session, cast.uploader.id, left_at=now)
    put(watching)
    assert run(watching, now + timedelta(hours=1)) == "nothing is due"


STEPS = [
    (take_from_inbox, "check_submission"),
    (audit, "write"),
    (inbox_letter, "of_submission"),
    (inbox, "write"),
    (inbox, "move"),
]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("room", "step"), STEPS)
@pytest.mark.parametrize("content", [GOOD, BAD])
def test_a_kill_between_any_two_steps_loses_nothing_and_doubles_nothing(
    watching, cast, now, monkeypatch, room, step, after, content
):
    source = put(watching, content)
    run_job("inbox", watching, now)
    real = getattr(room, step)

    def killed(*args, **named):
        if after:
            real(*args, **named)
        raise RuntimeError("killed")

    monkeypatch.setattr(room, step, killed)
    with pytest.raises(RuntimeError, match="killed"):
        run_job("inbox", watching, now + QUIET)
    monkeypatch.undo()
    moved = after and step == "move"
    assert source.exists() is not moved
    run_job("inbox", watching, now + 2 * QUIET)
    folder = "done" if content == GOOD else "refused"
    assert tree(watching) == [f"EG/{folder}/1-q3.csv{more}" for more in ("", ".findings.json", ".findings.txt")]
    assert (watching.inbox / f"EG/{folder}/1-q3.csv").read_bytes() == content
    assert len(sent(watching)) == 1
    assert deeds(watching, cast) == ["inbox.take"]


def test_a_draft_withdrawn_between_a_kill_and_its_mending_does_not_come_back(watching, cast, now, monkeypatch):
    put(watching)
    run_job("inbox", watching, now)

    def killed(*_):
        raise RuntimeError("killed")

    monkeypatch.setattr(inbox, "move", killed)
    with pytest.raises(RuntimeError):
        run_job("inbox", watching, now + QUIET)
    monkeypatch.undo()
    withdraw_submission(watching, person=cast.uploader, submission=sent(watching)[0].id, reason="", now=now)
    run_job("inbox", watching, now + 2 * QUIET)
    assert [row.state.value for row in sent(watching)] == ["withdrawn"]


def test_the_scheduler_takes_each_file_once(watching, now):
    put(watching)
    put(watching, BAD, "EG/data-exchange/bad.csv")
    first = [key for key in tick(watching, now, "a") if key.startswith("inbox")]
    second = [key for key in tick(watching, now + QUIET, "a") if key.startswith("inbox")]
    third = [key for key in tick(watching, now + 2 * QUIET, "b") if key.startswith("inbox")]
    assert (first, len(second), third) == ([], 2, [])
    assert len(sent(watching)) == 2


def test_a_file_that_changes_while_it_is_taken_is_not_moved(watching, now, monkeypatch):
    target = put(watching)
    run_job("inbox", watching, now)
    check = take_from_inbox.check_submission

    def changing(*args, **named):
        check(*args, **named)
        target.write_bytes(BAD)

    monkeypatch.setattr(take_from_inbox, "check_submission", changing)
    with pytest.raises(inbox.Unreadable):
        run_job("inbox", watching, now + QUIET)
    monkeypatch.undo()
    assert target.read_bytes() == BAD
    assert run(watching, now + timedelta(minutes=1)) == "EG/refused/2-q3.csv"


HOSTILE = {
    "line\nbreak.csv": "line_break.csv",
    "\u202evsc.exe": "vsc.exe",
    "..csv..": None,
    "a\u200fb.csv": "ab.csv",
    "-rf ~.csv": "-rf ~.csv",
    "$(reboot).csv": "$(reboot).csv",
    "a\x1b[31m.csv": "a[31m.csv",
    "ملف الربع الثالث.csv": "ملف الربع الثالث.csv",
    "ع" * 120 + ".csv": None,
    "x" * 255: None,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_names_stay_names(watching, now, name):
    put(watching, path=f"EG/data-exchange/x{name}" if name.startswith(".") else f"EG/data-exchange/{name}")
    told = run(watching, now)
    assert told.startswith("EG/done/1-"), told
    assert len(told.rsplit("/", 1)[1].encode()) <= 230
    if HOSTILE[name]:
        assert told.replace("_", "") == f"EG/done/1-{HOSTILE[name]}".replace("_", "")
    assert "\n" not in told
    assert len(sent(watching)) == 1


def test_names_that_are_no_text_and_names_that_no_file_can_have(watching, now):
    folder = os.fsencode(watching.inbox / "EG" / "data-exchange")
    with open(os.path.join(folder, b"\xff\xfe.csv"), "wb") as target:
        target.write(GOOD)
    assert run(watching, now).startswith("EG/done/1-")
    with pytest.raises(OSError, match="name too long"):
        put(watching, path="EG/data-exchange/" + "x" * 5000)
    for name in ("x" * 5000 + ".csv", "../../../etc/passwd", "a/../b", "\0", "\n", "." * 50, ""):
        shown = take_from_inbox.put_away(name)
        assert len(shown.encode()) <= 200
        assert "/" not in shown
        assert shown.isprintable()


def test_what_is_no_file_is_left_and_followed_nowhere(watching, now, tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_bytes(GOOD)
    folder = watching.inbox / "EG" / "data-exchange"
    (folder / "link.csv").symlink_to("/etc/passwd")
    (folder / "own.csv").symlink_to(outside)
    (folder / "gone.csv").symlink_to(tmp_path / "nothing")
    os.link(outside, folder / "second.csv")
    os.mkfifo(folder / "pipe.csv")
    (folder / "folder.csv").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.csv").write_bytes(GOOD)
    (watching.inbox / "EG" / "disruptions").symlink_to(tmp_path / "elsewhere")
    (watching.inbox / "TN").symlink_to(tmp_path)
    (watching.inbox / "eg").mkdir()
    (watching.inbox / "loose.csv").write_bytes(GOOD)
    assert run(watching, now) == "nothing is due"
    assert set(look_in_inbox(watching, now=now).left) == {
        *(f"EG/data-exchange/{one}.csv" for one in ("link", "own", "gone", "second", "pipe", "folder")),
        "EG/disruptions", "TN", "eg", "loose.csv",
    }  # fmt: skip
    assert sent(watching) == []
    assert outside.read_bytes() == GOOD


@pytest.mark.parametrize("into", ["done", "refused"])
def test_a_link_in_place_of_the_folder_for_done_files_leads_nowhere(watching, now, tmp_path, into):
    (tmp_path / "elsewhere").mkdir()
    (watching.inbox / "EG" / into).symlink_to(tmp_path / "elsewhere")
    target = put(watching, GOOD if into == "done" else BAD)
    run_job("inbox", watching, now)
    with pytest.raises(OSError, match="directory"):
        run_job("inbox", watching, now + QUIET)
    assert target.exists()
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_unreadable_file_is_left_and_the_others_go_on(watching, now, monkeypatch):
    put(watching, path="EG/data-exchange/a.csv")
    put(watching, BAD, path="EG/data-exchange/b.csv")
    real = os.open

    def closed(path, flags, *args, **named):
        if path == "a.csv":
            raise PermissionError(13, "Permission denied", path)
        return real(path, flags, *args, **named)

    run_job("inbox", watching, now)
    monkeypatch.setattr(inbox.os, "open", closed)
    told = run_job("inbox", watching, now + QUIET)
    assert told == "'EG/data-exchange/a.csv' is left: Permission denied; EG/refused/1-b.csv"


def test_a_file_that_is_gone_when_its_turn_comes_is_gone(watching, now):
    target = put(watching)
    run_job("inbox", watching, now)
    found = look_in_inbox(watching, now=now + QUIET).whole[0]
    target.unlink()
    assert "is left: No such file" in take_from_inbox.take_from_inbox(watching, found=found, now=now)


def test_a_folder_that_cannot_be_read_stops_no_other_job(watching, house, now, monkeypatch):
    away = replace(watching, inbox=watching.inbox / "nowhere")
    assert not look_in_inbox(away, now=now).there
    assert any(key.startswith("sweep") for key in tick(away, now, "a"))
    assert look_in_inbox(house, now=now) is None

    @contextmanager
    def closed(*_):
        raise PermissionError(13, "Permission denied")
        yield

    monkeypatch.setattr(inbox, "_opened", closed)
    assert "EG" in look_in_inbox(watching, now=now).left
