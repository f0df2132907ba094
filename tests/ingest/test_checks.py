"""Rules of cells, rows and sets, each with the line and the column it names."""

from __future__ import annotations

import pytest

from ingest.layouts import LAYOUTS


def _found(checked):
    return [(f.code, f.line, f.column) for f in checked.findings if f.severity != "normalised"]


_P50 = "delivery_days_p50"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([{"member": "NA"}], ("SEM_FOREIGN_COUNTRY", 2, "member")),
        ([{"member": "UK"}], ("SEM_COUNTRY_UNKNOWN", 2, "member")),
        ([{"member": "ЕG"}], ("SAF_HOMOGLYPH", 2, "member")),
        ([{"member": "\u202eEG"}], ("SAF_BIDI", 2, "member")),
        ([{"member": ""}], ("TYP_BLANK", 2, "member")),
        ([{"product": "\u200b"}], ("TYP_BLANK", 2, "product")),
        ([{"product": "parcels"}], ("TYP_CHOICE", 2, "product")),
        ([{"product": "еms"}], ("SAF_HOMOGLYPH", 2, "product")),
        ([{"product": "“ems”"}], ("CSV_QUOTE_SMART", 2, "product")),
        ([{"product": '"ems\n"'}], ("CSV_NEWLINE_IN_FIELD", 2, "product")),
        ([{"partner": "EG"}], ("SEM_SELF_PARTNER", 2, "partner")),
        ([{"partner": "=cmd"}], ("SAF_FORMULA_IN_CODE", 2, "partner")),
        ([{"items_on_time": "9", "items_with_standard": "8"}], ("SEM_NUM_GT_DEN", 2, "items_on_time")),
        ([{"items_arrived": "9", "items_announced": "8"}], ("SEM_CAPPED", 2, "items_arrived")),
        ([{"arrivals_transmitted_24h": "5", "items_emc": "4"}], ("SEM_CAPPED", 2, "arrivals_transmitted_24h")),
        ([{"delivery_days_p90": "400"}], ("SEM_DWELL_HUGE", 2, "delivery_days_p90")),
        ([{"items_arrived": "", "remark": "strike"}], ("SEM_NO_FIGURES", 2, None)),
        ([{"items_arrived": ""}], ("HDR_NO_ROWS", None, None)),
        ([{"items_arrived": "0"}], ("SEM_ALL_ZERO", None, None)),
        ([{}, {}], ("SEM_DUP_SAME", 3, None)),
        ([{}, {"items_arrived": "6"}], ("SEM_DUP_CONFLICT", 3, "items_arrived")),
        ([{}, {}, {"items_arrived": "6"}], ("SEM_DUP_CONFLICT", 4, "items_arrived")),
        ([{}, {"partner": "MA"}], ("SEM_TOTAL_AND_PARTS", 3, "partner")),
        (
            [{"delivery_days_p50": "1.5"}, {"month": "2026-02", "delivery_days_p50": '"1,5"'}],
            ("TYP_DECIMAL_MIXED", 3, "delivery_days_p50"),
        ),
        ([{"remark": "=1+1"}], ("SAF_FORMULA", 2, "remark")),
        ([{"remark": "<script>"}], ("SAF_MARKUP", 2, "remark")),
        ([{"remark": "CÃ´te"}], ("ENC_MOJIBAKE", 2, "remark")),
        ([{"remark": "a\ufffdb"}], ("ENC_REPLACEMENT", 2, "remark")),
        ([{"remark": "a\u202eb"}], ("SAF_BIDI_TEXT", 2, "remark")),
        ([{"remark": "'a'"}], ("CSV_QUOTE_SINGLE", 2, "remark")),
        ([{"delivery_days_p50": '"1,5"'}, {"delivery_days_p50": '"1,234.5"'}], ("TYP_DECIMAL_MIXED", 3, _P50)),
        ([{"remark": "x" * 1001}], ("CSV_FIELD_LONG", 2, "remark")),
    ],
)
@pytest.mark.parametrize("fast", [False, True])
def test_a_fault_is_named_with_its_place(rows, found, fast, check, sheet) -> None:
    assert found in _found(check(sheet(*rows), fast=fast))


@pytest.mark.parametrize("fast", [False, True])
def test_the_same_line_twice_counts_once(fast, check, sheet) -> None:
    checked = check(sheet({}, {}), fast=fast)
    assert (checked.outcome, checked.rows, checked.table.num_rows) == ("taken", 2, 1)


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"items_on_time": "9", "items_with_standard": "8", "items_arrived": "8"}] * 25, "SEM_NUM_GT_DEN"),
        ([{"items_arrived": "4"}, *[{}] * 25], "SEM_DUP_CONFLICT"),
    ],
)
def test_a_rule_that_many_rows_break_lists_the_first_twenty_and_counts_all(rows, code, fast, check, sheet) -> None:
    checked = check(sheet(*rows), fast=fast)
    listed = [finding for finding in checked.findings if finding.code == code]
    assert checked.counts[code] == 25
    assert (len(listed), listed[-1].more) == (20, 5)


