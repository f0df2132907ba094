"""Names of columns: misspelt, in other letters, with a unit in them, and those that a member told us once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.locale.finding_words import finding_words
from ingest.layouts import LAYOUTS, title
from ingest.spelling import folded, nearest, unlike

COLUMNS = {column.name: column for column in LAYOUTS["customs-clearance"].columns}
NAMES = list(COLUMNS)


def _with(**names: str) -> str:
    """A customs file of one row, some columns under other names."""
    head = ",".join(names.get(name, name) for name in NAMES)
    row = {"member": "EG", "month": "2026-01", "product": "parcel", "items_presented": "5", "dwell_hours_p50": "3"}
    return f"{head}\n{','.join(row.get(name, '') for name in NAMES)}\n"


def _found(checked, code: str) -> list[tuple]:
    return [(one.column, one.column_no, one.value) for one in checked.findings if one.code == code]


@pytest.mark.parametrize(("written", "near"), [("items_presentd", "items_presentd"), ("prsnt", "")])
def test_a_missing_column_names_the_nearest_that_was_found(written, near, check) -> None:
    checked = check(_with(items_presented=written), "customs-clearance")
    missing = [(one.column, one.params["nearest"]) for one in checked.findings if one.code == "HDR_MISSING"]
    assert missing == [("items_presented", near)]


def test_a_missing_column_is_found_near_its_title_too(check) -> None:
    written = title(COLUMNS["items_presented"], "ar")[:-1]
    checked = check(_with(items_presented=written), "customs-clearance")
    missing = [(one.column, one.params["nearest"]) for one in checked.findings if one.code == "HDR_MISSING"]
    assert missing == [("items_presented", written)]


def test_what_is_cut_short_is_still_near_and_to_one_column_alone() -> None:
    wanted = {"numerator": ["numerator"], "denominator": ["denominator", "المقام"]}
    assert nearest(["x", "denom"], wanted) == {"denominator": "denom"}
    assert nearest(["numeratr", "denominatr"], wanted) == {"numerator": "numeratr", "denominator": "denominatr"}
    assert nearest(["المقـام"], wanted) == {"denominator": "المقـام"}
    assert nearest(["x"], wanted) == nearest([], wanted) == nearest(["denom"], {}) == {}


@pytest.mark.parametrize("change", [("ة", "ه"), ("ا", "اـ"), ("ال", "اَل"), ("إ", "ا"), ("أ", "ا"), ("ى", "ي")])
def test_arabic_titles_are_known_by_any_spelling(change, check) -> None:
    told = {name: title(column, "ar").replace(*change) for name, column in COLUMNS.items()}
    checked = check(_with(**told), "customs-clearance")
    assert "HDR_MISSING" not in checked.counts
    assert checked.outcome == "taken", checked.findings


def test_a_fold_that_two_columns_share_stands_for_neither() -> None:
    assert unlike({"é": "one", "e": "other", "x": "one"}) == {"x": "one"}
    assert folded("Délai  moyen") == "delai_moyen"


@pytest.mark.parametrize(
    "written", ["dwell_hours_p50 (days)", "dwell_days_p50", "dwell hours p50 [jours]", "dwell_hours_p50 (أيام)"]
)
def test_another_unit_in_a_name_is_a_fault(written, check) -> None:
    checked = check(_with(dwell_hours_p50=written), "customs-clearance")
    assert _found(checked, "HDR_UNIT") == [("dwell_hours_p50", 13, written)]
    assert [one.code for one in checked.findings if one.severity == "error"] == ["HDR_UNIT"]
    finding = next(one for one in checked.findings if one.code == "HDR_UNIT")
    assert "days" in finding_words(finding, "en")[0]
    assert "ساعة" in finding_words(finding, "ar")[0]


@pytest.mark.parametrize("written", ["dwell_hours_p50 (h)", "dwell_hour_p50", "dwell hours p50 (heures)"])
def test_the_unit_that_is_asked_for_may_be_said(written, check) -> None:
    checked = check(_with(dwell_hours_p50=written), "customs-clearance")
    assert checked.outcome == "taken", checked.findings
    assert ("dwell_hours_p50", 13, written) in _found(checked, "HDR_VARIANT")


@pytest.mark.parametrize("written", ["remark (days)", "dwell_hours_p50 (hello)", "days_seen"])
def test_what_is_no_unit_stays_unknown(written, check) -> None:
    checked = check(_with(dwell_hours_p50=written), "customs-clearance")
    assert "HDR_UNIT" not in checked.counts
    assert [one.value for one in checked.findings if one.code == "HDR_UNKNOWN"] == [written]


def test_a_name_that_the_member_told_us_is_taken_and_said(check, situation) -> None:
    given = replace(situation, aliases={"seen": "items_presented"})
    checked = check(_with(items_presented="Seen"), "customs-clearance", given=given)
    assert checked.outcome == "taken", checked.findings
    assert _found(checked, "HDR_ALIAS") == [("items_presented", 9, "Seen")]
    assert checked.table.column("items_presented").to_pylist() == [5.0]


def test_a_column_that_the_file_names_itself_is_not_given_away(check, situation) -> None:
    given = replace(situation, aliases={"seen": "items_presented", "gone": "no_such"})
    text = _with(remark="seen")
    checked = check(text, "customs-clearance", given=given)
    assert "HDR_ALIAS" not in checked.counts
    assert checked.table.column("items_presented").to_pylist() == [5.0]


def test_a_variant_beside_the_name_itself_is_unknown(check) -> None:
    checked = check(_with(remark="dwell_hour_p50"), "customs-clearance")
    assert [one.value for one in checked.findings if one.code == "HDR_UNKNOWN"] == ["dwell_hour_p50"]
