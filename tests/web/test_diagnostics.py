"""The method's diagnostics: for the office of the region alone, in three languages, with a workbook."""

import io
import random
from dataclasses import replace

import openpyxl
import pytest
from plain.random_evidence import evidence
from plain.well_formed import faults_of

from app.domain.advice import advice
from app.domain.diagnostics import diagnose
from app.domain.other_methods import other_methods
from app.domain.points_table import table_of_result
from app.domain.scoring import score
from app.handbook import load
from app.web.csv_out import WORKBOOK
from app.web.pages import diagnostics_lines as lines
from app.web.pages.diagnostics import DiagnosticsPage
from app.web.pages.other_lines import other_lines
from app.web.show import Frame, render
from app.web.words import Words

PAGE, BOOK = "/en/method/diagnostics?quarter=2026-Q3", "/en/method/diagnostics.xlsx?quarter=2026-Q3"
LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr", "en"])
METHOD = load("v1")


@pytest.mark.parametrize("part", ["analyst", "administrator"])
def test_the_office_reads_its_own_region(browser, computed, part):
    client = browser(part)
    for language in ("ar", "fr", "en"):
        answer = client.get(PAGE.replace("/en/", f"/{language}/"))
        assert answer.status_code == 200
        assert faults_of(answer.text) == []
        assert "diagnostics.xlsx?region=arab&amp;quarter=2026-Q3" in answer.text
    assert client.get(f"{PAGE}&region=arab").status_code == 200
    assert '<a href="/en/method/diagnostics">' in client.get("/en/method").text


@pytest.mark.parametrize("part", ["uploader", "approver", "reader"])
def test_nobody_else_reads_it(browser, computed, part):
    client = browser(part)
    assert [client.get(path).status_code for path in (PAGE, BOOK)] == [403, 403]
    assert "/en/method/diagnostics" not in client.get("/en/method").text


def test_a_foreign_region_is_a_missing_one(browser, computed):
    client = browser("foreign analyst")
    for path in (PAGE, BOOK):
        foreign, missing = client.get(f"{path}&region=arab"), client.get(f"{path}&region=nowhere")
        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert foreign.text.replace("arab", "nowhere") == missing.text


def test_a_quarter_without_results_says_so_and_has_no_workbook(browser, computed):
    client = browser("analyst")
    answer = client.get("/en/method/diagnostics?quarter=2027-Q1")
    assert answer.status_code == 200
    assert "no results for this quarter" in answer.text
    assert "diagnostics.xlsx" not in answer.text
    assert client.get("/en/method/diagnostics.xlsx?quarter=2027-Q1").status_code == 404
    assert client.get("/en/method/diagnostics?quarter=soon").status_code == 404


def test_the_workbook_says_what_it_rests_on(browser, computed):
    answer = browser("analyst").get(BOOK)
    assert answer.headers["content-type"] == WORKBOOK
    assert answer.headers["content-disposition"] == 'attachment; filename="barid-method-arab-2026-Q3.xlsx"'
    read = openpyxl.load_workbook(io.BytesIO(answer.content))
    about = {row[0].value: row[1].value for row in read["Sources"].iter_rows(max_col=2)}
    assert about["Quarter"] == "2026-Q3"
    assert about["SHA-256 of the method file"] == METHOD.hash
    assert about["Results"] == "Working results, not published"
    assert "Note" not in about


@pytest.fixture(scope="module")
def result():
    return score(evidence(random.Random(5), 24), METHOD, "arab")


@pytest.fixture(scope="module")
def found(result):
    return diagnose(METHOD, table_of_result(METHOD, result))


@pytest.fixture(scope="module")
def others(result):
    return other_methods(METHOD, result)


def names(code):
    place = METHOD.node(code) if METHOD.is_node(code) else METHOD.indicator(code)
    return place.names.en


def page_of(found, others, words):
    return DiagnosticsPage(
        region="arab", region_name="Arab", regions=(), quarter="Q", quarter_code="2026-Q3", quarters=(), empty="",
        advice=tuple(lines.sentence(one, names, str, words) for one in advice(METHOD, found)),
        heats=tuple(lines.heats(METHOD, found, names, words)), pairs=tuple(lines.pair_lines(found, names, words)),
        alphas=tuple(lines.alpha_lines(found, names, words)), weights=tuple(lines.weight_lines(found, names, words)),
        reaches=tuple(lines.reach_lines(found, names, words)),
        drops=tuple(lines.drop_lines(found, names, str, words)), others=other_lines(others, str, words),
    )  # fmt: skip


@LANGUAGES
def test_a_full_page_is_well_formed_and_every_heat_has_its_numbers(found, others, language):
    words = Words(language)
    page = page_of(found, others, words)
    assert faults_of(render("diagnostics.html", words, Frame(language, "ltr", (), (), None, "", False), page)) == []
    assert len(page.heats) == 6
    assert len(page.advice) > 5
    for heat in page.heats:
        assert [row.cells[at].kind for at, row in enumerate(heat.rows)] == ["self"] * len(heat.codes)
        assert all(cell.text for row in heat.rows for cell in row.cells if cell.kind != "self")


def test_the_heat_has_pearson_below_and_spearman_above(found):
    words = Words("en")
    heat = next(one for one in lines.heats(METHOD, found, names, words) if one.code == "CUSTOMS" or one.code == "SCI")
    left, right = "CUS-03", "CUS-04"
    pair = next(pair for pair in found.pairs if {pair.left, pair.right} == {left, right})
    first, second = heat.codes.index(left), heat.codes.index(right)
    assert first < second
    assert heat.rows[second].cells[first].text == words.signed(pair.pearson.value, 2)
    assert heat.rows[first].cells[second].text == words.signed(pair.spearman.value, 2)


@LANGUAGES
def test_the_page_says_which_choice_of_the_method_moves_ranks_most(others, language):
    words = Words(language)
    told = other_lines(others, str, words)
    first = max(others.effects, key=lambda effect: effect.total)
    assert words.t(f"others.factor.{first.factor}") in told.sentences[0]
    assert told.choices[0].name == words.t(f"others.factor.{first.factor}")
    assert told.choices[0].total == words.number(first.total, 2)
    alone = replace(others, effects=(replace(first, total_band=(0.8, 0.9)),))
    assert words.share(first.total) in other_lines(alone, str, words).sentences[0]
    assert other_lines(replace(others, effects=()), str, words).sentences == (words.t("others.still"),)


def test_ranges_of_the_method_and_of_the_data_stand_apart(others, result):
    words = Words("en")
    told = {line.code: line for line in other_lines(others, str, words).members}
    assert told.keys() == {one.member for one in result.members if one.published.value is not None}
    ranked = [one for one in result.members if one.rank is not None and one.band]
    assert len(ranked) > 10
    for one, varied in zip(result.members, others.members, strict=True):
        if one.member in told and one.band and varied.score:
            assert told[one.member].score_data == f"{words.number(one.band.low)} to {words.number(one.band.high)}"
            assert told[one.member].score_method.startswith(words.number(varied.score[0]))
    wider = [one for one in others.members if one.score and one.data and one.score[1] > one.data.high]
    assert len(wider) > 5
    assert all(one.score[0] <= one.published <= one.score[1] for one in wider if one.data.low <= one.published)


def test_the_page_and_the_workbook_tell_of_other_methods(browser, computed):
    client = browser("analyst")
    assert 'id="others"' in client.get(PAGE).text
    read = openpyxl.load_workbook(io.BytesIO(client.get(BOOK).content))
    assert read["Other methods"]["A1"].value == "What other choices of the method would do"
