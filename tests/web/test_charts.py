"""Specifications of charts: valid for plotly, safe with any text, mirrored in Arabic."""

import pytest
from plotly.graph_objects import Figure

from app.charts import Bar, Pair, Place, Point, bars, histories, history, pairs, world

EVIL = '<a href="https://evil.example">Amount</a>'
ROWS = [
    Bar("Egypt", 61.04, "61.0", "/en/members/EG"),
    Bar("Oman", None, "–"),
    Bar(EVIL, 40.0, "<b>40</b>", low=30, high=50),
]
SPECS = [
    ("bars", lambda language: bars(ROWS, language=language)),
    ("no bars", lambda language: bars([], language=language)),
    (
        "map",
        lambda language: world(
            [Place("EGY", EVIL, 61.0, "61.0"), Place("OMN", "Oman", None, "–")],
            language=language,
            box=(-18, 60, -13, 39),
            title="Score",
        ),
    ),
    ("empty map", lambda language: world([], language=language, box=(0, 1, 0, 1), title="Score")),
    (
        "history",
        lambda language: history(
            [Point("Q1", 50.0, "50.0"), Point("Q2", None, ""), Point("Q3", 52.0, "52.0")], language=language, name=EVIL
        ),
    ),
    (
        "two histories",
        lambda language: histories(
            [Point("Q1", 50.0, "50.0")], [Point("Q1", None, "")], language=language, names=(EVIL, EVIL)
        ),
    ),
    ("pairs", lambda language: pairs([Pair(EVIL, 50.0, None)], language=language, names=(EVIL, EVIL))),
]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("case", SPECS, ids=lambda case: case[0])
def test_plotly_takes_the_specification(case, language):
    spec = case[1](language)
    assert Figure(spec).to_dict()["layout"]["separators"] == (", " if language == "fr" else ".,")


@pytest.mark.parametrize("case", SPECS, ids=lambda case: case[0])
def test_no_markup_comes_out_of_labels(case):
    assert "<" not in repr(case[1]("en"))


def test_a_row_without_a_value_keeps_its_place_and_shows_no_bar():
    trace = bars(ROWS, language="en")["data"][0]
    assert trace["x"][1] is None
    assert len(trace["y"]) == 3


def test_bars_run_from_the_right_in_arabic():
    arabic, english = bars(ROWS, language="ar")["layout"], bars(ROWS, language="en")["layout"]
    assert arabic["xaxis"]["range"] == [104.0, 0]
    assert arabic["yaxis"]["side"] == "right"
    assert english["xaxis"]["range"] == [0, 104.0]
    assert english["yaxis"]["side"] == "left"


def test_arabic_labels_are_isolated():
    rows = [Bar("مصر", 1.0, "1.0"), Bar("2026-Q1", 1.0, "1.0")]
    assert bars(rows, language="ar")["layout"]["yaxis"]["ticktext"] == ["\u2067مصر\u2069", "\u20662026-Q1\u2069"]


def test_a_quarter_without_a_value_is_a_gap():
    trace = history([Point("Q1", 50.0, "50"), Point("Q2", None, "")], language="en", name="x")["data"][0]
    assert trace["y"] == [50.0, None]
    assert trace["connectgaps"] is False


def test_a_missing_value_has_no_mark_and_no_line_to_it():
    rows = [Pair("Egypt", 50.0, 48.0), Pair("Oman", 40.0, None)]
    between, then, now = pairs(rows, language="ar", names=("then", "now"))["data"]
    assert (then["x"], now["x"]) == ([50.0, 40.0], [48.0, None])
    assert between["x"] == [50.0, 48.0, None]


def test_a_place_without_a_score_is_drawn_apart_and_pale():
    data = world(
        [Place("EGY", "Egypt", 61.0, "61"), Place("OMN", "Oman", None, "–")],
        language="en",
        box=(0, 1, 0, 1),
        title="Score",
    )["data"]
    assert [trace["locations"] for trace in data] == [["OMN"], ["EGY"]]
