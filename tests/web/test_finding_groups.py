"""Findings by cause: the same fault in many places is one thing to do, and says all its places."""

from __future__ import annotations

import re
from datetime import date

import pytest
from plain.figures_files import figures

from app.domain.findings import CATALOGUE, Finding
from app.domain.periods import Cycle, Quarter
from app.locale.cause_words import cause_words
from app.web.pages import finding_groups
from app.web.words import Words
from ingest import check_file
from ingest.situation import Situation

SITUATION = Situation(
    member="EG",
    members=frozenset({"EG", "MA"}),
    partners=frozenset(),
    cycle=Cycle("c", Quarter(2026, 1), Quarter(2029, 4)),
    today=date(2026, 11, 24),
)
EN = Words("en")


def found(code: str, line: int | None = None, column: str | None = None, **more) -> Finding:
    severity, scope = CATALOGUE[code]
    more.setdefault("params", {"choices": ["letter", "parcel"], "days": "400"})
    return Finding(code, severity, scope, line=line, column=column, **more)


def many_wrong_months(times: int) -> bytes:
    head, *rows = figures().decode().splitlines()
    month = rows[0].replace("2026-07", "2026-{:02}")
    return "\n".join([head, *(month.format(13 + number) for number in range(times))]).encode()


def checked(tmp_path, content: bytes):
    path = tmp_path / "figures.csv"
    path.write_bytes(content)
    return check_file(path, "service-quality", SITUATION)


def test_the_same_fault_in_41_places_is_one_thing_to_do(tmp_path):
    groups = finding_groups.grouped(checked(tmp_path, many_wrong_months(41)).findings)
    (cause,) = finding_groups.causes(groups, EN)
    assert cause.where == "41 places in column month"
    assert len(cause.places) == 20
    assert cause.more == "and 21 more like it"
    assert [place.value for place in cause.places[:2]] == ["2026-13", "2026-14"]
    assert cause.opened


def test_a_sentence_for_all_places_says_only_what_is_true_of_all():
    findings = [
        found("SEM_NUM_GT_DEN", 2, "items_on_time", params={"part": "9", "whole": "8", "bound": "items_arrived"}),
        found("SEM_NUM_GT_DEN", 3, "items_on_time", params={"part": "7", "whole": "8", "bound": "items_arrived"}),
    ]
    assert cause_words(findings, "en")[0] == "A part is larger than its whole: … > 8 (items_arrived)."
    (cause,) = finding_groups.causes(finding_groups.grouped(findings), EN)
    assert cause.varied
    assert [place.sentence for place in cause.places] == [
        "A part is larger than its whole: 9 > 8 (items_arrived).",
        "A part is larger than its whole: 7 > 8 (items_arrived).",
    ]


def test_a_near_word_is_said_for_all_only_where_all_have_it():
    same = [
        found("TYP_CHOICE", line, "product", value="packet", params={"choices": [], "meant": "parcel"})
        for line in (2, 3)
    ]
    assert "parcel" in cause_words(same, "en")[0]
    mixed = [same[0], found("TYP_CHOICE", 4, "product", value="letr", params={"choices": [], "meant": "letter"})]
    assert "parcel" not in cause_words(mixed, "en")[0]
    assert "…" not in cause_words(mixed, "en")[0].replace("(…)", "")


def test_one_bad_header_is_one_error(tmp_path):
    result = checked(tmp_path, figures().replace(b"items_announced", b"items_anounced", 1))
    groups = finding_groups.grouped(result.findings)
    assert [(group[0].code, len(group)) for group in groups] == [("HDR_MISSING", 1)]
    (cause,) = finding_groups.causes(groups, EN)
    assert "items_anounced" in cause.sentence
    assert finding_groups.unlisted(result.findings, result.counts, EN) == ""


def test_the_worst_effect_comes_first_and_the_order_of_the_file_after():
    findings = [
        found("TYP_CASE", 2, "product"),
        found("SEM_DWELL_HUGE", 2, "dwell_hours_p50"),
        found("TYP_NUMBER", 2, "items_emc"),
        *(found("TYP_CHOICE", line, "product") for line in (5, 4, 3)),
        found("HDR_MISSING", 1, "month"),
        found("HDR_MISSING", 1, "product"),
    ]
    groups = finding_groups.grouped(findings)
    codes = [group[0].code for group in groups]
    assert codes == ["HDR_MISSING", "TYP_CHOICE", "TYP_NUMBER", "SEM_DWELL_HUGE", "TYP_CASE"]
    assert [one.line for one in groups[1]] == [3, 4, 5]
    shown = finding_groups.causes(groups, EN)
    assert [cause.opened for cause in shown] == [True, True, True, True, False]
    assert shown[0].where == "2 places"


def test_what_the_list_had_no_room_for_is_counted():
    findings = [found("TYP_NUMBER", 2, "items_emc")]
    counts = {"TYP_NUMBER": 1, "TYP_CHOICE": 3}
    assert finding_groups.unlisted(findings, counts, EN).startswith("3 more places of other kinds")


@pytest.mark.parametrize(
    ("language", "top"),
    [
        ("en", "Action needed: 3 errors"),
        ("fr", "Action requise\u00a0: 3 erreurs"),
        ("ar", "يلزم التصحيح: 3 أخطاء"),
    ],
)
def test_the_page_counts_causes_and_folds_open_without_a_script(browser, language, top):
    content = many_wrong_months(11).replace(b"parcel", b"packet").replace(b",1000,", b",many,", 1)
    client = browser("uploader")
    answer = client.fill("/en/send", files={"file": ("q3.csv", content)}, dataset="service-quality")
    html = client.get(answer.headers["location"].replace("/en/", f"/{language}/")).text
    assert top in html
    assert len(re.findall(r'<details class="cause error" open>', html)) == 3
    assert html.index("TYP_CHOICE") < html.index("TYP_NUMBER")
    assert "SAF_" not in html
