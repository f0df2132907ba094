"""Where outlines, typeface, charts and published values come from."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.web.deps import Visiting
from app.web.doors import OPEN
from app.web.show import show

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class CreditsPage:
    """Nothing but words of the catalogue."""


@router.get("/credits", dependencies=[OPEN])
def credits_page(visit: Visiting) -> HTMLResponse:
    return show(visit, "credits.html", CreditsPage())
