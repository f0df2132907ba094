"""Questions: those that are open, one with all that was said, and asking, answering and closing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.actions.answer_question import answer_question
from app.actions.ask_question import ask_question
from app.actions.close_question import close_question
from app.domain.access import OPERATOR, Permission, grants
from app.domain.errors import BadRequest, Conflict
from app.domain.questions import MOST
from app.domain.value_history import ValueKey
from app.storage import questions, submissions
from app.web.deps import Filled, Form, Visit, Visiting
from app.web.doors import may
from app.web.pages import history_lines, question_lines
from app.web.refusals import NONE, Refusal, refused
from app.web.show import show

router = APIRouter(prefix="/{language:language}")
_KEY = ("member", "dataset", "month", "product", "partner", "measure")


@dataclass(frozen=True)
class QuestionsPage:
    questions: tuple[question_lines.QuestionView, ...]
    with_member: bool


@dataclass(frozen=True)
class QuestionPage:
    """One question; `question` is None for one that could not be asked, `asked` then what its form holds."""

    title: str
    question: question_lines.QuestionView | None
    asked: tuple[tuple[str, str], ...]
    refusal: Refusal


@router.get("/questions", dependencies=[may(Permission.DISCUSS)])
def questions_page(visit: Visiting) -> HTMLResponse:
    """What is open: an operator's own, or the region's."""
    person = visit.signed_in()
    with visit.reading() as session:
        found = (
            questions.open_of_member(session, str(person.member)) if person.role in OPERATOR
            else questions.open_of_region(session, str(person.region))
        )  # fmt: skip
    return show(visit, "questions.html", QuestionsPage(question_lines.views(found, visit), person.role not in OPERATOR))


@router.get("/questions/{question}", dependencies=[may(Permission.DISCUSS)])
def question_page(visit: Visiting, question: str) -> HTMLResponse:
    """All that was said, also once it is closed."""
    return _show(visit, question, NONE)


@router.post("/questions", dependencies=[may(Permission.ASK)])
def ask(visit: Visiting, form: Form) -> Response:
    """Ask about the value, or about the submission, that the form names."""
    person, submission = visit.signed_in(), form.text("submission", most=36, needed=False)
    about = submission or _key(form)
    try:
        text = form.text("text", most=MOST, needed=False)
        made = ask_question(visit.house, person=person, about=about, text=text, now=visit.now)
    except BadRequest as error:
        return _asked_badly(visit, about, refused(visit, error, form, form="ask"))
    return RedirectResponse(f"/{visit.language}/questions/{made}", status_code=303)


@router.post("/questions/{question}/answer", dependencies=[may(Permission.DISCUSS)])
def answer(visit: Visiting, question: str, form: Form) -> Response:
    """Add words, of either side."""
    return _add(visit, question, form, "answer", answer_question)


@router.post("/questions/{question}/close", dependencies=[may(Permission.ASK)])
def close(visit: Visiting, question: str, form: Form) -> Response:
    """Close it; words are not needed."""
    return _add(visit, question, form, "close", close_question)


def _add(visit: Visit, question: str, form: Filled, name: str, add: Callable[..., None]) -> Response:
    """Add an entry; or the question again with what was typed, and why not."""
    person = visit.signed_in()
    try:
        text = form.text("text", most=MOST, needed=False)
        add(visit.house, person=person, question=question, text=text, now=visit.now)
    except (BadRequest, Conflict) as error:
        return _show(visit, question, refused(visit, error, form, form=name))
    return RedirectResponse(f"/{visit.language}/questions/{question}", status_code=303)


def may_ask(visit: Visit) -> bool:
    """Whether the reader is shown a form to ask in."""
    return grants(visit.signed_in(), Permission.ASK)


def _show(visit: Visit, question: str, refusal: Refusal) -> HTMLResponse:
    person = visit.signed_in()
    with visit.reading() as session:
        found = question_lines.view(questions.one(session, person, question), person, visit)
    forms = ("answer", "close") if found.open else ()
    page = QuestionPage(found.about, found, (), refusal.among(forms))
    return show(visit, "question.html", page, status=refusal.status)


def _key(form: Filled) -> ValueKey:
    member, dataset, month, product, partner, measure = (form.text(name, most=60, needed=False) for name in _KEY)
    return ValueKey(member, dataset, month, product, partner, measure)


def _asked_badly(visit: Visit, about: ValueKey | str, refusal: Refusal) -> HTMLResponse:
    """The form again with what was typed; its value or submission is one that the person may see."""
    if isinstance(about, ValueKey):
        title = f"{history_lines.measure_name(about, visit.words)} · {history_lines.place(about, visit)}"
        told = (about.member, about.dataset, about.period, about.product, about.partner, about.measure)
        asked = tuple(zip(_KEY, told, strict=True))
    else:
        with visit.reading() as session:
            row = submissions.visible(session, visit.signed_in(), about)
        title = visit.words.t("web.submission.title", number=row.shown)
        asked = (("submission", about),)
    return show(visit, "question.html", QuestionPage(title, None, asked, refusal), status=refusal.status)
