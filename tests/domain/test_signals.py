"""When a signal is raised, when it is not, and with which evidence."""

import pytest

from app.domain.editions import Measured, Reason
from app.domain.histories import histories
from app.domain.observations import Evidence, MonthSums, Sent
from app.domain.periods import Month, Quarter
from app.domain.signals import CODES, CONTRADICTIONS, Situation, signals
from app.handbook import load
from app.locale import LANGUAGES, has, say

METHOD = load("v1")
Q = Quarter(2026, 3)


def raised(months=(), sent=(), index=None, previous=None):
    """The signals of months given as {"2026-07": {measure: value}}."""
    sums = tuple(MonthSums("QA", "customs-clearance", Month.parse(m), v) for m, v in dict(months).items())
    history = histories(Evidence(Q, ("QA",), sums, sent=tuple(sent)))["QA"]
    now = Measured(index) if index is not None else Measured(None, Reason.NO_DATA)
    return signals(Situation(history, Q, METHOD, now, Measured(previous) if previous is not None else None))


def open_items(*counts, last=9):
    return {f"2026-0{last - len(counts) + 1 + i}": {"items_open": c} for i, c in enumerate(counts) if c is not None}


BACKLOGS = [
    # name,                       open items month by month to September,  code,                       weight,  since
    ("grows by half", open_items(100, 130, 150), "customs_backlog_growing", "alarm", "2026-07"),
    ("grows", open_items(100, 110, 140), "customs_backlog_growing", "watch", "2026-07"),
    ("grows since spring", open_items(50, 100, 130, 160, 170), "customs_backlog_growing", "alarm", "2026-05"),
    ("rises after a fall", open_items(900, 100, 130, 160), "customs_backlog_growing", "alarm", "2026-07"),
    ("falls", open_items(200, 150, 100), "customs_backlog_falling", "good", "2026-07"),
    ("two months only", open_items(100, 200), None, None, None),
    ("grows by little", open_items(1000, 1010, 1020), None, None, None),
    ("few items", open_items(1, 5, 20), None, None, None),
    ("up and down", open_items(100, 300, 200), None, None, None),
    ("stands still", open_items(100, 100, 300), None, None, None),
    ("a gap breaks the run", open_items(100, None, 200, 300), None, None, None),
    ("its last reported month", open_items(100, 130, 160, last=8), "customs_backlog_growing", "alarm", "2026-06"),
    ("nothing", {}, None, None, None),
]  # fmt: skip


@pytest.mark.parametrize("case", BACKLOGS, ids=lambda case: case[0])
def test_customs_backlog(case):
    _, months, code, weight, since = case
    found = [s for s in raised(months) if s.code.startswith("customs_backlog")]
    assert [(s.code, s.weight, s.since) for s in found] == ([(code, weight, since)] if code else [])


@pytest.mark.parametrize(
    ("before", "now", "weight"), [(1000, 690, "watch"), (1000, 500, "alarm"), (1000, 710, None), (20, 0, None)]
)
def test_traffic_shock(before, now, weight):
    months = {"2026-07": {"items_posted": before}, "2026-08": {"items_posted": now}}
    found = raised(months)
    assert [(s.code, s.weight, s.since) for s in found] == (
        [("traffic_shock_outbound", weight, "2026-08")] if weight else []
    )


def test_silence_is_louder_than_late():
    def sent(dataset, **state):
        return Sent("QA", dataset, Q, 0, "missing", **state)

    late, silent = sent("service-quality", late=True), sent("data-exchange", late=True, silent=True)
    assert [(s.code, s.weight) for s in raised(sent=[late])] == [("late", "watch")]
    both = raised(sent=[late, silent])
    assert [(s.code, s.weight) for s in both] == [("silence", "alarm")]
    assert both[0].params == {"missing": 1, "owed": 2, "datasets": ["data-exchange"]}
    assert raised(sent=[sent("service-quality")]) == ()
    assert raised(sent=[Sent("QA", "service-quality", Q.before(), 0, "missing", silent=True)]) == ()


@pytest.mark.parametrize(("code", "more", "less", "indicator"), CONTRADICTIONS)
def test_contradictions(code, more, less, indicator):
    months = {"2026-07": {more: 10, less: 100}, "2026-08": {more: 200, less: 100}, "2026-09": {more: 999}}
    found = raised(months)
    assert [(s.code, s.since, s.indicator) for s in found if s.code.startswith("contra")] == [
        (code, "2026-08", indicator)
    ]
    assert found[-1].params["more"] == 210
    assert not raised({"2026-07": {more: 102, less: 100}})
    assert METHOD.indicator(indicator)


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [(60, 63, "readiness_up"), (60, 62.9, None), (60, 57, "readiness_down"), (None, 60, None), (60, None, None)],
)
def test_moves_of_the_index(before, now, code):
    assert [s.code for s in raised(index=now, previous=before)] == ([code] if code else [])


def test_the_most_severe_come_first():
    months = {
        f"2026-0{m}": {"items_open": o, "items_posted": p, "items_arrived": 200, "items_announced": 100}
        for m, o, p in ((7, 300, 1000), (8, 200, 400), (9, 100, 400))
    }
    assert [s.weight for s in raised(months, index=70, previous=60)] == ["alarm", "watch", "good", "good"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_signal_has_its_sentences(language):
    told = "missing owed start end fall before now month points more less indicator reported scans"
    params = dict.fromkeys(told.split(), 7)
    assert len(CODES) >= 14
    for code in CODES:
        assert "7" in say(language, f"signal.{code}", **params)
        assert has(language, f"signal.{code}.do")
