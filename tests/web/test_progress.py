"""A page of a file whose check takes long says how far it is, read anew at each refresh."""

import io
import re
from threading import Event

import pytest
from plain.figures_files import figures

from app.actions import check_submission as checking
from app.storage import progress
from ingest.checking import check_file


@pytest.fixture
def slow(monkeypatch):
    """A check that stands still after it has told of some rows, until it is let go."""
    told, go = Event(), Event()

    def check(path, dataset, situation, limits, *, encoding, telling):
        telling.at("reading", 12_000, 41)
        told.set()
        assert go.wait(60)
        return check_file(path, dataset, situation, limits, encoding=encoding, telling=telling)

    monkeypatch.setattr(checking.check_submission, "__kwdefaults__", {"check": check})
    yield told, go
    go.set()


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Step 1 of 5"), ("fr", "Étape 1 sur 5"), ("ar", "الخطوة")],
)
def test_the_page_tells_the_step_the_rows_and_the_share_until_the_check_is_over(browser, house, slow, language, said):
    told, go = slow
    client = browser("uploader")
    client.app.state.checking.patience = 0.05
    answer = client.fill(
        f"/{language}/send",
        files={"file": ("q3.csv", io.BytesIO(figures()))},
        dataset="service-quality",
    )
    address = answer.headers["location"]
    assert told.wait(60)
    page = client.get(address).text
    assert said in page
    assert '<progress max="100" value="41"' in page
    assert 'http-equiv="refresh"' in page
    assert re.search("12[,.\u202f\u00a0]?000", page)
    go.set()
    number = address.rsplit("/", 1)[1]
    client.app.state.checking.start(number).result(60)
    assert "<progress" not in client.get(address).text
    assert list((house.data / "progress").iterdir()) == []


def test_what_nobody_has_begun_or_no_line_of_ours_says_nothing(house):
    assert progress.read(house.data, "x") is None
    with progress.lying(house.data, "x") as file:
        assert progress.read(house.data, "x") is None
        file.write_bytes(b"\xff\xfe keeping")
        assert progress.read(house.data, "x") is None
        file.write_text("keeping 5 10")
        assert progress.read(house.data, "x").percent == 10
    assert progress.read(house.data, "x") is None


def test_a_folder_that_cannot_be_made_holds_up_nothing(house):
    (house.data / "progress").write_text("in the way")
    with progress.lying(house.data, "x") as file:
        assert file is None or not file.exists()
