"""What waits in the watched folder shows on the health page, to administrators alone."""

from dataclasses import replace

from app.actions.look_in_inbox import QUIET, look_in_inbox


def test_health_tells_what_waits_and_since_when(browser, app, house, cast, now, tmp_path):
    client = browser("administrator")
    assert client.get("/api/v1/health").json()["inbox"] is None
    folder = tmp_path / "inbox" / "EG" / "disruptions"
    folder.mkdir(parents=True)
    (folder / "x.csv").write_bytes(b"x")
    (folder / "sub").mkdir()
    assert cast["uploader"].member == "EG"
    app.state.house = replace(house, inbox=tmp_path / "inbox")
    empty = {"there": True, "ready": 0, "waiting": 1, "left": 1}
    told = client.get("/api/v1/health").json()["inbox"]
    assert told == {**empty, "since": "2026-11-24T09:00:00Z"}
    look_in_inbox(app.state.house, now=now)
    app.state.now = lambda: now + QUIET
    told = client.get("/api/v1/health").json()["inbox"]
    assert told == {**empty, "ready": 1, "waiting": 0, "since": "2026-11-24T09:00:00Z"}
    app.state.house = replace(house, inbox=tmp_path / "nowhere")
    assert client.get("/api/v1/health").json()["inbox"]["there"] is False
    assert browser("uploader").get("/api/v1/health").status_code == 403
