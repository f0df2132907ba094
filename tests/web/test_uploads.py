"""A file in parts, over a line that breaks: real sockets where the break is what matters."""

import base64
import hashlib
import json
import socket
import threading
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from plain.figures_files import figures
from serving import serving

from app.actions.append_upload import append_upload
from app.actions.make_token import make_token
from app.actions.sweep import sweep
from app.domain.errors import Running
from app.storage import partials, submissions

PATH = "/api/v1/uploads/service-quality"
CONTENT = figures()


@pytest.fixture
def token(house, cast, now):
    return lambda part: make_token(house, person=cast[part], name="system", scope="send", now=now)


@pytest.fixture
def head(token):
    return {"authorization": f"Bearer {token('uploader')}"}


def digest(content):
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def begun(client, head, path=PATH, **more):
    answer = client.post(f"{path}?name=q3.csv", headers=head | more)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


def patch(client, head, address, offset, content, last=False, **more):
    said = {"upload-offset": str(offset), "upload-complete": "?1" if last else "?0", **more}
    return client.patch(address, content=content, headers=head | said)


def offset(client, head, address):
    answer = client.head(address, headers=head)
    assert answer.status_code == 204, answer.headers
    return int(answer.headers["upload-offset"])


def kinds(answer):
    return answer.status_code, answer.json()["type"]


def sent(house):
    with house.sessions() as session:
        return submissions.of_member(session, "EG")


def kept(house):
    return sorted(path.suffix for path in (house.data / "uploads" / "EG").iterdir() if path.name != "lock")


def test_three_parts_are_the_file(browser, house, head):
    client = browser()
    answer = client.post(f"{PATH}?name=q3.csv", headers=head | {"upload-length": str(len(CONTENT))})
    address = answer.headers["location"]
    assert answer.json()["address"] == address
    assert (answer.headers["upload-offset"], answer.headers["upload-complete"]) == ("0", "?0")
    assert answer.headers["upload-limit"] == f"max-size={64 * 2**20}, max-age=86400"
    assert answer.headers["upload-length"] == str(len(CONTENT))
    first = patch(client, head, address, 0, CONTENT[:100])
    assert (first.status_code, first.headers["upload-offset"]) == (204, "100")
    assert offset(client, head, address) == 100
    assert patch(client, head, address, 100, CONTENT[100:333]).status_code == 204
    done = patch(client, head, address, 333, CONTENT[333:], last=True, **{"repr-digest": digest(CONTENT)})
    assert done.status_code == 201, done.text
    body = done.json()["submission"]
    assert body["file_sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert (body["file_name"], body["outcome"], len(sent(house))) == ("q3.csv", "taken", 1)
    assert kept(house) == [".json"]


def test_a_lost_answer_can_be_asked_for_again(browser, house, head):
    client = browser()
    address = begun(client, head)
    first = patch(client, head, address, 0, CONTENT, last=True)
    told = client.head(address, headers=head)
    assert (told.headers["upload-complete"], told.headers["location"]) == ("?1", first.headers["location"])
    assert told.headers["upload-offset"] == str(len(CONTENT))
    again = patch(client, head, address, len(CONTENT), b"", last=True)
    assert (again.status_code, again.json()) == (200, first.json())
    assert kinds(patch(client, head, address, len(CONTENT), b"more"))[1].endswith("conflict.upload_complete")
    assert patch(client, head, address, 5, b"", last=True).status_code == 409
    assert len(sent(house)) == 1


def test_a_refused_file_is_a_problem_here_too(browser, head):
    client = browser()
    bad = CONTENT.replace(b"parcel", b"packet", 1)
    answer = patch(client, head, begun(client, head), 0, bad, last=True)
    assert kinds(answer) == (422, "urn:barid:problem:file-refused")


def test_a_wrong_offset_is_told_the_right_one_and_adds_nothing(browser, head):
    client = browser()
    address = begun(client, head)
    patch(client, head, address, 0, CONTENT[:100])
    for wrong in (0, 99, 101):
        answer = patch(client, head, address, wrong, CONTENT[100:])
        assert kinds(answer) == (409, "https://iana.org/assignments/http-problem-types#mismatching-upload-offset")
        assert (answer.json()["expected-offset"], answer.json()["provided-offset"]) == (100, wrong)
        assert answer.headers["upload-offset"] == "100"
    assert offset(client, head, address) == 100


def test_a_wrong_digest_makes_no_submission_and_leaves_the_upload_open(browser, house, head):
    client = browser()
    address = begun(client, head)
    answer = patch(client, head, address, 0, CONTENT, last=True, **{"repr-digest": digest(b"other")})
    assert kinds(answer) == (422, "urn:barid:problem:digest-mismatch")
    assert sent(house) == []
    mended = patch(client, head, address, len(CONTENT), b"", last=True, **{"repr-digest": digest(CONTENT)})
    assert mended.status_code == 201


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("upload-offset", "-1"),
        ("upload-offset", "1.0"),
        ("upload-offset", "9" * 16),
        ("upload-complete", "yes"),
        ("repr-digest", "md5=:AAAA:"),
        ("repr-digest", "sha-256=:AAAA:"),
        ("repr-digest", "sha-256=:A:"),
        ("repr-digest", "nonsense"),
    ],
)
def test_a_header_that_cannot_be_read_adds_nothing(browser, head, name, value):
    client = browser()
    address = begun(client, head)
    answer = patch(client, head, address, 0, CONTENT, last=True, **{name: value})
    assert kinds(answer) == (400, "urn:barid:problem:bad_request.header")
    assert offset(client, head, address) == 0


