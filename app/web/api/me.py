"""Who a token speaks for, what it may, and until when."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter

from app.storage import people
from app.web.api.models import Shape
from app.web.api.problems import PROBLEMS
from app.web.deps import Visiting
from app.web.doors import SIGNED_IN

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)


class TokenShape(Shape):
    """The token that asks; `used_at` is its last use before, to the minute."""

    id: str
    name: str
    scope: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class MeShape(Shape):
    """`token` is null for a browser that is signed in."""

    name: str
    email: str
    role: str
    member: str | None
    region: str | None
    language: str
    token: TokenShape | None


@router.get("/me", dependencies=[SIGNED_IN], response_model=MeShape)
def me(visit: Visiting) -> MeShape:
    """The person behind the token, and the token."""
    person = visit.signed_in()
    with visit.reading() as session:
        token = people.token(session, visit.token, visit.now) if visit.bearer and visit.token else None
    shape = None if token is None else TokenShape(
        id=token.id, name=token.name, scope=token.scope, created_at=token.created_at, expires_at=token.expires_at,
        used_at=token.used_at,
    )  # fmt: skip
    return MeShape(name=person.name, email=person.email, role=person.role.value, member=person.member,
                   region=person.region, language=person.language, token=shape)  # fmt: skip
