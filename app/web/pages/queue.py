"""What waits for the office's decision, most moving first, to be accepted or sent back from there."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.domain.access import Permission
from app.storage import effects, questions, submissions
from app.web.deps import Visiting
from app.web.doors import may
from app.web.pages.queue_lines import QueueLine, lines
from app.web.show import show

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class QueuePage:
    lines: tuple[QueueLine, ...]
    count: str


@router.get("/queue", dependencies=[may(Permission.DECIDE)])
def queue_page(visit: Visiting) -> HTMLResponse:
    """What was noted when each submission was followed; nothing is computed here."""
    region = str(visit.signed_in().region)
    with visit.reading() as session:
        rows = submissions.queue(session, region)
        made = lines(rows, effects.waiting(session, region), questions.open_of_region(session, region), visit)
    return show(visit, "queue.html", QueuePage(made, visit.words.n("queue.count", len(made))))
