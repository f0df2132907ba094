"""From a number down to the rows behind it: each with its submission, file and line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from app.domain.access import Permission
from app.domain.editions import IndicatorResult, MemberResult
from app.domain.errors import NotFound
from app.domain.method import Indicator
from app.domain.periods import Quarter
from app.domain.submissions import COUNTED_WORKING
from app.domain.value_history import ValueKey, end_of
from app.storage import observations
from app.storage.counting import KnownOn, Which
from app.storage.observations import ACCEPTED_ONLY
from app.web import shown
from app.web.deps import Visit, Visiting
from app.web.directory import quarter_of
from app.web.doors import may
from app.web.pages.member_lines import Fact, interval
from app.web.pages.method import formula_text
from app.web.show import show
from app.web.shown import Shown
from app.web.units import goal, why_not, with_unit
from app.web.value_asked import address, day_of

router = APIRouter(prefix="/{language:language}")
MOST_ROWS = 200


@dataclass(frozen=True)
class Cell:
    """`href`: the history of the value, where it has one."""

    name: str
    value: str
    href: str = ""


@dataclass(frozen=True)
class RowLine:
    month: str
    product: str
    partner: str
    cells: tuple[Cell, ...]
    href: str
    place: str
    file_name: str
    line_href: str


@dataclass(frozen=True)
class IndicatorPage:
    code: str
    name: str
    member: str
    member_href: str
    quarter: str
    quarter_code: str
    source: str
    text: str
    value: float | None
    formula: str
    facts: tuple[Fact, ...]
    definition: str
    why: str
    rows_text: str
    on: str
    can_ask: bool
    measures: tuple[str, ...]
    rows: tuple[RowLine, ...]


@router.get("/members/{code}/indicators/{indicator}", dependencies=[may(Permission.READ_PUBLISHED)])
def indicator_page(visit: Visiting, code: str, indicator: str, quarter: str, on: str = "") -> HTMLResponse:
    """The value of one stored result; its rows for those alone to whom they belong, as known on a day if asked."""
    member, asked, day = visit.directory.member(code), quarter_of(quarter), day_of(on)
    own = shown.sees_member(visit.person, code, member.region)
    placed = shown.sees_region(visit.person, member.region)
    with visit.reading() as session:
        found = shown.member_result(session, code, member.region, asked, working=own, placed=placed)
        if found is None:
            raise NotFound("not_found")
        page = _page(visit, session, found, asked, indicator, own=own, on=day)
    return show(visit, "indicator.html", page)


def _page(visit: Visit, session: Session, found: tuple[Shown, MemberResult], asked: Quarter, code: str, *,
          own: bool, on: date | None) -> IndicatorPage:  # fmt: skip
    words, (source, result) = visit.words, found
    one = next((each for each in result.indicators if each.code == code), None)
    if one is None:
        raise NotFound("not_found")
    indicator = visit.house.methods.named(source.method_version).indicator(code)
    zone = visit.directory.member(result.member).zone
    states: Which = ACCEPTED_ONLY if source.edition is not None else COUNTED_WORKING
    states = KnownOn(end_of(on, zone)) if on else states
    rows, count = _rows(visit, session, result.member, indicator, one, asked, states) if own else ((), 0)
    return IndicatorPage(
        code=code, name=words.named(indicator.names), member=visit.directory.name(result.member, words),
        member_href=f"/{words.language}/members/{result.member}?quarter={asked}", quarter=words.quarter(asked),
        quarter_code=str(asked), source=source.text(words),
        text=why_not(one.value, words) or with_unit(one.value.value, indicator.unit, words, 2),
        value=one.points.value, formula=_formula(visit, indicator, one), facts=_facts(visit, indicator, one),
        definition=words.named(indicator.definition), why=words.named(indicator.why),
        rows_text=_rows_text(visit, own=own, shown_rows=len(rows), count=count, on=on),
        on=str(on or ""), can_ask=own,
        measures=_measure_names(visit, indicator), rows=rows,
    )  # fmt: skip


def _formula(visit: Visit, indicator: Indicator, one: IndicatorResult) -> str:
    words = visit.words
    if one.denominator is None:
        return formula_text(indicator.formula)
    top, bottom = words.number(one.numerator, 0), words.number(one.denominator, 0)
    return f"{formula_text(indicator.formula)} = " + words.t("web.number.share", numerator=top, denominator=bottom)


def _facts(visit: Visit, indicator: Indicator, one: IndicatorResult) -> tuple[Fact, ...]:
    words = visit.words
    facts = [
        Fact(words.t("web.points"), words.number(one.points.value)),
        Fact(words.t("web.floor_target"), goal(indicator, words)),
        Fact(words.t("web.n"), words.number(one.n, 0)), Fact(words.t("web.interval"), interval(one, words)),
        Fact(words.t("web.number.basis"), _basis(visit, indicator, one)),
        Fact(words.t("web.change.index"), words.signed(one.change, 2)),
    ]  # fmt: skip
    return tuple(fact for fact in facts if fact.value)


def _basis(visit: Visit, indicator: Indicator, one: IndicatorResult) -> str:
    """Of quantiles, whether they are those of the quarter's items or a mean of months."""
    if indicator.formula.kind not in ("quantile", "spread") or one.value.value is None:
        return ""
    return visit.words.t("mark.approximate" if one.approximate else "mark.exact")


