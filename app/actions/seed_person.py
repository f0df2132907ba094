"""Make an account without asking anybody: the first administrator, and the people of the demo."""

from __future__ import annotations

import re
import uuid
from datetime import datetime

from app.actions import passwords
from app.actions.house import House
from app.domain.access import OFFICE, OPERATOR, Role
from app.domain.errors import BadRequest
from app.domain.members import LANGUAGES
from app.storage import audit, enrolling, regions

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


def seed_person(
    house: House,
    *,
    email: str,
    name: str,
    role: Role,
    password: str,
    member: str | None = None,
    region: str | None = None,
    language: str = "en",
    now: datetime,
) -> str:
    """The id of the account. An account with this address stays as it is."""
    address = plain_email(email)
    must_fit(role, member, region, language)
    with house.sessions() as session:
        known = enrolling.known(session, address)
    if known is not None:
        return known[0]
    kept, made = passwords.hashed(password), str(uuid.uuid4())
    # An operator's person belongs to its member alone; a region they name is that of the member.
    at = region if role in OFFICE else None
    with house.sessions.begin() as session:
        of = regions.member(session, member).region if member else regions.one(session, region).code if region else None
        enrolling.add_person(
            session, id=made, email=address, name=name.strip()[:120], role=role, member=member, region=at,
            language=language, password_hash=kept, now=now,
        )  # fmt: skip
        audit.write(
            session, at=now, actor=None, action="person.enrol", object=f"person:{made}", region=of, member=member,
            details={"role": role.value},
        )  # fmt: skip
    return made


def plain_email(email: str) -> str:
    """The address in lower case; BadRequest for what cannot be one."""
    address = email.strip().lower()
    if _EMAIL.fullmatch(address) is None or not address.isprintable():
        raise BadRequest("bad_request.email")
    return address


def must_fit(role: Role, member: str | None, region: str | None, language: str) -> None:
    """BadRequest when role, member and region do not go together."""
    if language not in LANGUAGES:
        raise BadRequest("bad_request.language")
    if (role in OPERATOR) != (member is not None) or (role in OFFICE and region is None):
        raise BadRequest("bad_request.role")
