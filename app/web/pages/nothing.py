"""The form for those who have nothing to report."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.report_nothing import DATASETS, MEANINGS, MOST_REMARK, report_nothing
from app.domain.access import Permission
from app.domain.errors import BadRequest
from app.domain.periods import Quarter
from app.storage import regions
from app.web.deps import Form, Visit, Visiting
from app.web.doors import may
from app.web.pages.sending import Choice
from app.web.refusals import said
from app.web.show import show

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class NothingPage:
    member_name: str
    datasets: tuple[Choice, ...]
    quarters: tuple[Choice, ...]
    meanings: tuple[Choice, ...]
    remark: str
    most: int
    fault: str


@router.get("/nothing", dependencies=[may(Permission.SEND)])
def nothing_page(visit: Visiting, dataset: str = "", quarter: str = "") -> Response:
    return _page(visit, {"dataset": dataset, "quarter": quarter})


@router.post("/nothing", dependencies=[may(Permission.SEND)])
def nothing(visit: Visiting, form: Form, request: Request) -> Response:
    """The answer is a file like any other: its page says what it changes, and takes it from there."""
    asked = {
        name: form.text(name, most=MOST_REMARK, needed=False) for name in ("dataset", "quarter", "meaning", "remark")
    }
    try:
        quarter = _quarter(asked["quarter"])
        submission = report_nothing(
            visit.house, person=visit.signed_in(), dataset=asked["dataset"], quarter=quarter,
            meaning=asked["meaning"], remark=asked["remark"], now=visit.now, language=visit.language,
        )  # fmt: skip
    except BadRequest as error:
        return _page(visit, asked, fault=said(visit, error), status=400)
    request.app.state.checking.start_and_wait(submission)
    return RedirectResponse(f"/{visit.language}/submissions/{submission}", status_code=303)


def _quarter(text: str) -> Quarter:
    try:
        return Quarter.parse(text)
    except ValueError:
        raise BadRequest("bad_request.quarter") from None


def _page(visit: Visit, asked: dict[str, str], *, fault: str = "", status: int = 200) -> Response:
    words, member = visit.words, visit.directory.member(str(visit.signed_in().member))
    today = visit.now.astimezone(ZoneInfo(member.zone)).date()
    with visit.reading() as session:
        ended = [one for one in regions.cycle_of(session, member.region).quarters() if one.last_day < today]
    page = NothingPage(
        member_name=member.names.in_language(words.language),
        datasets=tuple(_choice(code, words.t(f"web.dataset.{code}"), asked.get("dataset", "")) for code in DATASETS),
        quarters=tuple(_choice(str(one), words.quarter(one), asked.get("quarter", "")) for one in reversed(ended)),
        meanings=tuple(
            Choice(code, words.t(f"nothing.{code}"), words.t(f"nothing.{code}.hint"), code == asked.get("meaning"))
            for code in MEANINGS
        ),
        remark=asked.get("remark", ""),
        most=MOST_REMARK,
        fault=fault,
    )
    return show(visit, "nothing.html", page, status=status)


def _choice(value: str, text: str, chosen: str) -> Choice:
    return Choice(value, text, "", value == chosen)
