"""Making a mapping profile from a sample, and sending files through it, by its name."""

import io
import re

import pytest
from sqlalchemy import text

from app.actions.check_submission import check_submission
from app.actions.derive_events_by_hand import derive_events_by_hand
from app.actions.receive_file import receive_file
from app.domain.errors import BadRequest
from app.storage import submissions
from ingest.limits import Limits

ROWS = "".join(
    f"RR{10000000 + day}5EG|{code}|{day + later:02}/07/2026 {clock}|SA|EG\n"
    for day in range(1, 21)
    for code, later, clock in (("30", 0, "08:00"), ("37", 2, "17:15"))
)
FILE = f"Item No|Ev|Quand|من|to\n{ROWS}".encode()
CHOSEN = {
    "name": "our-system", "separator": "bar", "encoding": "strict", "format": "DD/MM/YYYY hh:mm",
    "zone": "Africa/Cairo", "product": "parcel", "codes": "30 = EMD\n37=EMI\n8 =", "products": "",
    "column-item": "Item No", "column-event": "Ev", "column-time": "Quand", "column-origin": "من",
    "column-destination": "to",
}  # fmt: skip


def sample(client, content=FILE, language="en"):
    return client.fill(f"/{language}/profiles/sample", files={"file": ("events.csv", content)})


def make(client, step, **changed):
    kept = re.search(r'name="sample" value="([^"]*)"', sample(client).text)[1]
    return client.fill("/en/profiles/make", files={}, sample=kept, step=step, **{**CHOSEN, **changed})


def test_a_sample_shows_its_columns_and_the_choices_that_fit(browser):
    client = browser("uploader")
    page = sample(client, b"item_id;event;Time_Local\nRR1;EMD;2026-01-01T00:00Z\n")
    assert page.status_code == 200
    assert '<option value="semicolon" selected>' in page.text
    assert [f'<option value="{name}" selected>' in page.text for name in ("item_id", "event", "Time_Local")] == [
        True
    ] * 3
    assert 'value="Africa/Cairo"' in page.text
    odd = sample(client, b'"open;b\n1;2')
    assert odd.status_code == 200


@pytest.mark.parametrize("content", [b"PK\x03\x04....", b"", b"a\0b"])
def test_what_is_no_text_is_told_so(browser, content):
    answer = sample(browser("uploader"), content)
    assert answer.status_code == 400
    assert "No rows can be read" in answer.text or "Choose a file" in answer.text


def test_a_preview_keeps_nothing(browser, house):
    client = browser("uploader")
    page = make(client, "preview", name="").text
    assert "2026-07-01 08:00:00" in page
    assert "2026-07-01 05:00:00" in page
    assert page.count("RR100000015EG") >= 2
    assert "our-system" not in client.get("/en/profiles").text
    lost = make(client, "preview", format="iso")
    assert "No row could be read" in lost.text
    assert lost.text.count('<span class="mark error">') == 5


def test_a_profile_is_kept_in_versions_and_downloaded(browser, house, cast, tmp_path):
    client = browser("uploader")
    for chosen, version in (({}, "1"), ({}, "1"), ({"zone": "UTC"}, "2")):
        assert make(client, "save", **chosen).headers["location"] == "/en/profiles"
        with house.sessions() as session:
            assert str(session.scalar(text("SELECT max(version) FROM profile"))) == version
    page = browser("approver").get("/en/profiles").text
    assert "our-system" in page
    got = client.get("/en/profiles/our-system.toml")
    assert got.headers["content-disposition"] == 'attachment; filename="our-system-2.toml"'
    path, events = tmp_path / "our-system.toml", tmp_path / "events.csv"
    path.write_bytes(got.content)
    events.write_bytes(FILE)
    derived = derive_events_by_hand(
        [events], profile=str(path), member="EG", out=tmp_path / "out.csv", folder=tmp_path, limits=Limits()
    )
    assert (derived.outcome, derived.items) == ("taken", 20)
    with house.sessions() as session:
        saved = session.execute(text("SELECT member, object FROM audit WHERE action = 'profile.save' ORDER BY seq"))
        assert [tuple(row) for row in saved] == [("EG", "profile:our-system@1"), ("EG", "profile:our-system@2")]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": "barid"}, "small Latin letters"),
        ({"zone": "Mars"}, "zone"),
        ({"codes": "30 EMD"}, "30 EMD"),
        ({"codes": "= EMD"}, "yours = ours"),
        ({"column-item": ""}, "columns"),
        ({"format": "hh"}, "formats"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(browser, changed, words):
    answer = make(browser("uploader"), "save", **changed)
    assert answer.status_code == 400
    assert words in answer.text
    assert '<option value="Ev" selected>' in answer.text


@pytest.mark.parametrize("changed", [{"separator": "x"}, {"encoding": "latin"}, {"sample": ""}])
def test_a_form_that_is_none_of_ours_is_refused(browser, changed):
    client = browser("uploader")
    assert (
        client.fill("/en/profiles/make", **{"sample": "a|b", "step": "preview", **CHOSEN, **changed}).status_code == 400
    )


def receive(house, person, now, profile, content=FILE):
    return receive_file(
        house, person=person, dataset="item-events", member=person.member, name="e.csv", source=io.BytesIO(content),
        now=now, profile=profile,
    )  # fmt: skip


def test_files_are_read_by_the_version_of_their_day(browser, house, cast, now):
    client = browser("uploader")
    make(client, "save")
    assert '<option value="our-system">' in client.get("/en/send?dataset=item-events").text
    first = receive(house, cast["uploader"], now, "our-system")
    make(client, "save", codes="30 = EMD")
    assert receive(house, cast["uploader"], now, "our-system") != first
    check_submission(house, submission=first, now=now)
    with house.sessions() as session:
        row = submissions.one(session, first)
    assert (row.profile, row.outcome, row.set_aside) == ("our-system@1", "taken", 0)
    assert "our-system@1" in client.get(f"/en/submissions/{first}").text


def test_a_profile_is_its_members_alone(browser, house, cast, now):
    make(browser("uploader"), "save")
    foreign = browser("foreign uploader")
    assert "our-system" not in foreign.get("/en/profiles").text
    assert foreign.get("/en/profiles/our-system.toml").status_code == 404
    assert browser("analyst").get("/en/profiles").status_code == 403
    for profile in ("our-system", "our-system@1", "/etc/passwd"):
        with pytest.raises(BadRequest):
            receive(house, cast["foreign uploader"], now, profile)
    with pytest.raises(BadRequest):
        receive(house, cast["uploader"], now, "our-system@1")
    answer = browser("uploader").get("/en/profiles/nothing.toml")
    assert answer.status_code == 404


def test_the_door_of_machines_takes_it_by_name(browser, house, cast, now):
    client = browser("uploader")
    make(client, "save")
    token = re.search(r'<p><bdi class="code">([^<]+)</bdi>', client.fill("/en/account/tokens", label="s").text)[1]
    head, system = {"authorization": f"Bearer {token}"}, browser()
    answer = system.put("/api/v1/submissions/item-events?profile=our-system", content=FILE, headers=head)
    assert answer.status_code in (200, 201, 202)
    with house.sessions() as session:
        assert [row.profile for row in submissions.of_member(session, "EG")] == ["our-system@1"]
    unknown = system.put("/api/v1/submissions/item-events?profile=nothing", content=FILE, headers=head)
    assert unknown.status_code == 400
