"""A member's calendar for calendar programs, behind a secret address."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import Response

from app.domain.errors import NotFound
from app.locale import LANGUAGES
from app.storage import calendar_words, regions
from app.web.deps import Visiting
from app.web.doors import OPEN
from app.web.feed import feed

router = APIRouter()
LONGEST = 100


@router.get("/calendar/{word}.ics", dependencies=[OPEN])
def calendar_feed(visit: Visiting, word: str, lang: str = "") -> Response:
    """In the language that is asked for. Who has the word needs no account; a word that opens nothing is not found."""
    with visit.reading() as session:
        code = calendar_words.member_of(session, word) if word.isascii() and len(word) <= LONGEST else None
        if code is None:
            raise NotFound("not_found")
        member = regions.member(session, code)
        cycle = regions.cycle_of(session, member.region)
        version = calendar_words.version(session, member=code, cycle=cycle.code)
    words = replace(visit.words.latin(), language=lang) if lang in LANGUAGES else visit.words.latin()
    headers = {
        "Content-Language": words.language,
        "Content-Disposition": f'inline; filename="barid-{code.lower()}.ics"',
    }  # fmt: skip
    return Response(feed(member, cycle, version, words), media_type="text/calendar; charset=utf-8", headers=headers)
