"""How the members of a region report: what each handles, its calendar, and filling in past quarters for one."""

from __future__ import annotations

from dataclasses import dataclass

from babel import Locale
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.actions.backfill_file import backfill_file
from app.actions.change_member import change_member
from app.actions.follow_submission import follow_submission
from app.actions.submit_backfill import submit_backfill
from app.domain.access import Permission, grants, must_cover
from app.domain.errors import BadRequest, Conflict
from app.domain.measures import FIGURE_DATASETS
from app.domain.members import PRODUCTS, Member
from app.domain.periods import Cycle, Quarter
from app.storage import regions, submissions
from app.web.deps import Filled, Form, Visit, Visiting
from app.web.doors import may
from app.web.pages.member_lines import Fact
from app.web.pages.sending import Choice
from app.web.refusals import said
from app.web.show import show
from app.web.words import Words

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class ReporterLine:
    code: str
    name: str
    operator: str
    zone: str
    weekend: str
    assumed: bool
    products: str
    approver: str


@dataclass(frozen=True)
class DueLine:
    quarter: str
    due: str
    grace: str
    state: str
    state_text: str


@dataclass(frozen=True)
class ReportersPage:
    region: str
    cycle: str
    rule: str
    lines: tuple[ReporterLine, ...]
    quarters: tuple[DueLine, ...]
    may_change: bool


@dataclass(frozen=True)
class ReporterPage:
    code: str
    name: str
    facts: tuple[Fact, ...]
    assumed: bool
    products: tuple[Choice, ...]
    needs_approver: bool
    datasets: tuple[Choice, ...]
    past: str
    saved: bool
    fault: str
    backfill_fault: str
    reason: str


@router.get("/reporting", dependencies=[may(Permission.DECIDE)])
def reporters_page(visit: Visiting) -> HTMLResponse:
    """For the office of the region; the administrator finds the way to change a member."""
    words, person = visit.words, visit.signed_in()
    code = str(person.region)
    with visit.reading() as session:
        cycle = regions.cycle_of(session, code)
    members = sorted(
        visit.directory.members_of(code).values(), key=lambda one: one.names.in_language(words.language)
    )  # fmt: skip
    page = ReportersPage(
        region=visit.directory.region(code).names.in_language(words.language),
        cycle=words.t("web.reporting.cycle", first=words.quarter(cycle.first), last=words.quarter(cycle.last)),
        rule=_rule(cycle, words),
        lines=tuple(_line(member, words) for member in members),
        quarters=tuple(_due(cycle, quarter, visit) for quarter in cycle.quarters()),
        may_change=grants(person, Permission.ADMINISTER),
    )
    return show(visit, "reporters.html", page)


@router.get("/members/{code}/reporting", dependencies=[may(Permission.ADMINISTER)])
def reporter_page(visit: Visiting, code: str, saved: str = "") -> HTMLResponse:
    return _show(visit, code, saved=saved == "yes")


@router.post("/members/{code}/reporting", dependencies=[may(Permission.ADMINISTER)])
def change(visit: Visiting, code: str, form: Form) -> Response:
    """An empty choice of products is told in words, and nothing is changed."""
    products = tuple(product for product in PRODUCTS if form.text(f"product-{product}", needed=False) == "yes")
    asks = form.text("needs_approver", needed=False) == "yes"
    try:
        change_member(
            visit.house, person=visit.signed_in(), member=code, needs_approver=asks, products=products, now=visit.now
        )
    except BadRequest as error:
        return _show(visit, code, fault=said(visit, error), status=400)
    return RedirectResponse(f"/{visit.language}/members/{code}/reporting?saved=yes", status_code=303)