def test_an_offset_must_be_said_and_once(browser, head):
    client = browser()
    address = begun(client, head)
    assert client.patch(address, content=CONTENT, headers=head).status_code == 400
    twice = [*head.items(), ("upload-offset", "0"), ("upload-offset", "0")]
    assert client.patch(address, content=CONTENT, headers=twice).status_code == 400


def test_limits(browser, app, house, head):
    client = browser()
    assert client.post(PATH, headers=head | {"upload-length": str(2**40)}).status_code == 413
    assert client.post("/api/v1/uploads/nonsense", headers=head).status_code == 400
    assert client.post("/api/v1/uploads/item-events?profile=/etc/passwd", headers=head).status_code == 400
    short = begun(client, head, **{"upload-length": "10"})
    assert patch(client, head, short, 0, CONTENT[:6]).status_code == 204
    assert kinds(patch(client, head, short, 6, b"", last=True))[1].endswith("bad_request.upload_length")
    assert patch(client, head, short, 6, CONTENT[6:]).status_code == 413
    assert offset(client, head, short) == 6
    encoded = patch(client, head, short, 6, b"x", **{"content-encoding": "gzip"})
    assert encoded.status_code == 415
    begun(client, head)
    assert kinds(client.post(PATH, headers=head)) == (409, "urn:barid:problem:conflict.uploads_open")
    assert client.delete(short, headers=head).status_code == 204
    assert client.head(short, headers=head).status_code == 404
    begun(client, head)
    assert len(kept(house)) == 4


def test_item_events_have_their_own_limit(browser, app, head):
    client = browser()
    address = begun(client, head, "/api/v1/uploads/item-events")
    assert client.head(address, headers=head).headers["upload-limit"].startswith(f"max-size={2 * 2**30},")


def test_a_foreign_upload_is_a_missing_one(browser, head, token):
    client = browser()
    address = begun(client, head)
    missing = address[:-12] + "0" * 12
    for part in ("approver", "foreign uploader"):
        other = {"authorization": f"Bearer {token(part)}"}
        for at in (address, missing, PATH + "/nonsense", PATH + "/..%2f..%2fx"):
            assert client.head(at, headers=other).status_code == 404
            assert client.delete(at, headers=other).status_code == 404
            assert patch(client, other, at, 0, b"x").status_code == 404
    assert client.head(address.replace("service-quality", "disruptions"), headers=head).status_code == 404
    assert offset(client, head, address) == 0


def test_a_token_that_only_reads_uploads_nothing(browser, house, cast, now):
    token = make_token(house, person=cast["uploader"], name="r", scope="read", now=now)
    client, head = browser(), {"authorization": f"Bearer {token}"}
    assert client.post(PATH, headers=head).status_code == 403
    assert browser("uploader").post(PATH).status_code == 401


def test_a_day_later_it_is_gone_and_the_sweep_takes_its_bytes(browser, app, house, head, now):
    client = browser()
    address = begun(client, head)
    patch(client, head, address, 0, CONTENT)
    (house.data / "uploads" / "EG" / "0.part").write_bytes(b"left by a kill")
    assert sweep(house, now=now + timedelta(hours=23)).uploads == 0
    assert offset(client, head, address) == len(CONTENT)
    app.state.now = lambda: now + timedelta(hours=24)
    assert client.head(address, headers=head).status_code == 404
    assert kept(house) == [".json", ".part"]
    assert sweep(house, now=now + timedelta(hours=24)).uploads == 1
    assert kept(house) == []
    begun(client, head)


