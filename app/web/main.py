"""The application: every router by name, every door with a policy, the edge around it all."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from fastapi import APIRouter, FastAPI
from starlette.convertors import Convertor, register_url_convertor

from app import settings as house_settings
from app.actions.house import House, ScansPlace, open_house
from app.actions.limits import limits_of
from app.settings import Settings
from app.web import deps, errors, static_files
from app.web.checking import Checking
from app.web.doors import policies
from app.web.edge import Edge


class _Language(Convertor[str]):
    """The first part of a page's path."""

    regex = "ar|fr|en"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("language", _Language())

from app.web.api import health, v1  # noqa: E402  (paths with {language:language} need the convertor above)
from app.web.pages import (  # noqa: E402
    account,
    audit,
    calendar,
    credits,
    datasets,
    diagnostics,
    editions,
    feeds,
    finding_files,
    front,
    history,
    holidays,
    home,
    indicators,
    letters,
    members,
    method,
    naming,
    nothing,
    people,
    profiles,
    questions,
    queue,
    raw_files,
    reading,
    receipts,
    regions,
    reporting,
    reports,
    rules,
    sending,
    session,
    submissions,
    whatif,
)

PAGES: tuple[APIRouter, ...] = (
    static_files.router, health.router, front.router, session.router, home.router, sending.router, reading.router,
    submissions.router, finding_files.router, rules.router, raw_files.router, letters.router, feeds.router,
    calendar.router, receipts.router, nothing.router, regions.router, editions.router, members.router,
    indicators.router, method.router, diagnostics.router, reports.router, people.router, audit.router,
    reporting.router, whatif.router, account.router, datasets.router, credits.router, history.router,
    questions.router, queue.router, naming.router, profiles.router, holidays.router, *v1.ROUTERS,
)  # fmt: skip
"""Our own list of doors: the framework's hides included ones."""
AROUND_BYTES = 64 * 1024
"""What a form may have around its file."""
_FILE_FORM = re.compile(r"/(ar|fr|en)/(send|profiles/sample|members/[A-Za-z-]{1,20}/backfill)")


def create_app(settings: Settings, *, house: House | None = None, now: Callable[[], datetime] = deps.now) -> FastAPI:
    """The application for these settings. Refuses to exist while a door has no policy."""
    must_be_guarded(PAGES)
    app = FastAPI(
        title="Barid", version="1", openapi_url=None, docs_url=None, redoc_url=None, lifespan=_life,
        redirect_slashes=False,
    )  # fmt: skip
    app.state.settings = settings
    app.state.house = house or open_for(settings)
    app.state.now = now
    app.state.checking = Checking(app.state.house, now)
    errors.install(app)
    for router in PAGES:
        app.include_router(router)
    app.add_middleware(Edge, https=settings.https, room=partial(room, settings), base=settings.base_address)
    return app


def open_app() -> FastAPI:
    """The application for the settings of this process: what `barid serve` names to the server."""
    return create_app(house_settings.load())


def open_for(settings: Settings) -> House:
    """The house of these settings; OutOfStep when its database is not at this code's revision."""
    limits = limits_of(
        max_csv_bytes=settings.max_csv_bytes, max_workbook_bytes=settings.max_workbook_bytes,
        max_rows=settings.max_rows,
        max_cells=settings.max_cells, max_set_aside=settings.max_set_aside,
    )  # fmt: skip
    return open_house(
        settings.database_url, data=settings.data, limits=limits, smtp=settings.smtp, base=settings.base_address,
        sender=settings.mail_from, inbox=settings.inbox,
        scans=ScansPlace(settings.events_store, settings.events_keep_months),
    )  # fmt: skip


def must_be_guarded(routers: tuple[APIRouter, ...]) -> None:
    """RuntimeError naming the doors without exactly one policy."""
    unguarded = [
        f"{method} {path}" for router in routers for method, path, policy in policies(router) if policy is None
    ]
    if unguarded:
        raise RuntimeError(f"doors without a policy: {unguarded}")


def room(settings: Settings, method: str, path: str) -> int | None:
    """The most bytes of a body at this address; None where no file is taken. A form names its dataset inside."""
    if not takes_file(method, path):
        return None
    figures = max(settings.max_csv_bytes, settings.max_workbook_bytes)
    events = path.endswith(("/send", "/item-events")) or path.startswith("/api/v1/uploads/item-events/")
    return (max(figures, settings.max_events_bytes) if events else figures) + AROUND_BYTES


def takes_file(method: str, path: str) -> bool:
    """The four addresses that a file, or a part of one, may be sent to."""
    if method == "POST":
        return _FILE_FORM.fullmatch(path) is not None
    return (method, path.startswith("/api/v1/submissions/")) == ("PUT", True) or (
        method == "PATCH" and path.startswith("/api/v1/uploads/")
    )


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.checking.close()
