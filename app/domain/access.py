"""Who may do what: the one place where rights are decided.

`may` answers for a known person; `must` raises. Another operator's record answers exactly like a missing one
(NotFound); a right that the person's role lacks altogether is NotAllowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import NotAllowed, NotFound
from app.domain.submissions import PRIVATE, State


class Role(StrEnum):
    UPLOADER = "uploader"
    APPROVER = "approver"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    READER = "reader"


class Permission(StrEnum):
    READ_PUBLISHED = "read_published"  # editions, their reports and data
    READ_WORKING = "read_working"  # unpublished results: own member, or own region
    SEND = "send"  # drafts of the own member
    SUBMIT = "submit"  # let a file leave the house
    APPROVE = "approve"  # the second pair of eyes at the operator
    SEE_SUBMISSIONS = "see_submissions"
    DECIDE = "decide"  # accept, send back
    ADMINISTER = "administer"  # people, editions, cycle
    READ_AUDIT = "read_audit"  # how much of the log: app/domain/deeds.py
    ASK = "ask"  # a question on a value or a submission, and close it
    DISCUSS = "discuss"  # answer a question, or add to it
    BACKFILL = "backfill"  # send figures of past quarters for a member of the own region


OPERATOR = frozenset({Role.UPLOADER, Role.APPROVER})
OFFICE = frozenset({Role.ANALYST, Role.ADMINISTRATOR})

_KNOWN = frozenset({Permission.READ_PUBLISHED, Permission.READ_WORKING, Permission.SEE_SUBMISSIONS})
_SENDS = _KNOWN | {Permission.SEND, Permission.SUBMIT, Permission.READ_AUDIT, Permission.DISCUSS}
_DECIDES = _KNOWN | {Permission.DECIDE, Permission.READ_AUDIT, Permission.ASK, Permission.DISCUSS}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.UPLOADER: _SENDS,
    Role.APPROVER: _SENDS | {Permission.APPROVE},
    Role.ANALYST: _DECIDES,
    Role.ADMINISTRATOR: _DECIDES | {Permission.ADMINISTER, Permission.BACKFILL},
    Role.READER: frozenset({Permission.READ_PUBLISHED}),
}


@dataclass(frozen=True)
class Person:
    """A signed-in person. An operator's person has a member; an office's person a region; a reader neither.

    `digits`: `latin`, or `arabic` for Arabic-Indic ones in Arabic pages.
    """

    id: str
    email: str
    name: str
    role: Role
    member: str | None = None
    region: str | None = None
    language: str = "en"
    digits: str = "latin"


def grants(person: Person, permission: Permission) -> bool:
    """Whether the role has the right at all, whatever the object."""
    return permission in GRANTS[person.role]


def must(person: Person, permission: Permission) -> None:
    """NotAllowed when the role lacks the right."""
    if not grants(person, permission):
        raise NotAllowed("not_allowed.role", permission=permission.value)


def covers_region(person: Person, region: str) -> bool:
    """Whether the person's office is that of the region."""
    return person.role in OFFICE and person.region == region


def covers(person: Person, *, member: str, region: str) -> bool:
    """Whether the member is the person's own (operator) or in the person's region (office)."""
    return person.member == member if person.role in OPERATOR else covers_region(person, region)


def must_cover(person: Person, *, member: str, region: str) -> None:
    """NotFound when the member is neither the person's own nor in its region."""
    if not covers(person, member=member, region=region):
        raise NotFound("not_found")


def sees_submission(
    person: Person, *, member: str, region: str, state: State, submitted: bool, own: bool = False
) -> bool:
    """Drafts are seen by the operator's own people alone; the office sees what was submitted in its region.

    `submitted`: it has left its house at some time; a draft withdrawn before that stays the operator's own.
    `own`: this very person sent it. An administrator who fills in past quarters sees those drafts and no others.
    """
    if not covers(person, member=member, region=region):
        return False
    if person.role in OPERATOR or (submitted and state not in PRIVATE):
        return True
    return own and grants(person, Permission.BACKFILL)
