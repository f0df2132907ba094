"""The workbook computes what the engine computed: LibreOffice recalculates it from the inputs alone."""

import io
import random
import shutil
import subprocess
from dataclasses import replace

import openpyxl
import pytest
from plain.random_evidence import evidence

from app.domain.diagnostics import diagnose
from app.domain.other_methods import other_methods
from app.domain.points_table import table_of_result
from app.domain.scoring import score
from app.handbook import load
from reports.book_cells import literal
from reports.method_book import MethodBook, build

V1 = load("v1")
SOFFICE = shutil.which("soffice")
EVIL = '=HYPERLINK("http://example.org","x")'


def book_of(method, seed=5, language="en", members=24):
    result = score(evidence(random.Random(seed), members), method, "arab")
    found = diagnose(method, table_of_result(method, result))
    names = {one.member: one.member for one in result.members}
    others = other_methods(method, result)
    return MethodBook(language, method, result, found, (("Region", EVIL),), names, others)


def other_means(kinds, **rules):
    """The method with other means at its pillars, and in the index."""
    nodes = []
    for at, node in enumerate(V1.nodes):
        kind, power, shift = kinds[at % len(kinds)]
        aside = node.level == "aside"
        nodes.append(node if aside else replace(node, aggregation=kind, power=power, shift=shift))
    return replace(V1, nodes=tuple(nodes), rules=replace(V1.rules, **rules))


METHODS = {
    "ours": V1,
    "bent": other_means(
        [("harmonic", 1.0, 0.01), ("power", -2.0, 0.1), ("worst-dominates", 1.0, 0.1), ("product-root", 1.0, 0.0),
         ("power", 3.0, 0.0)]
    ),
    "plain": other_means([("geometric", 1.0, 0.0), ("arithmetic", 1.0, 0.0)], rounding="carried"),
}  # fmt: skip


def recalculated(content, folder):
    """The sheets by title as LibreOffice computes them. The workbook holds no computed value of its own."""
    (folder / "book.xlsx").write_bytes(content)
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", folder / "out", folder / "book.xlsx"],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    read = openpyxl.load_workbook(folder / "out/book.xlsx", data_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in read}


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", METHODS)
def test_every_formula_gives_what_the_engine_gave(name, tmp_path):
    book = book_of(METHODS[name])
    sheets = recalculated(build(book), tmp_path)
    method, members = book.method, book.members
    with_score = 0
    for row, member in zip(sheets["Nodes"][1:], members, strict=True):
        known = {one.code: one for one in member.nodes}
        assert row[0] == member.member
        for at, node in enumerate(method.depth_first):
            coverage, got, engine, difference = row[2 + 4 * at : 6 + 4 * at]
            one, place = known[node.code], (member.member, node.code)
            if one.score.value is None:
                assert got == engine == str(one.score.reason), place
            else:
                assert got == pytest.approx(one.score.value, abs=1e-9), place
                assert difference <= 1e-9, place
                with_score += 1
            if isinstance(coverage, str):
                assert one.coverage == 0, place
            else:
                assert coverage == pytest.approx(one.coverage, abs=1e-12), place
        assert row[-2] == (member.published.value if member.published.value is not None else None), member.member
    assert with_score > 60
    check_points(sheets["Points"], book)
    check_weights(sheets["Weights"], method)
    check_diagnostics(sheets["Diagnostics"], book)
    errors = [cell for sheet in sheets.values() for row in sheet for cell in row if str(cell).startswith(("#", "Err:"))]
    assert errors == []


def check_points(rows, book):
    codes = rows[0][2:]
    assert codes == [leaf.code for leaf in book.method.indicators]
    for row, member in zip(rows[1:], book.members, strict=True):
        known = {one.code: one.points for one in member.indicators}
        for code, got in zip(codes, row[2:], strict=True):
            points = known[code]
            if points.value is None:
                assert got == str(points.reason), (member.member, code)
            else:
                assert got == pytest.approx(points.value, abs=1e-9), (member.member, code)


def check_weights(rows, method):
    got = {row[0]: row[5] for row in rows[1:]}
    assert got == pytest.approx({code: method.weights[code] for code in got})


def check_diagnostics(rows, book):
    start = next(at for at, row in enumerate(rows) if row[2] == "Pearson")
    pairs = book.found.pairs
    numbers = 0
    for row, pair in zip(rows[start + 1 : start + 1 + len(pairs)], pairs, strict=True):
        assert row[0].startswith(f"{pair.left} ")
        if pair.pearson.value is not None:
            assert row[2] == pytest.approx(pair.pearson.value, abs=1e-9), pair
            assert row[4] == pair.pearson.n
            numbers += 1
    assert numbers > 50
    for one in book.found.importances:
        row = next(row for row in rows if row[0] == one.code and row[2] == pytest.approx(one.nominal))
        if one.correlation.value is not None:
            assert row[4] == pytest.approx(one.correlation.value, abs=1e-9), one.code


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_sheet_of_its_own_tells_what_other_methods_would_do(language):
    book = book_of(V1, language=language)
    read = openpyxl.load_workbook(io.BytesIO(build(book)))
    rows = [list(row) for row in read[book.sheet("others")].iter_rows(values_only=True)]
    effects = {book.form.say(f"others.factor.{one.factor}"): one for one in book.others.effects}
    assert len(effects) == 4
    for name, one in effects.items():
        row = next(row for row in rows if row[0] == name)
        assert row[1:7] == pytest.approx([one.first, *one.first_band, one.total, *one.total_band])
    told = {row[0]: row for row in rows}
    with_score = [one for one in book.others.members if one.published is not None]
    assert len(with_score) > 10
    for one in with_score:
        assert told[one.member][2] == one.published
        assert told[one.member][3:5] == (pytest.approx(list(one.score)) if one.score else [None, None])
        assert told[one.member][5:7] == (pytest.approx([one.data.low, one.data.high]) if one.data else [None, None])
        assert told[one.member][8:10] == (list(one.ranks) if one.ranks else [None, None])


def test_a_text_that_looks_like_a_formula_stays_text():
    book = book_of(V1, members=3)
    names = {one.member: EVIL for one in book.members}
    read = openpyxl.load_workbook(io.BytesIO(build(replace(book, names=names))))
    formulas = [cell.value for sheet in read for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) > 100
    assert [text for text in formulas if "HYPERLINK" in text or "http" in text] == []
    assert (read["Sources"]["B1"].value, read["Sources"]["B1"].data_type) == (EVIL, "s")
    assert (read["Inputs"]["B2"].value, read["Inputs"]["B2"].data_type) == (EVIL, "s")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_sheets_are_in_the_readers_language(language):
    read = openpyxl.load_workbook(io.BytesIO(build(book_of(V1, members=3, language=language))))
    assert [sheet.sheet_view.rightToLeft for sheet in read] == [language == "ar"] * 7
    assert (read.sheetnames[1] == "Inputs") is (language == "en")
    linked = read.worksheets[3]["D2"].value
    assert f"'{read.sheetnames[2]}'!" in read.worksheets[3]["G2"].value
    assert f"'{read.sheetnames[4]}'!" in linked


def test_a_quarter_without_members_is_a_workbook_too():
    book = book_of(V1)
    empty = replace(book.result, members=())
    found = diagnose(V1, table_of_result(V1, empty))
    read = openpyxl.load_workbook(io.BytesIO(build(replace(book, result=empty, found=found))))
    assert read["Nodes"].max_row == 1


def test_numbers_in_formulas_are_exact():
    for number in (0.1, 1e-17, 2 / 3, 100.0, -5.0, 1e300):
        assert float(literal(number)) == number
