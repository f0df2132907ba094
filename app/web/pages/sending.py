"""Sending a file: it streams to disk, is checked beside the request, and its page says what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.describe_dataset import PROFILES
from app.actions.receive_file import receive_file
from app.domain.access import Permission
from app.domain.errors import BadRequest
from app.domain.measures import DATASETS
from app.storage import profiles
from app.web.deps import Form, Visit, Visiting
from app.web.doors import may
from app.web.refusals import said
from app.web.show import show

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class SendPage:
    member_name: str
    datasets: tuple[Choice, ...]
    profiles: tuple[Choice, ...]
    most_csv: str
    most_workbook: str
    most_events: str
    fault: str


@router.get("/send", dependencies=[may(Permission.SEND)])
def send_page(visit: Visiting, dataset: str = "", profile: str = "") -> Response:
    return _page(visit, dataset, "", profile=profile)


@router.post("/send", dependencies=[may(Permission.SEND)])
def send(visit: Visiting, form: Form, request: Request) -> Response:
    """Nothing counts as received before its bytes are on disk; the check then has a moment before the page opens."""
    dataset = form.text("dataset", needed=False)
    person = visit.signed_in()
    profile = form.text("profile", needed=False)
    if dataset not in DATASETS or form.file is None or not form.file.filename:
        return _page(visit, dataset, visit.words.t("web.send.no_file"), profile=profile, status=400)
    try:
        submission = receive_file(
            visit.house,
            person=person,
            dataset=dataset,
            member=str(person.member),
            name=form.file.filename,
            source=form.file.file,
            now=visit.now,
            language=visit.language,
            **for_events(visit, dataset, profile),
        )
    except BadRequest as error:
        return _page(visit, dataset, said(visit, error), profile=profile, status=400)
    request.app.state.checking.start_and_wait(submission)
    return RedirectResponse(f"/{visit.language}/submissions/{submission}", status_code=303)


class EventsChoice(TypedDict, total=False):
    """What item events have beside a file of figures."""

    profile: str
    most_bytes: int


def for_events(visit: Visit, dataset: str, profile: str) -> EventsChoice:
    """The profile and the limit of item events; nothing for figures, whose form has a profile that means nothing."""
    if dataset != "item-events":
        return {}
    limit: EventsChoice = {"most_bytes": visit.settings.max_events_bytes}
    return {**limit, "profile": profile} if profile else limit


def _page(visit: Visit, chosen: str, fault: str, *, profile: str = "", status: int = 200) -> Response:
    words, settings = visit.words, visit.settings
    page = SendPage(
        member_name=visit.directory.name(visit.signed_in().member, words),
        datasets=tuple(
            Choice(code, words.t(f"web.dataset.{code}"), words.t(f"web.about.{code}"), code == chosen)
            for code in DATASETS
        ),
        profiles=_profiles(visit, profile),
        most_csv=words.size(settings.max_csv_bytes),
        most_workbook=words.size(settings.max_workbook_bytes),
        most_events=words.size(settings.max_events_bytes),
        fault=fault,
    )
    return show(visit, "send.html", page, status=status)


def _profiles(visit: Visit, chosen: str) -> tuple[Choice, ...]:
    """The shipped profiles, then the member's own by their names."""
    with visit.reading() as session:
        own = profiles.of(session, str(visit.signed_in().member))
    shipped = [Choice(name, visit.words.t(f"web.profile.{name}"), "", name == chosen) for name in PROFILES]
    return (*shipped, *(Choice(one.name, one.name, "", one.name == chosen) for one in own))
