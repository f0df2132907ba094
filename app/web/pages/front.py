"""The first address: on to the reader's own language."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from app.web.deps import Visiting
from app.web.doors import OPEN

router = APIRouter()


@router.get("/", dependencies=[OPEN], include_in_schema=False)
def front(visit: Visiting) -> RedirectResponse:
    """A person's own language, else what the browser asks for."""
    return RedirectResponse(f"/{visit.language}", status_code=303, headers={"Vary": "Accept-Language, Cookie"})
