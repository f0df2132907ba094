"""Issue the receipt of a submission as a PDF: its proof of sending."""

from __future__ import annotations

from app.actions.house import House
from app.domain.access import OPERATOR, Person
from app.domain.deeds import INSIDE
from app.domain.errors import BadRequest, Conflict
from app.domain.members import LANGUAGES
from app.domain.receipts import facts
from app.storage import deeds, flags, regions, submissions
from reports.receipt import ReceiptInput, Step, as_of, content
from reports.rendering import render


def issue_receipt(house: House, *, person: Person, submission: str, language: str) -> bytes:
    """The PDF, as things stand; NotFound where the person may not see it, Conflict before the check has ended.

    The same state of the submission gives the same bytes. What stays between an operator's people is not told others.
    """
    if language not in LANGUAGES:
        raise BadRequest("bad_request.language")
    with house.sessions() as session:
        row = submissions.visible(session, person, submission)
        if not row.checked:
            raise Conflict("conflict.not_checked")
        member = regions.member(session, row.member)
        told = deeds.history(session, submission)
        synthetic = flags.get(session, "synthetic") is not None
    steps = tuple(
        Step(deed.at, deed.actor_name, deed.action, deed.seq, deed.hash)
        for deed in told
        if person.role in OPERATOR or deed.action not in INSIDE
    )
    given = ReceiptInput(
        language=language, member=member.names, operator=member.operator, zone=member.zone, number=row.number,
        dataset=row.dataset, file_sha256=row.file_sha256, received_at=row.received_at, facts=facts(row), steps=steps,
        synthetic=synthetic,
    )  # fmt: skip
    return render(content(given), as_of(given), template="receipt")
