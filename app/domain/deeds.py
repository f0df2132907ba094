"""What the audit log can say that somebody did, and what of it who may read."""

from __future__ import annotations

from enum import StrEnum

from app.domain.access import OFFICE, Permission, Person, Role, must

DEEDS = (
    "submission.receive", "submission.check", "submission.submit", "submission.ask_approver", "submission.approve",
    "submission.return", "submission.accept", "submission.supersede", "submission.send_back", "submission.withdraw",
    "submission.backfill", "submission.open", "question.ask", "question.answer", "question.close",
    "edition.draft", "edition.preview", "edition.freeze", "edition.publish", "report.issue",
    "person.invite", "person.enrol", "person.join", "person.sign_in", "person.language", "person.digits",
    "person.leave", "token.make", "token.revoke", "notice.remind", "notice.late",
    "letter.again", "calendar.address", "alias.take", "alias.forget", "profile.save",
    "region.declare", "cycle.declare", "member.declare", "member.change", "holiday.add",
    "holiday.remove", "inform.declare", "handbook.install",
    "flag.set", "inbox.take", "inbox.refuse",
)  # fmt: skip
"""The codes, in the order in which people choose among them."""

INSIDE = frozenset({"submission.return"})
"""Deeds whose words stay between an operator's own people."""


class Reach(StrEnum):
    """How much of the log a person reads, beside what the person did."""

    NOTHING_ELSE = "nothing_else"
    MEMBER = "member"
    REGION = "region"  # without what an operator has not let out of its house


def reach(person: Person) -> Reach:
    """NotAllowed for whoever reads no log."""
    must(person, Permission.READ_AUDIT)
    if person.role in OFFICE:
        return Reach.REGION
    return Reach.MEMBER if person.role is Role.APPROVER else Reach.NOTHING_ELSE
