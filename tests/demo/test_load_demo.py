"""Loading the demo: the real way, twice without harm, every story told by the signals."""

from datetime import UTC, datetime

import pytest

from app.actions import load_demo as module
from app.actions.demo_members import PROFILES
from app.actions.load_demo import load_demo
from app.domain.periods import Quarter
from app.storage import editions, flags, results, submissions

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FEW = {"MA", "YE", "SD", "AE", "UZ"}


@pytest.fixture
def small(monkeypatch):
    """Five members and two quarters: a correction, a silent one, a contradiction, a good one, a second region."""
    monkeypatch.setattr(module, "PROFILES", tuple(p for p in PROFILES if p.code in FEW))
    monkeypatch.setattr(module, "QUARTERS", (Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3)))


def test_loading_twice(house, small):
    said = []
    assert load_demo(house, now=NOW, say=said.append) is True
    assert any("2026-Q3" in line for line in said)
    with house.sessions() as session:
        assert flags.get(session, "synthetic") == "true"
        corrected = submissions.of_member(session, "MA", dataset="customs-clearance")
        silent = submissions.of_member(session, "YE")
        published = [editions.newest_published(session, "arab", Quarter(2026, q)) for q in (1, 2, 3)]
        lines = {line.member: line for line in results.working_lines(session, "arab", Quarter(2026, 2))}
        contradicted = results.working_member(session, "SD", Quarter(2026, 2))
    assert sorted(row.version for row in corrected if "2026-Q2" in row.file_name) == [1, 2]
    assert {row.file_name.split("-")[-1] for row in silent} == {"Q1.csv"}
    assert published[0] is not None
    assert published[1] is not None
    assert published[2] is None
    assert lines["AE"].published > lines["MA"].published > lines["SD"].published
    assert "contradiction_presented" in {signal.code for signal in contradicted.member.signals}
    assert load_demo(house, now=NOW, say=said.append) is False


def test_an_interrupted_load_goes_on_where_it_ended(house, small, monkeypatch):
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(module, "_score", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            load_demo(house, now=NOW, say=lambda _: None)
    with house.sessions() as session:
        before = len(submissions.of_member(session, "AE"))
    assert before == 5
    assert load_demo(house, now=NOW, say=lambda _: None) is True
    with house.sessions() as session:
        assert len(submissions.of_member(session, "AE")) == 15
