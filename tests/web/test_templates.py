"""Every page from its context alone, in three languages: well-formed, without words, scripts or styles of its own."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from plain.random_evidence import evidence
from plain.well_formed import faults_of

from app import handbook
from app.domain.causes import causes_of_change, foremost
from app.domain.members import Member, Names
from app.domain.scoring import score
from app.web.explain import cause_name, change_sentence
from app.web.pages import member_lines, region_lines
from app.web.pages.method import method_page
from app.web.show import Frame, Link, in_script, render
from app.web.words import Words

METHOD = handbook.load()
RESULT = score(evidence(random.Random(4), members=8), METHOD, "arab")
MEMBERS = {
    one.member: Member(one.member, "EGY", "arab", Names(f"عضو {one.member}", one.member, one.member), "op")
    for one in RESULT.members
}
LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr", "en"])


def frame(words):
    return Frame(
        words.language, words.direction, (Link("/ar", "العربية", True, "ar"),), (Link("/en", "x"),), None, "", True
    )


def member_page(words, result):
    from app.charts import Point, history
    from app.web.pages.members import HistoryLine, MemberPage

    lines = member_lines.pillars(result, METHOD, words)
    return MemberPage(
        code=result.member,
        name="Name",
        operator="Post",
        region="R",
        region_href="/en/regions/arab",
        quarter="Q",
        quarter_code=result.quarter,
        quarters=(),
        members=(),
        source="s",
        empty="",
        score="1",
        value=result.published.value,
        sentence=change_sentence(result, METHOD, words),
        upper=result.upper,
        change=result.change,
        range="r",
        pillars=lines,
        pillar_chart=member_lines.pillar_chart(lines, words),
        history=(HistoryLine("Q", "1", "FINAL", "F"),),
        signals=member_lines.signals(result, words),
        history_chart=history([Point("Q", 1.0, "1")], language=words.language, name="n"),
        risk=member_lines.risk(result.risk, words),
        tree=member_lines.tree(result, METHOD, words, "/x/{code}"),
    )


@LANGUAGES
def test_member(language):
    words = Words(language)
    assert len(RESULT.members) == 8
    for result in RESULT.members:
        html = render("member.html", words, frame(words), member_page(words, result))
        assert faults_of(html) == []
        for indicator in result.indicators:
            assert METHOD.indicator(indicator.code).names.in_language(language).split("'")[0][:12] in html


@LANGUAGES
def test_region(language):
    from app.web.pages.regions import RegionPage

    words = Words(language)
    lines = region_lines.ranking(RESULT, MEMBERS, words, "/x/{code}")
    page = RegionPage(
        code="arab",
        name="R",
        quarter="Q",
        quarter_code="2026-Q1",
        quarters=(),
        source="s",
        empty="",
        sentence=region_lines.sentence(lines, words),
        tiles=region_lines.tiles(RESULT, lines, words),
        lines=lines,
        map=region_lines.atlas(lines, MEMBERS, "arab", words),
        chart=region_lines.chart(lines, words),
        sent=(region_lines.sent_line("n", "/x", {}, words),),
        datasets=("a", "b", "c", "d", "e"),
    )
    html = render("region.html", words, frame(words), page)
    assert faults_of(html) == []
    assert html.count('<svg class="bar') == sum(1 for one in RESULT.members if one.published.value is not None)


@LANGUAGES
def test_method(language):
    words = Words(language)
    page = method_page(METHOD, words)
    html = render("method.html", words, frame(words), page)
    assert faults_of(html) == []
    assert [one for one in METHOD.indicators if f'id="indicator-{one.code}"' not in html] == []
    assert words.t("web.method.assumption") in html


@LANGUAGES
def test_the_first_sentence_names_the_largest_causes_with_their_points(language):
    words = Words(language)
    moved = [one for one in RESULT.members if one.change is not None and abs(one.change) >= 0.1]
    assert moved
    for result in moved:
        sentence = change_sentence(result, METHOD, words)
        causes = causes_of_change(result)
        assert words.signed(result.change) in sentence
        named, more = foremost(causes)
        places = [sentence.find(cause_name(cause, METHOD, words, "web.cause.coverage")) for cause in named]
        assert -1 not in places
        assert places == sorted(places)
        assert ("…" in sentence) is more
        left = sum(c.points for c in causes if c not in named)
        told = sum(c.points for c in named)
        assert told + left == pytest.approx(result.change, abs=0.05 * len(result.indicators))


def test_data_that_came_or_went_are_told_apart_from_values():
    one = next(r for r in RESULT.members if r.change is not None)
    indicators = tuple(replace(i, change=0.0, change_coverage=0.0) for i in one.indicators)
    first, second = indicators[:2]
    indicators = (
        replace(first, change=1.5, change_coverage=-0.5),
        replace(second, change=-0.4, change_coverage=-0.4),
        *indicators[2:],
    )
    sentence = change_sentence(replace(one, change=1.1, indicators=indicators), METHOD, Words("en"))
    name = METHOD.indicator(first.code).names.en
    assert sentence == f"+1.1 since the quarter before: {name}\u00a0+2.0, data that appeared or disappeared\u00a0−0.9."


def test_nothing_in_json_can_end_its_script():
    assert "</script" not in in_script({"a": "</script><b>&\u2028"})
    assert in_script({"a": "é"}) == '{"a":"\\u00e9"}'


def test_a_name_that_the_context_lacks_stops_the_page():
    @dataclass(frozen=True)
    class Nothing:
        title: str = "t"

    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        render("member.html", Words("en"), frame(Words("en")), Nothing())


def test_texts_are_escaped_whatever_their_source():
    from app.web.errors import ErrorPage

    html = render("error.html", Words("en"), frame(Words("en")), ErrorPage("<b>x</b>", "<i>y</i>"))
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


def test_a_moment_of_an_edition_is_told_without_words_of_ours():
    assert "2026" in Words("ar").day(datetime(2026, 11, 20, tzinfo=UTC).date())
