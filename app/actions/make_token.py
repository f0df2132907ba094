"""Make an API token for an operator's own systems."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta

from app.actions.house import House
from app.domain.access import Permission, Person, grants
from app.domain.errors import BadRequest, NotAllowed
from app.storage import audit, enrolling

_LONGEST_DAYS = 730


def make_token(house: House, *, person: Person, name: str, scope: str, days: int = 365, now: datetime) -> str:
    """The token, shown once. `scope`: `read`, or `send` for those who may send files."""
    if scope not in ("read", "send") or not 1 <= days <= _LONGEST_DAYS:
        raise BadRequest("bad_request.scope")
    if scope == "send" and not grants(person, Permission.SEND):
        raise NotAllowed("not_allowed.scope")
    word, made = f"barid_{secrets.token_urlsafe(32)}", str(uuid.uuid4())
    with house.sessions.begin() as session:
        enrolling.add_token(
            session, word=word, id=made, person=person.id, name=name.strip()[:120], scope=scope, created_at=now,
            expires_at=now + timedelta(days=days),
        )  # fmt: skip
        audit.write(
            session, at=now, actor=person, action="token.make", object=f"token:{made}", region=person.region,
            member=person.member, details={"scope": scope},
        )  # fmt: skip
    return word
