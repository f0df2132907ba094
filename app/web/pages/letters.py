"""The letters to people of a region: which went out, which failed and why, and having one sent again."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from app.actions.send_letter_again import send_letter_again
from app.domain.access import Permission
from app.domain.errors import NotFound
from app.storage import letters
from app.storage.letters import LetterRow
from app.web.deps import Form, Visit, Visiting
from app.web.doors import may
from app.web.show import show

router = APIRouter(prefix="/{language:language}")
MOST = 200
_MARKS = {"waiting": "due", "failed": "watch", "stopped": "alarm", "sent": "complete"}


@dataclass(frozen=True)
class LetterLine:
    id: int
    name: str
    address: str
    about: str
    made: str
    mark: str
    state: str
    tries: str
    error: str
    interrupted: bool
    then: str
    may_again: bool


@dataclass(frozen=True)
class LettersPage:
    lines: tuple[LetterLine, ...]
    no_server: bool
    asked: bool


@router.get("/letters", dependencies=[may(Permission.DECIDE)])
def letters_page(visit: Visiting, asked: str = "") -> HTMLResponse:
    """Those that failed come first; never the words of a letter, which are for its reader."""
    with visit.reading() as session:
        rows = letters.of_region(session, str(visit.signed_in().region), MOST)
    page = LettersPage(tuple(_line(visit, row) for row in rows), visit.house.smtp is None, asked == "yes")
    return show(visit, "letters.html", page)


@router.post("/letters/{letter}/again", dependencies=[may(Permission.DECIDE)])
def again(visit: Visiting, letter: str, form: Form) -> RedirectResponse:
    if not letter.isascii() or not letter.isdigit() or len(letter) > 18:
        raise NotFound("not_found")
    send_letter_again(visit.house, person=visit.signed_in(), letter=int(letter), now=visit.now)
    return RedirectResponse(f"/{visit.language}/letters?asked=yes", status_code=303)


def _line(visit: Visit, row: LetterRow) -> LetterLine:
    words, interrupted = visit.words, row.last_error == letters.INTERRUPTED
    then = ""
    if row.state == "failed" and row.next_try_at is not None:
        then = words.t("web.letters.next", moment=words.moment(row.next_try_at))
    return LetterLine(
        id=row.id,
        name=row.name,
        address=row.address,
        about=words.or_code(f"web.letters.kind.{row.kind}", row.kind),
        made=words.moment(row.created_at),
        mark=_MARKS[row.state],
        state=words.t(f"web.letters.state.{row.state}"),
        tries=words.n("web.letters.attempts", row.attempts),
        error="" if interrupted else row.last_error,
        interrupted=interrupted,
        then=then,
        may_again=row.state in ("failed", "stopped"),
    )
