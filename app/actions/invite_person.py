"""Invite a person, or let one choose a new password: a word that works once, for 72 hours."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta

from app.actions.house import House
from app.actions.seed_person import must_fit, plain_email
from app.domain.access import OFFICE, OPERATOR, Permission, Person, Role, must, must_cover
from app.domain.errors import BadRequest, Conflict
from app.storage import audit, enrolling, people, regions

VALID = timedelta(hours=72)


def invite_person(
    house: House,
    *,
    person: Person,
    email: str,
    name: str,
    role: Role,
    member: str | None = None,
    language: str = "en",
    now: datetime,
) -> str:
    """The word of the invitation, shown once. For somebody who has an account in the region it resets the password.

    Role and member of an existing account stay as they are. Conflict for an account elsewhere.
    """
    must(person, Permission.ADMINISTER)
    if person.region is None:
        raise BadRequest("bad_request.role")
    address, region = plain_email(email), person.region if role in OFFICE else None
    must_fit(role, member, region, language)
    word, made = secrets.token_urlsafe(32), str(uuid.uuid4())
    with house.sessions.begin() as session:
        if member is not None:
            must_cover(person, member=member, region=regions.member(session, member).region)
        there = people.by_email(session, address)
        if there is not None:
            home = regions.member(session, there.member).region if there.member else there.region or person.region
            if home != person.region:
                raise Conflict("conflict.email_taken")
            role, member, region = there.role, there.member, there.region
        enrolling.add_invitation(
            session, word=word, id=made, email=address, name=name.strip()[:120], role=role.value, member=member,
            region=region if role not in OPERATOR else None, language=language, invited_by=person.id,
            resets=there is not None, created_at=now, expires_at=now + VALID,
        )  # fmt: skip
        audit.write(
            session, at=now, actor=person, action="person.invite", object=f"invitation:{made}", region=person.region,
            member=member, details={"role": role.value, "resets": there is not None},
        )  # fmt: skip
    return word
