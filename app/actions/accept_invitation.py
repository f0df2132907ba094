"""Somebody follows an invitation and chooses a password."""

from __future__ import annotations

import uuid
from datetime import datetime

from app.actions import passwords
from app.actions.house import House
from app.domain.errors import NotFound
from app.domain.members import LANGUAGES
from app.storage import audit, enrolling, people


def accept_invitation(
    house: House, *, token: str, password: str, name: str | None = None, language: str | None = None, now: datetime
) -> str:
    """The id of the account. NotFound when the invitation is over; it works once. A reset ends all sessions.

    All other invitations of the address are over with it.
    """
    kept = passwords.hashed(password)
    with house.sessions.begin() as session:
        invited = people.invitation(session, token, now)
        if invited is None or not enrolling.use_invitation(session, invited.id, now):
            raise NotFound("invitation.over")
        enrolling.end_invitations(session, invited.email, now)
        called = (name or invited.name or invited.email.partition("@")[0]).strip()[:120]
        speaks = language if language in LANGUAGES else invited.language
        known = enrolling.known(session, invited.email)
        if known is None:
            made = str(uuid.uuid4())
            enrolling.add_person(
                session, id=made, email=invited.email, name=called, role=invited.role, member=invited.member,
                region=invited.region, language=speaks, password_hash=kept, now=now,
            )  # fmt: skip
        else:
            made, left = known
            if left is invited.resets:
                # A first invitation resets no password of an account made meanwhile, perhaps in another region; a
                # reset does not bring back whoever has left.
                raise NotFound("invitation.over")
            values = {"password_hash": kept, "left_at": None, "language": speaks}
            # Whoever had left comes back as what the invitation says.
            back = {"role": invited.role.value, "member": invited.member, "region": invited.region, "name": called}
            enrolling.change_person(session, made, **values, **(back if left else {}))
            enrolling.end_all(session, made, now)
        audit.write(
            session, at=now, actor=people.one(session, made), action="person.join", object=f"person:{made}",
            region=invited.region, member=invited.member, details={"reset": known is not None},
        )  # fmt: skip
    return made
