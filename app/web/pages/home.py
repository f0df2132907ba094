"""The first page: what is due for an operator, what waits and what moved for the office."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from app.domain.access import OFFICE, OPERATOR, Permission, Person, grants
from app.storage import letters, questions, results, sent, submissions
from app.storage.sent import Due
from app.web.deps import Visit, Visiting
from app.web.doors import OPEN
from app.web.explain import LEAST_PART, change_sentence
from app.web.pages import question_lines
from app.web.pages.region_lines import sent_cell
from app.web.pages.submission_lines import SubmissionLine
from app.web.pages.submissions import lines_of
from app.web.show import show

router = APIRouter(prefix="/{language:language}")
MOST = 8


@dataclass(frozen=True)
class DueLine:
    quarter: str
    dataset: str
    deadline: str
    state: str
    state_text: str
    late: bool


@dataclass(frozen=True)
class MovedLine:
    name: str
    href: str
    score: str
    change: float | None
    why: str


@dataclass(frozen=True)
class Notice:
    """`href`: where to do something about it, with the words of the link."""

    weight: str
    text: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True)
class HomePage:
    greeting: str
    role: str
    can_send: bool
    notices: tuple[Notice, ...]
    due: tuple[DueLine, ...] | None
    zone: str
    quarter: str
    moved: tuple[MovedLine, ...]
    list_title: str
    submissions: tuple[SubmissionLine, ...]
    empty: str
    questions: tuple[question_lines.QuestionView, ...]
    questions_title: str


@router.get("", dependencies=[OPEN])
def home(visit: Visiting) -> Response:
    """Strangers and readers go on to the regions, or to sign in."""
    person, base = visit.person, f"/{visit.language}"
    if person is None:
        return RedirectResponse(f"{base}/regions" if visit.settings.public else f"{base}/sign-in", status_code=303)
    if person.role in OPERATOR and person.member:
        with visit.reading() as session:
            return show(visit, "home.html", _operator(visit, session, person))
    if person.role in OFFICE and person.region:
        with visit.reading() as session:
            return show(visit, "home.html", _office(visit, session, person))
    return RedirectResponse(f"{base}/regions", status_code=303)


def _operator(visit: Visit, session: Session, person: Person) -> HomePage:
    words, member = visit.words, visit.directory.member(str(person.member))
    due = sent.due(session, member.code, visit.now)
    recent = submissions.of_member(session, member.code, limit=MOST)
    return HomePage(
        greeting=words.t("web.home.greeting", name=person.name),
        can_send=grants(person, Permission.SEND),
        role=f"{words.t(f'web.role.{person.role.value}')} · {member.names.in_language(words.language)}",
        notices=_overdue(visit, due),
        due=tuple(_due(visit, one) for one in due),
        zone=member.zone,
        quarter="",
        moved=(),
        list_title=words.t("web.home.drafts"),
        submissions=lines_of(visit, recent),
        empty=words.t("web.home.no_drafts"),
        questions=question_lines.views(questions.open_of_member(session, member.code), visit),
        questions_title=words.t("questions.home.operator"),
    )


def _due(visit: Visit, due: Due) -> DueLine:
    words = visit.words
    cell = sent_cell(due, words)  # type: ignore[arg-type]
    state = "due" if due.state == "missing" and not due.late and not due.silent else cell.state
    text = words.t("web.sent.due") if state == "due" else cell.text
    return DueLine(
        quarter=words.quarter(due.quarter),
        dataset=words.t(f"web.dataset.{due.dataset}"),
        deadline=words.moment(due.due_at, str(due.due_at.tzinfo)),
        state=state,
        state_text=text,
        late=False,
    )


def _overdue(visit: Visit, due: list[Due]) -> tuple[Notice, ...]:
    words = visit.words
    return tuple(
        Notice(
            "alarm" if one.silent else "watch",
            words.t(
                "web.home.overdue",
                dataset=words.t(f"web.dataset.{one.dataset}"),
                quarter=words.quarter(one.quarter),
                deadline=words.day(one.due_at.date()),
            ),
        )
        for one in due
        if one.state != "complete" and one.due_at < visit.now
    )[:MOST]


def _office(visit: Visit, session: Session, person: Person) -> HomePage:
    words, region = visit.words, str(person.region)
    quarters = results.working_quarters(session, region)
    queue = submissions.queue(session, region)
    name = visit.directory.region(region).names.in_language(words.language)
    return HomePage(
        greeting=words.t("web.home.greeting", name=person.name),
        can_send=False,
        role=f"{words.t(f'web.role.{person.role.value}')} · {name}",
        notices=_letters(visit, session, region),
        due=None,
        zone="",
        quarter=words.quarter(quarters[0]) if quarters else "",
        moved=_moved(visit, session, region),
        list_title=words.t("web.home.queue"),
        submissions=lines_of(visit, queue),
        empty=words.t("web.home.no_queue"),
        questions=question_lines.views(questions.open_of_region(session, region), visit)[:MOST],
        questions_title=words.t("questions.home.office"),
    )


def _letters(visit: Visit, session: Session, region: str) -> tuple[Notice, ...]:
    """That letters did not go out, for as long as they did not."""
    failing, words = letters.failing(session, region), visit.words
    if not failing:
        return ()
    href = f"/{words.language}/letters"
    return (Notice("alarm", words.n("web.home.letters", failing), href, words.t("web.home.letters.open")),)


def _moved(visit: Visit, session: Session, region: str) -> tuple[MovedLine, ...]:
    """The members whose score moved most, with the causes."""
    words = visit.words
    quarters = results.working_quarters(session, region)
    stored = results.working(session, region, quarters[0]) if quarters else None
    if stored is None:
        return ()
    method = visit.house.methods.named(stored.method_version)
    moved = [one for one in stored.result.members if one.change is not None and abs(one.change) >= LEAST_PART]
    moved.sort(key=lambda one: (-abs(one.change or 0.0), one.member))
    return tuple(
        MovedLine(
            visit.directory.name(one.member, words),
            f"/{words.language}/members/{one.member}?quarter={one.quarter}",
            words.number(one.published.value),
            one.change,
            change_sentence(one, method, words),
        )
        for one in moved[:MOST]
    )
