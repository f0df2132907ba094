"""Submissions: their list, one with its findings and receipt, and the deeds on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, BackgroundTasks
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from app.actions.accept_submission import accept_submission
from app.actions.approve_submission import approve_submission
from app.actions.follow_submission import follow_submission
from app.actions.open_submission import open_submission
from app.actions.send_back_submission import send_back_submission
from app.actions.submit_backfill import submit_backfill
from app.actions.submit_submission import submit_submission
from app.actions.withdraw_submission import withdraw_submission
from app.domain.access import OFFICE, OPERATOR, Permission, Person, grants
from app.domain.errors import BadRequest, Conflict, NotFound
from app.domain.findings import Finding
from app.domain.submissions import State
from app.locale.finding_words import shown as made_visible
from app.storage import files, people, submissions
from app.storage.submissions import SubmissionRow
from app.web.deps import Form, Visit, Visiting
from app.web.doors import may
from app.web.pages import finding_groups, submission_lines
from app.web.pages.event_lines import EventsPart, events_part
from app.web.pages.finding_files import downloads
from app.web.pages.lock_part import lock_part
from app.web.pages.member_lines import Fact
from app.web.pages.preview_lines import PreviewView
from app.web.pages.preview_part import preview_part
from app.web.pages.reading_lines import ReadingsPart, readings_part
from app.web.raw_line import raw_line
from app.web.refusals import NONE, Refusal, refused
from app.web.show import Link, show

router = APIRouter(prefix="/{language:language}")
DEEDS: dict[str, Callable[..., State]] = {
    "submit": submit_submission,
    "approve": approve_submission,
    "accept": accept_submission,
    "send-back": send_back_submission,
    "withdraw": withdraw_submission,
    "backfill": submit_backfill,
    "open": open_submission,
}


@dataclass(frozen=True)
class SubmissionsPage:
    lede: str
    submissions: tuple[submission_lines.SubmissionLine, ...]
    empty: str


@dataclass(frozen=True)
class SubmissionPage:
    id: str
    number: int
    title: str
    member: str
    dataset: str
    dataset_code: str
    file_name: str
    state: str
    state_text: str
    checking: bool
    top: tuple[finding_groups.TopLine, ...]
    notice: str
    backfilled: bool
    barred: str
    sent_again: bool
    deeds: tuple[submission_lines.DeedForm, ...]
    causes: tuple[finding_groups.Cause, ...]
    unlisted: str
    downloads: tuple[Link, ...]
    readings: ReadingsPart | None
    events: EventsPart | None
    receipt: tuple[Fact, ...]
    stamp: str
    raw: bool
    refusal: Refusal
    preview: PreviewView | None
    weighing: bool
    locks: tuple[str, ...]


@dataclass(frozen=True)
class RawLinePage:
    title: str
    id: str
    number: int
    file_name: str
    sha256: str
    fields: tuple[tuple[str, str], ...]


@router.get("/submissions", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def submissions_page(visit: Visiting) -> HTMLResponse:
    """An operator sees its own, drafts too; the office what its region has submitted, and what one fills in oneself."""
    person, words = visit.signed_in(), visit.words
    own = person.id if grants(person, Permission.BACKFILL) else None
    with visit.reading() as session:
        rows = (
            submissions.of_member(session, str(person.member))
            if person.role in OPERATOR
            else submissions.of_region(session, str(person.region), own=own)
        )
    lede = words.t(f"web.submissions.lede.{'operator' if person.role in OPERATOR else 'office'}")
    page = SubmissionsPage(lede, lines_of(visit, rows), words.t("web.home.no_drafts"))
    return show(visit, "submissions.html", page)


def lines_of(visit: Visit, rows: list[SubmissionRow]) -> tuple[submission_lines.SubmissionLine, ...]:
    return tuple(
        submission_lines.list_line(
            row, visit.directory.name(row.member, visit.words), visit.directory.member(row.member).zone, visit.words
        )
        for row in rows
    )


@router.get("/submissions/{submission}", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def submission_page(visit: Visiting, submission: str) -> HTMLResponse:
    """Findings and receipt. A page of an unchecked file refreshes itself, and sees to it that the check runs."""
    return show_submission(visit, submission, NONE)


def show_submission(visit: Visit, submission: str, refusal: Refusal) -> HTMLResponse:
    """The page of one submission, with what was refused on it."""
    person = visit.signed_in()
    with visit.reading() as session:
        row = submissions.visible(session, person, submission)
        findings = submissions.findings(session, submission)
        counts = submissions.finding_counts(session, submission)
    if not row.checked:
        visit.request.app.state.checking.start(submission)
    page = _page(visit, person, row, findings, counts, refusal)
    return show(visit, "submission.html", page, status=refusal.status)


def _page(
    visit: Visit, person: Person, row: SubmissionRow, findings: list[Finding], counts: dict[str, int], refusal: Refusal
) -> SubmissionPage:
    words, member = visit.words, visit.directory.member(row.member)
    groups = finding_groups.grouped(findings)
    state, state_text = submission_lines.state_of(row, words)
    lock = lock_part(visit, row)
    deeds = submission_lines.deeds(row, person, member, words, asks=lock.asks)
    preview, weighing = preview_part(visit, row)
    return SubmissionPage(
        id=row.id,
        number=row.number,
        title=words.t("web.submission.title", number=f"#{row.number}"),
        member=member.names.in_language(words.language),
        dataset=words.t(f"web.dataset.{row.dataset}"),
        dataset_code=row.dataset,
        file_name=row.file_name,
        state=state,
        state_text=state_text,
        checking=not row.checked,
        top=finding_groups.top_lines(row, groups, words),
        notice=_notice(row, visit),
        backfilled=row.backfilled,
        barred=_barred(row, person, visit),
        sent_again=row.state in (State.REFUSED, State.SENT_BACK) and person.role in OPERATOR,
        deeds=deeds,
        causes=finding_groups.causes(groups, words),
        unlisted="" if row.dataset == "item-events" else finding_groups.unlisted(findings, counts, words),
        downloads=downloads(row, findings, words),
        readings=readings_part(visit, row, findings),
        events=events_part(row, counts, submission_lines.finding_lines(findings, words), words),
        receipt=submission_lines.receipt(row, member.zone, words),
        stamp=row.received_at.strftime("%Y-%m-%d"),
        raw=True,
        refusal=refusal.among(deed.name for deed in deeds),
        preview=preview,
        weighing=weighing,
        locks=lock.notices,
    )


def _notice(row: SubmissionRow, visit: Visit) -> str:
    if row.state in (State.SUBMITTED, State.ACCEPTED):
        return visit.words.t("web.backfill.notice" if row.backfilled else "web.submission.submitted_notice")
    if row.state is State.WITHDRAWN:
        return visit.words.t("web.submission.withdrawn_notice")
    if row.decision and row.state in (State.SENT_BACK, State.DRAFT):
        return visit.words.t("web.submission.sent_back_notice", reason=row.decision)
    return ""


def _barred(row: SubmissionRow, person: Person, visit: Visit) -> str:
    """Why the person who filled it in may not accept it, and what to do where nobody else can."""
    if row.state is not State.SUBMITTED or row.sent_by != person.id or person.role not in OFFICE:
        return ""
    with visit.reading() as session:
        office = [one for one in people.in_region(session, row.region) if one.role in OFFICE and one.left_at is None]
    return visit.words.t("web.backfill.barred" if len(office) > 1 else "web.backfill.barred.alone")


@router.post("/submissions/{submission}/{deed}", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def do(visit: Visiting, submission: str, deed: str, form: Form, later: BackgroundTasks) -> Response:
    """One step of a submission, the results following after the answer; or why not, beside its form."""
    person = visit.signed_in()
    with visit.reading() as session:
        submissions.visible(session, person, submission)
    if deed not in DEEDS:
        raise NotFound("not_found")
    try:
        reason = form.text("reason", most=1000, needed=False)
        DEEDS[deed](visit.house, person=person, submission=submission, reason=reason, now=visit.now)
    except (BadRequest, Conflict) as error:
        return show_submission(visit, submission, refused(visit, error, form, form=deed))
    later.add_task(follow_submission, visit.house, submission=submission, now=visit.now)
    return RedirectResponse(f"/{visit.language}/submissions/{submission}", status_code=303)


@router.get("/submissions/{submission}/file", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def raw_file(visit: Visiting, submission: str) -> FileResponse:
    """The bytes as received, as a download under a name of ours."""
    with visit.reading() as session:
        row = submissions.visible(session, visit.signed_in(), submission)
    path = files.path(visit.house.data, row.file_sha256)
    name = f"barid-{row.number}-{row.dataset}{'.xlsx' if row.file_name.lower().endswith('.xlsx') else '.csv'}"
    return FileResponse(path, media_type="application/octet-stream", filename=name)


@router.get("/submissions/{submission}/lines/{line}", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def raw_line_page(visit: Visiting, submission: str, line: int) -> HTMLResponse:
    """The end of the way down: the line of the file as it was received."""
    with visit.reading() as session:
        row = submissions.visible(session, visit.signed_in(), submission)
    fields = raw_line(files.path(visit.house.data, row.file_sha256), line, row.encoding)
    shown = tuple((made_visible(name, 120), made_visible(value, 120)) for name, value in fields)
    title = visit.words.t("web.raw_line.title", line=visit.words.whole(line))
    return show(visit, "raw_line.html", RawLinePage(title, row.id, row.number, row.file_name, row.file_sha256, shown))
