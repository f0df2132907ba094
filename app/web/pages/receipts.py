"""The receipt of a submission, to keep and to hand on."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from app.actions.issue_receipt import issue_receipt
from app.domain.access import Permission
from app.storage import submissions
from app.web.csv_out import download
from app.web.deps import Visiting
from app.web.doors import may

router = APIRouter(prefix="/{language:language}")


@router.get("/submissions/{submission}/receipt.pdf", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def receipt_pdf(visit: Visiting, submission: str) -> Response:
    """In the language of the page."""
    person = visit.signed_in()
    with visit.reading() as session:
        row = submissions.visible(session, person, submission)
    pdf = issue_receipt(visit.house, person=person, submission=submission, language=visit.language)
    return download(f"barid-receipt-{row.number}-{visit.language}.pdf", pdf, "application/pdf")