def test_two_connections_never_write_at_once(browser, house, cast, head, now):
    client = browser()
    address = begun(client, head)
    whose = {"member": "EG", "person": cast["uploader"].id, "dataset": "service-quality", "now": now}
    found = partials.find(house.data, id=address.rsplit("/", 1)[1], **whose)
    appending = append_upload(house, upload=found)
    appending.add(b"first")
    busy = patch(client, head, address, 0, CONTENT)
    assert kinds(busy) == (409, "urn:barid:problem:conflict.upload_busy")
    assert busy.headers["retry-after"] == "5"
    assert client.head(address, headers=head).status_code == 409
    with pytest.raises(Running):
        append_upload(house, upload=found)
    assert appending.close() == 5
    assert offset(client, head, address) == 5


def test_a_kill_after_the_submission_is_mended_by_finishing_again(browser, house, head, monkeypatch):
    client = browser()
    address = begun(client, head)

    def killed(*_):
        raise RuntimeError("killed")

    monkeypatch.setattr(partials, "finish", killed)
    assert patch(client, head, address, 0, CONTENT, last=True).status_code == 500
    monkeypatch.undo()
    assert offset(client, head, address) == len(CONTENT)
    assert patch(client, head, address, len(CONTENT), b"", last=True).status_code == 200
    assert len(sent(house)) == 1


def _raw(address, path, head, at, said, content):
    """Say that so many bytes come, send some, and hang up."""
    parts = urlsplit(address)
    lines = [f"PATCH {path} HTTP/1.1", f"host: {parts.netloc}", f"content-length: {said}", f"upload-offset: {at}"]
    lines += [f"{name}: {value}" for name, value in head.items()]
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as made:
        made.sendall("\r\n".join([*lines, "", ""]).encode() + content)
        time.sleep(0.2)


def test_a_line_that_breaks_again_and_again_gives_the_file_in_the_end(app, house, head):
    import httpx

    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        place, at, tries = begun(client, head), 0, 0
        while at < len(CONTENT) - 50:
            part = CONTENT[at : at + 200]
            _raw(address, place, head, at, len(CONTENT) - at, part)
            for _ in range(200):
                told = client.head(place, headers=head)
                if told.status_code == 204:
                    break
                time.sleep(0.05)
            stands = int(told.headers["upload-offset"])
            assert at < stands <= at + len(part)
            at, tries = stands, tries + 1
        assert tries >= 2
        done = patch(client, head, place, at, CONTENT[at:], last=True, **{"repr-digest": digest(CONTENT)})
    assert done.status_code == 201, done.text
    assert done.json()["submission"]["file_sha256"] == hashlib.sha256(CONTENT).hexdigest()


def test_finishing_many_times_at_once_is_one_submission(app, house, head):
    import httpx

    answers = []
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        place = begun(client, head)
        patch(client, head, place, 0, CONTENT)

        def finish():
            with httpx.Client(base_url=address, timeout=60) as own:
                answers.append(patch(own, head, place, len(CONTENT), b"", last=True))

        threads = [threading.Thread(target=finish) for _ in range(12)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    good = [answer for answer in answers if answer.status_code in (200, 201)]
    assert good
    assert {answer.status_code for answer in answers} <= {200, 201, 409}
    assert len({json.loads(answer.text)["submission"]["id"] for answer in good}) == 1
    assert len(sent(house)) == 1


def test_a_file_in_parts_is_read_in_the_code_page_that_was_named_at_its_beginning(browser, house, head):
    client = browser()
    lines = CONTENT.decode().splitlines()
    content = "\n".join([lines[0], lines[1] + "مطار", *lines[2:], ""]).encode("cp1256")
    assert kinds(client.post(f"{PATH}?encoding=utf-7", headers=head)) == (400, "urn:barid:problem:bad_request.encoding")
    address = client.post(f"{PATH}?name=q3.csv&encoding=cp1256", headers=head).headers["location"]
    patch(client, head, address, 0, content[:200])
    patch(client, head, address, 200, content[200:], last=True)
    [row] = sent(house)
    client.app.state.checking.start(row.id).result(60)
    [row] = sent(house)
    assert (row.encoding, row.outcome) == ("windows-1256", "taken")
