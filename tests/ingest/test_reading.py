"""Encodings, separators, lines, quotes and headers: each habit is read, or refused with its place."""

from __future__ import annotations

import codecs

import pytest

from ingest import Limits, reading
from ingest.layouts import LAYOUTS

ROW = {"items_announced": "10"}


def _codes(checked, severity="error"):
    return [(f.code, f.line) for f in checked.findings if f.severity in {severity, "refused"}]


@pytest.mark.parametrize(
    ("turn", "code"),
    [
        (lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"), "ENC_UTF16_BOM"),
        (lambda text: codecs.BOM_UTF8 + text.encode(), "ENC_BOM"),
        (lambda text: codecs.BOM_UTF8 * 2 + text.encode(), "ENC_BOM_DOUBLE"),
        (lambda text: text.replace(",", ";").encode(), "CSV_DELIMITER_SEMICOLON"),
        (lambda text: text.replace(",", "\t").encode(), "CSV_DELIMITER_TAB"),
        (lambda text: ("sep=;\n" + text.replace(",", ";")).encode(), "CSV_SEP_LINE"),
        (lambda text: ("sep=;\n\n" + text.replace(",", ";")).encode(), "CSV_SEP_LINE"),
        (lambda text: text.replace("\n", "\r").encode(), "CSV_LINE_END"),
        (lambda text: text.replace("\n", "\n\n").encode(), "CSV_BLANK_LINE"),
        (lambda text: text.replace("\n", ",,\n").encode(), "CSV_TRAILING_EMPTY"),
        (lambda text: text.replace("member", " MEMBER ").encode(), "HDR_VARIANT"),
    ],
)
@pytest.mark.parametrize("fast", [False, True])
def test_habits_that_change_nothing_are_read_and_told(turn, code, fast, check, sheet) -> None:
    checked = check(turn(sheet(ROW)), fast=fast)
    assert checked.outcome == "taken", checked.findings
    assert code in checked.counts
    assert checked.table.column("items_announced").to_pylist() == [10.0]


@pytest.mark.parametrize(
    ("turn", "found"),
    [
        (lambda t: t.encode("utf-16-le"), ("ENC_UTF16_NO_BOM", 1)),
        (lambda t: t.encode("utf-16-be")[:-1], ("ENC_UTF16_NO_BOM", 1)),
        (lambda t: codecs.BOM_UTF16_LE + t.encode("utf-16-le")[:-1], ("ENC_BAD_BYTE", 1)),
        (lambda t: t.replace("parcel", "طرد بريدي " * 9).encode("cp1256"), ("ENC_NOT_UTF8", 2)),
        (lambda t: t.replace("EG,", "مصر,").encode("cp1256"), ("ENC_NOT_UTF8", 2)),
        (lambda t: t.encode().replace(b"parcel", b"par\xffcel"), ("ENC_BAD_BYTE", 2)),
        (lambda t: t.encode().replace(b"parcel", b"par\xed\xa0\x80cel"), ("ENC_SURROGATE", 2)),
        (lambda t: t.replace("parcel", "par\0cel").encode(), ("ENC_NUL", 2)),
        (lambda t: t.replace("parcel", "par\x1b[31mcel").encode(), ("ENC_CONTROL", 2)),
        (lambda t: t.replace("parcel", "par\u2028cel").encode(), ("CSV_LINE_SEPARATOR", 2)),
        (lambda t: t.replace(",", "|").encode(), ("CSV_DELIMITER_OTHER", 1)),
        (lambda t: t.replace(",", "،").encode(), ("CSV_DELIMITER_ARABIC", 1)),
        (lambda t: ("Figures of 2026\n\n" + t).encode(), ("CSV_PREAMBLE", 1)),
        (lambda t: (t + "Total" + ",1" * 25 + "\n").encode(), ("CSV_FOOTER", 3)),
        (lambda t: (t + "EG,2026-01\n").encode(), ("CSV_COLUMN_COUNT", 3)),
        (lambda t: (t + t.split("\n")[1].replace(",", ";") + "\n").encode(), ("CSV_DELIMITER_MIXED", 3)),
        (lambda t: t.replace("parcel", 'par"cel').encode(), ("CSV_QUOTE_STRAY", 2)),
        (lambda t: t.replace("parcel", '"parcel').encode(), ("CSV_QUOTE_OPEN", 2)),
        (lambda t: t.replace("parcel", '"par"cel').encode(), ("CSV_QUOTE_STRAY", 2)),
        (lambda t: t.replace("month", '"month', 1).encode(), ("CSV_QUOTE_OPEN", 1)),
        (lambda t: t.replace("month", 'mo"nth', 1).encode(), ("CSV_QUOTE_STRAY", 1)),
        (lambda t: b"name,place\nparcel,Cairo\n", ("HDR_NONE", 1)),
        (lambda t: b"name,place,country\nparcel,Cairo,EG\n", ("HDR_MISSING", 1)),
        (lambda t: b"sep=;\nname;place;country\nparcel;Cairo;EG\n", ("HDR_MISSING", 2)),
        (lambda t: "".join(f'"{line}"\n' for line in t.split("\n")).encode(), ("CSV_LINE_QUOTED", 1)),
        (lambda t: t.replace("items_arrived", "items_arived", 1).encode(), ("HDR_MISSING", 1)),
        (lambda t: t.replace("items_arrived", "items_emc", 1).encode(), ("HDR_DUPLICATE", 1)),
        (lambda t: t.replace("member", "mеmber", 1).encode(), ("HDR_HOMOGLYPH", 1)),
        (lambda t: t.split("\n")[0].encode(), ("HDR_NO_ROWS", 1)),
        (lambda t: t.split("\n")[1].encode(), ("HDR_NONE", 1)),
        (lambda t: ",".join(c.name for c in LAYOUTS["disruptions"].columns[1:]).encode(), ("TPL_KIND", 1)),
        (lambda t: ",".join(map(str, range(300))).encode(), ("HDR_TOO_MANY", 1)),
        (lambda t: b"", ("FIL_EMPTY", None)),
        (lambda t: b" \n \n", ("FIL_EMPTY", None)),
        (lambda t: b"\n" * 600, ("FIL_EMPTY", None)),
        (lambda t: b"%PDF-1.7\n", ("FIL_TYPE", None)),
        (lambda t: b"<!doctype html><p>", ("FIL_TYPE", None)),
    ],
)
@pytest.mark.parametrize("fast", [False, True])
def test_faults_of_the_file_are_refused_with_their_line(turn, found, fast, check, sheet) -> None:
    checked = check(turn(sheet(ROW)), fast=fast)
    assert checked.outcome == "refused"
    assert checked.table is None
    assert found in _codes(checked)


def test_lines_are_those_of_an_editor_also_after_breaks_in_quotes(check, sheet) -> None:
    text = sheet({"remark": '"two\nlines"'}, {"month": "2026-02", "items_arrived": "x"})
    for fast in (False, True):
        assert _codes(check(text, fast=fast)) == [("TYP_NUMBER", 4)]


def test_too_many_rows_bytes_and_cells_are_refused(check, sheet) -> None:
    text = sheet(*[{"month": f"2026-0{n}"} for n in range(1, 6)])
    for fast in (False, True):
        assert "FIL_ROWS" in check(text, limits=Limits(max_rows=4), fast=fast).counts
        assert "FIL_CELLS" in check(text, limits=Limits(max_cells=60), fast=fast).counts
        assert "FIL_TOO_BIG" in check(text, limits=Limits(max_csv_bytes=60), fast=fast).counts


def test_a_wholly_wrong_file_lists_few_findings_and_counts_all(check, sheet) -> None:
    text = sheet(*[{"items_arrived": "x"} for _ in range(300)])
    for fast in (False, True):
        checked = check(text, fast=fast)
        assert checked.counts["TYP_NUMBER"] == 300
        listed = [finding for finding in checked.findings if finding.code == "TYP_NUMBER"]
        assert len(listed) == 20
        assert listed[-1].more == 280


def test_a_list_of_findings_that_is_cut_keeps_what_refuses_the_file(check, sheet) -> None:
    rows = [{"remark": "=1", "items_arrived": "x"}, {"month": "2026-02", "remark": "<b>"}]
    whole, cut = (check(sheet(*rows), limits=Limits(max_findings=most)) for most in (9, 2))
    assert [f.code for f in whole.findings] == ["TYP_NUMBER", "SAF_FORMULA", "SAF_MARKUP"]
    assert [f.code for f in cut.findings] == ["TYP_NUMBER", "SAF_FORMULA"]
    assert cut.counts == whole.counts


HEADER = "member,month,product,items_arrived"


@pytest.fixture
def short(check, sheet):
    """A file of few columns checked both ways, the fast one in blocks of about a line; the codes and lines found."""

    def run(*lines: str, head: str = "") -> list[tuple[str, int | None]]:
        names = [name for name in sheet().strip().split(",") if name not in {"partner", "remark"}]
        empty = "," * (len(names) - 4)
        order = HEADER.split(",") + [name for name in names if name not in HEADER]
        text = "\n".join([",".join(order) + head, *(line.replace("|", empty) for line in lines)])
        plain, fast = (check(text, fast=way) for way in (False, True))
        assert (plain.findings, plain.counts, plain.rows) == (fast.findings, fast.counts, fast.rows)
        return [(f.code, f.line) for f in plain.findings]

    return run


@pytest.mark.parametrize("block", [60, 2**20])
@pytest.mark.parametrize(
    ("head", "lines", "found"),
    [
        ("", ["EG,2026-01,ems,5|", "EG,2026-02,ems,5|,,"], [("CSV_TRAILING_EMPTY", 3)]),
        (",", ["EG,2026-01,ems,5|,", "EG,2026-02,ems,5|,"], [("CSV_TRAILING_EMPTY", 1)]),
        (",", ["EG,2026-01,ems,5|,", "EG,2026-02,ems,5|,x"], [("HDR_BLANK", 1)]),
        (",", ["EG,2026-01,ems,5|,", "EG,2026-02,ems,5|,x", ""], [("HDR_BLANK", 1)]),
        (
            "",
            ["EG,2026-01,ems,5|", "", "EG;2026-02", 'EG,"2026-03'],
            [("CSV_BLANK_LINE", 3), ("CSV_COLUMN_COUNT", 4), ("CSV_QUOTE_OPEN", 5)],
        ),
        ("", ["EG,2026-01,ems,5|", "Total,,,5|"], [("CSV_FOOTER", 3)]),
        ("", ['EG,2026-01,"ems",5|', 'EG,2026-02,"ems",5|', "EG,2026-03,ems,x|"], [("TYP_NUMBER", 4)]),
    ],
)
def test_lines_that_are_not_whole_rows_are_told_in_any_block(head, lines, found, block, short, monkeypatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", block)
    assert short(*lines, head=head) == found


def test_a_block_does_not_end_within_quotes(check, sheet, monkeypatch) -> None:
    """Each remark breaks after a few letters: wherever a block would end, a quote is often open."""
    rows = [{"month": f"2026-0{n}", "remark": '"' + "x" * 9 * n + '\nand ""more""\n"'} for n in range(1, 8)]
    plain = check(sheet(*rows)).table.to_pydict()
    assert plain["remark"][0] == 'xxxxxxxxx\nand "more"'
    for block in (30, 70, 110, 2**20):
        monkeypatch.setattr(reading, "BLOCK", block)
        assert check(sheet(*rows), fast=True).table.to_pydict() == plain


def test_only_the_first_lines_of_a_kind_are_listed_and_the_last_counts_the_others(check, sheet) -> None:
    for fast in (False, True):
        checked = check(sheet({}) + "\n" * 25 + sheet({"month": "2026-02"}).split("\n")[1], fast=fast)
        assert checked.outcome == "taken"
        assert checked.counts == {"CSV_BLANK_LINE": 25}
        assert [found.line for found in checked.findings] == list(range(3, 23))
        assert checked.findings[-1].more == 5
