"""What a report says: words and forms, nothing computed."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app import handbook
from app.domain.editions import (
    Bridge,
    IndicatorResult,
    Measured,
    MemberResult,
    NodeResult,
    Reason,
    RiskPart,
    RiskResult,
    Signal,
    Standing,
)
from app.domain.measures import FIGURE_DATASETS
from app.domain.members import Names, Region
from app.domain.observations import Sent
from app.domain.periods import Quarter
from app.domain.whatif import to_be_won
from reports.formatting import Form, plain
from reports.quarterly import ReportInput, as_of, content

GOLDEN = Path(__file__).parents[1] / "golden"
QUARTER = Quarter(2026, 2)


def _result():
    """A small made-up result: two pillars and one block, two indicators, one of them without a number."""
    return MemberResult(
        member="JO", quarter="2026-Q2", index=Measured(54.62), published=Measured(54.6), standing=Standing.FINAL,
        grade="B", coverage=0.91, lower=50.1, upper=59.0, level=6, rank=3, ranked=12, previous=Measured(52.5),
        change=2.12, borderline=True,
        nodes=(
            NodeResult("INDEX", None, "index", Measured(54.62), 0.91, 50.1, 59.0, 1.0, 54.62, 45.38,
                       Measured(52.5), 2.12),
            NodeResult("VIS", "INDEX", "pillar", Measured(70.0), 1.0, 70.0, 70.0, 0.2, 11.0, 6.0, Measured(69.0), 0.52),
            NodeResult("SCI", "INDEX", "pillar", Measured(41.25), 0.8, 35.0, 50.0, 0.2, 9.0, 12.0, Measured(36.0), 1.6),
            NodeResult("CUSTOMS", "SCI", "node", Measured(38.0), 0.8, 30.0, 45.0, 0.1, 4.0, 8.0, Measured(30.0), 1.6),
        ),
        indicators=(
            IndicatorResult("VIS-02", "VIS", Measured(81.25), Measured(64.7), 650, 800, 800, (78.9, 83.4), weight=0.04,
                            contribution=2.0, lost=1.5, previous=Measured(80.0), change=0.52, age=1),
            IndicatorResult("CUS-03", "CUSTOMS", Measured(30.0), Measured(55.0), n=12, approximate=True, weight=0.01,
                            contribution=0.4, lost=0.5, change=1.6),
            IndicatorResult("CUS-05", "CUSTOMS", Measured(None, Reason.NO_DATA), Measured(None, Reason.NO_DATA)),
        ),
        risk=RiskResult(
            Measured(4.25), "medium", (("exposure", Measured(3.0)), ("coping", Measured(None, Reason.NO_DATA))),
            (RiskPart("inform_hazard", "exposure", Measured(3.0)),), None, Measured(4.0),
        ),
        signals=(
            Signal("customs_backlog_growing", "alarm", "2026-04", "CUS-07",
                   {"start": 100, "end": 1234.5, "months": 2, "month": "2026-06"}),
            Signal("never_heard_of", "watch", "2026-Q2"),
        ),
        sent=tuple(Sent("JO", d, QUARTER, 3 if d != "disruptions" else 0,
                        "complete" if d != "disruptions" else "missing", late=d == "preparedness")
                   for d in FIGURE_DATASETS),
    )  # fmt: skip


def given(language="en", result=None, **other):
    members = tuple(m for m in handbook.members()[1] if m.code in ("JO", "BH"))
    known = {
        "language": language, "quarter": QUARTER, "region": Region("arab", Names("المنطقة", "Région", "Region")),
        "members": members, "results": (result or _result(),), "method": handbook.load(), "digest": "ab" * 32,
        "history": ((Quarter(2026, 1), {"JO": 52.5, "BH": None}), (QUARTER, {"JO": 54.6})),
        "issued_for": date(2026, 8, 15), "member": "JO", "edition_number": 2,
    }  # fmt: skip
    return ReportInput(**(known | other))


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_content_is_as_written_down(language):
    """`tests/golden/report-member-LANGUAGE.json`; without the method pages, whose words belong to the handbook."""
    made = content(given(language, synthetic=True))
    made["sections"] = made["sections"][:-3]
    path = GOLDEN / f"report-member-{language}.json"
    assert made == json.loads(path.read_text(encoding="utf-8")), "the report says something else than it did"


def test_the_change_is_explained_by_its_parts_largest_first():
    assert content(given())["summary"] == (
        "Readiness is 54.6 out of 100, +2.1 from the quarter before: "
        "Customs dwell, median\u00a0+1.6, EMD transmitted within 24 h\u00a0+0.5."
    )


def test_the_points_to_be_won_are_the_five_largest_with_value_and_target(report, scored):
    shown = 0
    for result in scored[2].members:
        made = report(member=result.member)
        gains = [g for g in to_be_won(made.method, result) if g.points >= 0.05][:5]
        blocks = [b for s in content(made)["sections"] for b in s["blocks"]]
        tables = [b for b in blocks if b.get("caption", "").startswith("What the index would gain")]
        assert len(tables) == bool(gains)
        for table in tables:
            shown += 1
            assert len(table["rows"]) == len(gains)
            for row, gain in zip(table["rows"], gains, strict=True):
                name, value, target, won = row["cells"]
                indicator = made.method.indicator(gain.code)
                assert name["text"] == indicator.names.en
                assert won["text"] == made.form.signed(gain.points)
                assert target["text"] == made.form.bound(indicator.target, indicator.unit)
                assert (value["text"] == "–") is (gain.value.value is None)
                assert bool(name.get("sub")) is (gain.value.value is None)
    assert shown > 3


def bridged(language="en", **changed):
    """The sentences of the summary with a bridge from the quarter before."""
    bridge = Bridge("2026-Q1", 1, "v1", 53.0, 1.6, value=2.1, coverage=0.0, revision=-0.5, method=0.04, rounding=-0.04)
    made = content(given(language, result=replace(_result(), bridge=replace(bridge, **changed))))
    found = [block["text"] for block in made["sections"][0]["blocks"] if block["type"] == "text"]
    return [text.replace("\u00a0", " ") for text in found]


def test_the_way_from_what_was_published_is_told_where_figures_or_the_method_are_others():
    assert bridged()[0] == (
        "From 53.0, published for the 1st quarter 2026 in edition 1 by method v1, to 54.6: "
        "Reported values +2.1, Figures corrected since \u22120.5."
    )
    assert not any(text.startswith("From ") for text in bridged(revision=0.04))
    unpublished = bridged(edition=None, revision=0.0, method=-0.5)[0]
    assert unpublished.startswith("From 53.0, what method v1 gives for the 1st quarter 2026, to 54.6: ")
    assert "Another method \u22120.5" in unpublished
    assert "Chiffres corrigés depuis \u22120,5" in bridged("fr")[0]
    assert "\u2068v1\u2069" in bridged("ar")[0]


def test_a_first_quarter_and_an_unmoved_score_have_sentences_of_their_own():
    first = content(given(result=replace(_result(), change=None, previous=None)))["summary"]
    still = content(given(result=replace(_result(), change=0.04)))["summary"]
    assert "first quarter" in first
    assert "as in the quarter before" in still


def test_a_member_without_a_score_says_why():
    none = Measured(None, Reason.TOO_FEW_PILLARS)
    result = replace(
        _result(), index=none, published=none, standing=Standing.NOT_PUBLISHED, level=None, rank=None, change=None,
        reasons=(("INDEX", Reason.TOO_FEW_PILLARS), ("VIS", Reason.NO_DATA)),
    )  # fmt: skip
    made = content(given(result=result))
    assert made["summary"].startswith("No index is published")
    assert "Too many pillars have no score (Visibility)" in made["summary"]
    assert made["cover"]["facts"][0]["value"] == "–"
    parts = next(block for block in made["sections"][1]["blocks"] if block["type"] == "table")
    told = [[cell["text"] for cell in row["cells"][4:6]] for row in parts["rows"]]
    assert told == [["–", "–"]] * len(parts["rows"]), "missing is never zero"


def test_a_member_without_a_result_is_an_error():
    with pytest.raises(ValueError, match="no result of BH"):
        content(given(member="BH"))


def test_the_region_report_survives_members_of_whom_nothing_is_known():
    made = content(given(member=None, results=(_result(), replace(_result(), member="ZZ", rank=None))))
    table = next(b for b in made["sections"][1]["blocks"] if b["type"] == "table")
    assert [row["cells"][1]["text"] for row in table["rows"]] == ["Jordan", "ZZ"]


def test_a_member_report_shows_no_score_of_another_member():
    other = replace(_result(), member="BH", published=Measured(98.7), index=Measured(98.7))
    made = content(given(results=(_result(), other)))
    assert "98.7" not in json.dumps(made, ensure_ascii=False)


def test_sent_is_told_with_late_and_missing():
    blocks = content(given())["sections"][4]["blocks"]
    states = [row["cells"][2]["text"] for row in blocks[0]["rows"]]
    assert states == ["complete", "complete", "complete", "complete, late", "missing"]


def test_assumptions_are_marked_as_such():
    method = content(given())["sections"][-3]["blocks"]
    rows = [row["cells"] for row in next(b for b in method if b["type"] == "table")["rows"] if "cells" in row]
    assert len(rows) == len(handbook.load().indicators)
    for indicator in handbook.load().indicators:
        if indicator.target_source == "assumption":
            told = next(row[4]["text"] for row in rows if f"({indicator.code})" in row[0]["text"])
            assert "assumption" in told


def test_numbers_are_written_as_each_language_does():
    assert [Form(one).signed(1234.25) for one in ("en", "fr", "ar")] == ["+1,234.3", "+1\u202f234,3", "\u200e+1,234.3"]
    assert [Form(one).signed(-0.04) for one in ("en", "ar")] == ["0.0", "\u200e0.0"]
    assert Form("fr").percent(12.25) == "12,3\u00a0%"
    assert Form("en").in_unit(30, "hours") == "30.0\u00a0hours"
    assert Form("en").number(None) == "–"
    assert Form("fr").quarter(Quarter(2026, 3)) == "3e trimestre 2026"


def test_composed_words_are_not_isolated_a_second_time():
    """An isolate around isolates alone would run from the left."""
    composed = Form("ar").say("report.cause", name="س", change="+1")
    assert Form("ar").isolated(composed) == composed
    assert Form("ar").isolated("CUS-01") == "\u2068CUS-01\u2069"


def test_names_lose_what_would_turn_their_line():
    assert plain("a\u202eb\u2066c\u2069\x07d\n") == "abcd"


def test_the_moment_of_a_report_is_the_end_of_its_quarter():
    assert datetime.fromtimestamp(as_of(Quarter(2026, 1)), UTC) == datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC)


def test_every_word_of_the_report_exists_in_all_three_languages():
    folder = Path(handbook.__file__).parents[1] / "locale"
    keys = {}
    for language in ("ar", "fr", "en"):
        with (folder / language / "report.po").open("rb") as source:
            keys[language] = {m.id if isinstance(m.id, str) else m.id[0] for m in read_po(source) if m.id and m.string}
    assert keys["ar"] == keys["fr"] == keys["en"]
