"""Submissions: their list, one with its findings and receipt, and the deeds on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, BackgroundTasks
from fastapi.responses import HTMLResponse, RedirectResponse, Response

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
from app.storage import people, submissions
from app.storage.submissions import SubmissionRow
from app.web.deps import Form, Visit, Visiting
from app.web.doors import may
from app.web.pages import submission_lines
from app.web.pages.beside_part import beside_part
from app.web.pages.event_lines import EventsPart, events_part
from app.web.pages.finding_part import FindingPart, finding_part
from app.web.pages.lock_part import lock_part
from app.web.pages.member_lines import Fact
from app.web.pages.naming_lines import NamingLine, naming_lines
from app.web.pages.next_lines import next_step
from app.web.pages.preview_lines import PreviewView
from app.web.pages.preview_part import preview_part
from app.web.pages.progress_part import ProgressPart, progress_part
from app.web.pages.question_part import QuestionPart, question_part
from app.web.pages.reading_lines import ReadingsPart, readings_part
from app.web.pages.receipt_lines import receipt
from app.web.refusals import NONE, Refusal, refused
from app.web.show import show

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
    member_code: str
    dataset: str
    dataset_code: str
    file_name: str
    state: str
    state_text: str
    checking: bool
    notice: str
    backfilled: bool
    barred: str
    sent_again: bool
    naming: tuple[NamingLine, ...]
    deeds: tuple[submission_lines.DeedForm, ...]
    found: FindingPart
    readings: ReadingsPart | None
    events: EventsPart | None
    receipt: tuple[Fact, ...]
    stamp: str
    refusal: Refusal
    preview: PreviewView | None
    weighing: bool
    progress: ProgressPart | None
    locks: tuple[str, ...]
    asked: QuestionPart
    next: str


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
    lock, (preview, weighing) = lock_part(visit, row), preview_part(visit, row)
    deeds = submission_lines.deeds(row, person, member, words, asks=lock.asks)
    return SubmissionPage(
        id=row.id,
        number=row.number,
        title=words.t("web.submission.title", number=f"#{row.number}"),
        member=member.names.in_language(words.language),
        member_code=row.member,
        dataset=words.t(f"web.dataset.{row.dataset}"),
        dataset_code=row.dataset,
        file_name=row.file_name,
        state=submission_lines.state_of(row, words)[0],
        state_text=submission_lines.state_of(row, words)[1],
        checking=not row.checked,
        notice=_notice(row, visit),
        backfilled=row.backfilled,
        barred=_barred(row, person, visit),
        sent_again=row.state in (State.REFUSED, State.SENT_BACK) and person.role in OPERATOR,
        naming=naming_lines(row, findings, person, words),
        deeds=deeds,
        found=finding_part(row, findings, counts, words),
        readings=readings_part(visit, row, findings),
        events=events_part(row, counts, submission_lines.finding_lines(findings, words), words),
        receipt=receipt(row, member.zone, words),
        stamp=row.received_at.strftime("%Y-%m-%d"),
        refusal=refusal.among(deed.name for deed in deeds),
        preview=preview,
        weighing=weighing,
        progress=progress_part(visit, row.id) if weighing or not row.checked else None,
        locks=(*lock.notices, *beside_part(visit, row)),
        asked=question_part(visit, row),
        next=next_step(row, person, visit),
    )


def _notice(row: SubmissionRow, visit: Visit) -> str:
    if row.state in (State.SUBMITTED, State.ACCEPTED):
        return visit.words.t("web.backfill.notice" if row.backfilled else "web.submission.submitted_notice")
    if row.state is State.SUPERSEDED and _counts_again(row, visit):
        return visit.words.t("counting.again")
    if row.state is State.WITHDRAWN:
        return visit.words.t("web.submission.withdrawn_notice")
    if row.decision and row.state in (State.SENT_BACK, State.DRAFT):
        return visit.words.t("web.submission.sent_back_notice", reason=row.decision)
    return ""


def _counts_again(row: SubmissionRow, visit: Visit) -> bool:
    """Whether what superseded it was sent back."""
    with visit.reading() as session:
        standing = submissions.standing_for(
            session, member=row.member, dataset=row.dataset, periods=row.periods or ("",)
        )
    return any(one.id == row.id for one in standing)


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
    back = "queue" if form.texts.get("back") == "queue" else f"submissions/{submission}"
    return RedirectResponse(f"/{visit.language}/{back}", status_code=303)
