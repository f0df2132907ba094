"""The history of one value: who sent it, when, what it was before, and what stood on any day."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.domain.access import Permission
from app.domain.value_history import Version, stood
from app.storage import questions, value_history
from app.web.deps import Visiting
from app.web.doors import may
from app.web.pages import history_lines, question_lines
from app.web.pages.questions import may_ask
from app.web.show import show
from app.web.value_asked import Asking

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class HistoryPage:
    name: str
    code: str
    member: str
    member_href: str
    place: str
    dataset: str
    zone: str
    on: str
    standing_title: str
    standing: str
    standing_from: str
    asked: tuple[tuple[str, str], ...]
    questions: tuple[question_lines.QuestionView, ...]
    ask: tuple[tuple[str, str], ...]
    lines: tuple[history_lines.VersionLine, ...]


@router.get("/members/{code}/history", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def history_page(visit: Visiting, asked: Asking) -> HTMLResponse:
    """An operator sees its own value, drafts too; the office those of its region that left their house."""
    words, key, zone = visit.words, asked.key, asked.member.zone
    with visit.reading() as session:
        versions = value_history.versions(session, asked.person, key)
        found = questions.of_value(session, key)
    standing = stood(versions, asked.at or visit.now)
    title = words.t("history.stood_on", day=words.day(asked.on)) if asked.on else words.t("history.stands")
    kept = {"dataset": key.dataset, "month": key.period, "product": key.product, "partner": key.partner,
            "measure": key.measure}  # fmt: skip
    page = HistoryPage(
        name=history_lines.measure_name(key, words), code=key.measure,
        member=visit.directory.name(key.member, words), member_href=f"/{words.language}/members/{key.member}",
        place=history_lines.place(key, visit), dataset=words.t(f"web.dataset.{key.dataset}"), zone=zone,
        on=str(asked.on or ""), standing_title=title, standing=history_lines.said(standing, words),
        standing_from=f"#{standing.number}" if standing else "", asked=tuple(kept.items()),
        lines=history_lines.lines(versions, asked.at, zone, visit), questions=question_lines.views(found, visit),
        ask=(("member", key.member), *kept.items()) if may_ask(visit) and _left(versions) else (),
    )  # fmt: skip
    return show(visit, "value_history.html", page)


def _left(versions: list[Version]) -> bool:
    """Whether any version has left its house: nobody is asked about drafts."""
    return any(version.submitted_at is not None for version in versions)
