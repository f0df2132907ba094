"""Letters about a submission: the receipt when it left its house, and the word of the region on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.house import House
from app.domain.letters import Letter
from app.domain.members import Member
from app.domain.receipts import facts
from app.locale import say
from app.locale.letter_words import listed, paragraphs, put
from app.storage import letters, people, regions, submissions
from app.storage.people import PersonRow
from app.storage.submissions import SubmissionRow
from reports.formatting import Form
from reports.receipt_facts import written


def write_letters(house: House, session: Session, *, submission: str, kind: str, now: datetime) -> None:
    """To whoever sent or submitted it and is still here, in their language; nothing without a mail server.

    In the transaction of the deed itself, so that no letter tells of what did not happen.
    """
    if house.smtp is None:
        return
    row = submissions.one(session, submission)
    member = regions.member(session, row.member)
    readers = [
        reader
        for reader in people.of_member(session, row.member)
        if reader.left_at is None and reader.id in (row.sent_by, row.submitted_by)
    ]
    letters.add(session, [_letter(row, member, reader, kind, house.base) for reader in readers], now=now)


def _letter(row: SubmissionRow, member: Member, reader: PersonRow, kind: str, base: str | None) -> Letter:
    language = reader.language
    dataset = put(language, say(language, f"dataset.{row.dataset}"))
    filled = {"number": put(language, row.shown), "dataset": dataset,
              "member": put(language, member.names.in_language(language))}  # fmt: skip
    address = f"{base}/{language}/submissions/{row.id}"
    text = paragraphs(
        say(language, "mail.hello", name=put(language, reader.name)),
        say(language, f"mail.{kind}.text", **filled),
        say(language, "mail.decision", words=put(language, row.decision)) if kind != "receipt" and row.decision else "",
        listed(language, _facts(row, member, language)),
        say(language, "mail.receipt.link", address=address, receipt=f"{address}/receipt.pdf") if base else "",
    )
    subject = say(language, f"mail.{kind}.subject", **filled)
    return Letter(f"{kind}:{row.id}:{reader.id}", reader.id, reader.email, kind, subject, text, language)


def _facts(row: SubmissionRow, member: Member, language: str) -> list[str]:
    """Those of the receipt; names and codes from outside keep their own direction."""
    return [
        say(language, "mail.fact", name=name, value=put(language, text) if code else text)
        for name, text, code in written(facts(row), Form(language), member.zone)
    ]