@router.post("/members/{code}/backfill", dependencies=[may(Permission.BACKFILL)])
def backfill(visit: Visiting, code: str, form: Form, request: Request) -> Response:
    """The file is checked, and counts at once where it is taken; a slow check leaves the last step to its page."""
    _own_member(visit, code)
    try:
        made = _received(visit, code, form)
        if request.app.state.checking.start_and_wait(made) and _is_taken(visit, made):
            submit_backfill(visit.house, person=visit.signed_in(), submission=made, now=visit.now)
            follow_submission(visit.house, submission=made, now=visit.now)
    except (BadRequest, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        reason = form.text("reason", most=1000, needed=False)
        return _show(visit, code, backfill_fault=said(visit, error), reason=reason, status=status)
    return RedirectResponse(f"/{visit.language}/submissions/{made}", status_code=303)


def _received(visit: Visit, code: str, form: Filled) -> str:
    dataset = form.text("dataset", needed=False)
    if dataset not in FIGURE_DATASETS or form.file is None or not form.file.filename:
        raise BadRequest("bad_request.backfill_file")
    return backfill_file(
        visit.house, person=visit.signed_in(), member=code, dataset=dataset, name=form.file.filename,
        source=form.file.file, reason=form.text("reason", most=1000, needed=False), now=visit.now,
        language=visit.language,
    )  # fmt: skip


def _is_taken(visit: Visit, submission: str) -> bool:
    """Whether it passed its check and still waits; what was sent before stays as it is."""
    with visit.reading() as session:
        row = submissions.visible(session, visit.signed_in(), submission)
    return row.outcome == "taken" and row.submitted_at is None


def _own_member(visit: Visit, code: str) -> Member:
    """The member; NotFound outside the person's region, as if there were none."""
    member = visit.directory.member(code)
    must_cover(visit.signed_in(), member=member.code, region=member.region)
    return member


def _show(
    visit: Visit, code: str, *, saved: bool = False, fault: str = "", backfill_fault: str = "", reason: str = "",
    status: int = 200,
) -> HTMLResponse:  # fmt: skip
    words, member = visit.words, _own_member(visit, code)
    with visit.reading() as session:
        member, cycle = regions.member(session, code), regions.cycle_of(session, member.region)
    line = _line(member, words)
    page = ReporterPage(
        code=code, name=line.name, facts=_facts(line, words), assumed=line.assumed,
        products=tuple(Choice(one, words.t(f"web.product.{one}"), "", one in member.products) for one in PRODUCTS),
        needs_approver=member.needs_approver,
        datasets=tuple(Choice(one, words.t(f"web.dataset.{one}")) for one in FIGURE_DATASETS),
        past=_past(cycle, visit), saved=saved, fault=fault, backfill_fault=backfill_fault, reason=reason,
    )  # fmt: skip
    return show(visit, "reporter.html", page, status=status)


def _facts(line: ReporterLine, words: Words) -> tuple[Fact, ...]:
    return (
        Fact(words.t("web.reporting.operator"), line.operator),
        Fact(words.t("web.reporting.zone"), line.zone, True),
        Fact(words.t("web.reporting.weekend"), line.weekend),
    )


def _past(cycle: Cycle, visit: Visit) -> str:
    """Which quarters may be filled in, by the calendar in UTC; the action goes by the member's own."""
    ended = [quarter for quarter in cycle.quarters() if quarter.last_day < visit.now.date()]
    if not ended:
        return visit.words.t("web.backfill.none")
    first, last = visit.words.quarter(ended[0]), visit.words.quarter(ended[-1])
    return visit.words.t("web.backfill.quarters", first=first, last=last)


def _line(member: Member, words: Words) -> ReporterLine:
    days = Locale(words.language).days["format"]["wide"]
    comma = "، " if words.language == "ar" else ", "
    return ReporterLine(
        code=member.code, name=member.names.in_language(words.language), operator=member.operator, zone=member.zone,
        weekend=comma.join(days[day - 1] for day in member.weekend), assumed=member.weekend_source == "assumption",
        products=comma.join(words.t(f"web.product.{product}") for product in member.products),
        approver=words.t(f"web.reporting.approver.{'yes' if member.needs_approver else 'no'}"),
    )  # fmt: skip


def _rule(cycle: Cycle, words: Words) -> str:
    months, days = words.whole(cycle.deadline_months), words.whole(cycle.grace_days)
    return words.t("web.reporting.rule", months=months, days=days)


def _due(cycle: Cycle, quarter: Quarter, visit: Visit) -> DueLine:
    words, today = visit.words, visit.now.date()
    due, grace = cycle.due_day(quarter), cycle.grace_ends(quarter)
    if today < quarter.first_day:
        state = "ahead"
    elif today <= quarter.last_day:
        state = "running"
    else:
        state = "due" if today <= due else "grace" if today <= grace else "over"
    return DueLine(
        words.quarter(quarter), words.day(due), words.day(grace), state, words.t(f"web.reporting.quarter.{state}")
    )