def _rows_text(visit: Visit, *, own: bool, shown_rows: int, count: int, on: date | None) -> str:
    words = visit.words
    if not own:
        return words.t("web.number.rows.published")
    if not count:
        return words.t("web.number.rows.none")
    told = words.t("history.rows_on", day=words.day(on)) if on else words.t("web.number.rows.some")
    if shown_rows < count:
        told += " " + words.t("web.number.rows.more", shown=words.whole(shown_rows), all=words.whole(count))
    return told


def _measure_names(visit: Visit, indicator: Indicator) -> tuple[str, ...]:
    words = visit.words
    if indicator.measures:
        return tuple(words.or_code(f"measure.{name}", name) for name in indicator.measures)
    return (words.t("web.value"),)


def _rows(visit: Visit, session: Session, member: str, indicator: Indicator, one: IndicatorResult, asked: Quarter,
          states: Which) -> tuple[tuple[RowLine, ...], int]:  # fmt: skip
    """The rows of the quarter that the value is of, at most `MOST_ROWS`, and how many there are."""
    quarter = Quarter.parse(one.source_quarter) if one.source_quarter else asked
    if indicator.measures:
        source = visit.house.methods.in_force(asked).rules.where_both
        figures = observations.rows_behind(session, member, quarter, indicator.measures, states, source)
        return tuple(_figure(visit, member, row, indicator) for row in figures[:MOST_ROWS]), len(figures)
    if indicator.formula.kind == "checklist" or indicator.formula.kind == "counts":
        items = indicator.formula.items or tuple(
            name for name in (indicator.formula.numerator, indicator.formula.denominator) if name
        )
        answers = observations.answers_behind(session, member, quarter, items, states)
        return tuple(_answer(visit, member, row) for row in answers[:MOST_ROWS]), len(answers)
    if indicator.formula.kind in ("disruption_days", "notified_share"):
        troubles = observations.disruptions_behind(session, member, quarter, states)
        return tuple(_disruption(visit, row) for row in troubles[:MOST_ROWS]), len(troubles)
    return (), 0


def _figure(visit: Visit, member: str, row: observations.FigureRow, indicator: Indicator) -> RowLine:
    words = visit.words

    def cell(name: str) -> Cell:
        shown_name, value = words.or_code(f"measure.{name}", name), row.values.get(name)
        if name not in row.values:
            return Cell(shown_name, words.plain(value))
        key = ValueKey(member, row.dataset, str(row.month), row.product, row.partner, name)
        return Cell(shown_name, words.plain(value), address(key, words.language))

    cells = tuple(cell(name) for name in indicator.measures)
    known = row.partner in visit.directory.members
    partner = visit.directory.name(row.partner, words) if known else words.country(row.partner)
    partner = partner if row.partner else words.t("web.all_partners")
    product = words.or_code(f"web.product.{row.product}", row.product)
    return _line(
        visit, row.submission, row.number, row.line, row.file_name, words.month(row.month), product, partner, cells
    )


def _answer(visit: Visit, member: str, row: observations.AnswerRow) -> RowLine:
    words = visit.words
    value = words.or_code(f"web.answer.{row.answer}", row.answer or "") if row.answer else words.plain(row.count)
    key = ValueKey(member, "preparedness", str(row.quarter), "", "", row.item)
    cells = (Cell(words.t("web.value"), value, address(key, words.language)),)
    item = words.or_code(f"item.{row.item}", row.item)
    return _line(
        visit, row.submission, row.number, row.line, row.file_name, words.quarter(row.quarter), item, "", cells
    )


def _disruption(visit: Visit, row: observations.DisruptionRow) -> RowLine:
    words, trouble = visit.words, row.disruption
    ended = words.moment(trouble.end) if trouble.end else "–"
    cells = (Cell(words.t("web.value"), f"{words.moment(trouble.start)} – {ended}"),)
    return _line(visit, row.submission, row.number, row.line, row.file_name, trouble.kind, "", "", cells)


def _line(visit: Visit, submission: str, number: int, line: int | None, file_name: str, month: str, product: str,
          partner: str, cells: tuple[Cell, ...]) -> RowLine:  # fmt: skip
    words = visit.words
    href = f"/{words.language}/submissions/{submission}"
    place = words.t("web.number.place", number=f"#{number}", line=words.whole(line)) if line else f"#{number}"
    return RowLine(month, product, partner, cells, href, place, file_name, f"{href}/lines/{line}" if line else "")