@pytest.mark.parametrize("fast", [False, True])
def test_a_row_that_says_why_it_has_no_figures_is_taken(fast, check, sheet) -> None:
    checked = check(sheet({"items_arrived": "not-available"}, {"month": "2026-02", "items_arrived": ""}), fast=fast)
    assert [(f.code, f.line) for f in checked.findings] == [("SEM_ROW_EMPTY", 3)]
    assert checked.table.column("month").to_pylist() == ["2026-01"]


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize(
    ("row", "value", "code"),
    [
        ({"partner": "ＭＡ"}, "MA", "TYP_FULLWIDTH"),
        ({"partner": "ma"}, "MA", "TYP_CASE"),
        ({"items_arrived": " 7 "}, 7.0, None),
        ({"partner": "\u200b"}, "", "SAF_INVISIBLE"),
        ({"remark": '"  "'}, None, None),
        ({"remark": "e\u0301"}, "\u00e9", "ENC_NFD"),
    ],
)
def test_a_cell_written_otherwise_is_made_plain(row, value, code, fast, check, sheet) -> None:
    checked = check(sheet(row), fast=fast)
    assert checked.outcome == "taken", checked.findings
    assert list(checked.counts) == ([code] if code else [])
    assert checked.table.column(*row).to_pylist() == [value]


@pytest.mark.parametrize("fast", [False, True])
def test_columns_that_may_be_left_out_are_empty(fast, check) -> None:
    names = [column.name for column in LAYOUTS["service-quality"].columns]
    kept = [name for name in names if name not in {"partner", "remark"}]
    row = {"member": "EG", "month": "2026-01", "product": "ems", "items_arrived": "5"}
    checked = check(f"{','.join(kept)}\n{','.join(row.get(name, '') for name in kept)}\n", fast=fast)
    assert checked.outcome == "taken", checked.findings
    assert checked.table.column("partner").to_pylist() == [""]
    assert checked.table.column("remark").to_pylist() == [None]


@pytest.mark.parametrize("fast", [False, True])
def test_namibia_is_a_partner_and_not_a_missing_value(fast, check, sheet) -> None:
    checked = check(sheet({"partner": "NA"}), fast=fast)
    assert checked.table.column("partner").to_pylist() == ["NA"]


@pytest.mark.parametrize("fast", [False, True])
def test_what_is_missing_keeps_its_meaning(fast, check, sheet) -> None:
    checked = check(sheet({"items_emc": "not-asked"}, {"month": "2026-02"}), fast=fast)
    assert checked.table.column("items_emc").to_pylist() == [None, None]
    assert checked.table.column("missing").to_pylist() == ['{"items_emc": "not-asked"}', None]


def test_without_an_account_a_file_speaks_for_one_member(check, sheet, situation) -> None:
    from dataclasses import replace

    anyone = replace(situation, member=None)
    checked = check(sheet({}, {"member": "MA"}), given=anyone)
    assert ("SEM_MIXED_COUNTRY", 3, "member") in _found(checked)
    assert check(sheet({"member": "MA"}), given=anyone).outcome == "taken"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"item": "disaster_plan"}, ("SEM_ANSWER_MISSING", 2, "answer")),
        ({"item": "standard_pairs_served", "answer": "yes"}, ("SEM_ANSWER_MISSING", 2, "count")),
        ({"item": "disaster_plans", "answer": "yes"}, ("SEM_INDICATOR_UNKNOWN", 2, "item")),
    ],
)
@pytest.mark.parametrize("fast", [False, True])
def test_answers_fit_their_items(row, found, fast, check, sheet) -> None:
    text = sheet({"member": "EG", "quarter": "2026-Q1", **row}, dataset="preparedness")
    assert found in _found(check(text, "preparedness", fast=fast))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"end": "2026-01-04T08:00+02:00"}, "SEM_END_BEFORE_START"),
        ({"end": "2026-01-05T06:30Z"}, None),
        ({"notified_at": "2024-01-04T08:00+02:00"}, "SEM_NOTIFIED_BEFORE_START"),
        ({"products": "letter stamps"}, "TYP_CHOICE"),
        ({"products": "lеtter"}, "SAF_HOMOGLYPH"),
        ({"products": "; ,"}, "TYP_BLANK"),
        ({"start": ""}, "TYP_BLANK"),
    ],
)
def test_moments_of_disruptions_are_in_order(row, code, check, sheet) -> None:
    base = {
        "member": "EG",
        "start": "2026-01-05T08:00+02:00",
        "kind": "strike",
        "products": "ems;letter",
        "force_majeure": "no",
    }
    checked = check(sheet({**base, **row}, dataset="disruptions"), "disruptions")
    assert code in [f.code for f in checked.findings] or (code is None and checked.outcome == "taken")


@pytest.mark.parametrize("fast", [False, True])
def test_a_disruption_is_kept_with_plain_values(fast, check, sheet) -> None:
    row = {
        "member": "EG",
        "start": "2026-01-05T08:00+02:00",
        "kind": "Strike",
        "products": "ems;letter",
        "force_majeure": "yes",
    }
    checked = check(sheet(row, {**row, "products": "letter ems"}, dataset="disruptions"), "disruptions", fast=fast)
    assert (checked.outcome, checked.counts["SEM_DUP_SAME"]) == ("taken", 1)
    table = checked.table
    assert table.column("products").to_pylist() == ["letter ems"]
    assert table.column("force_majeure").to_pylist() == [True]
    assert table.column("kind").to_pylist() == ["strike"]
