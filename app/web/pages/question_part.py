"""The part of a submission's page with the questions on it and on the values of its months."""

from __future__ import annotations

from dataclasses import dataclass

from app.storage import questions
from app.storage.submissions import SubmissionRow
from app.web.deps import Visit
from app.web.pages.question_lines import QuestionView, views
from app.web.pages.questions import may_ask


@dataclass(frozen=True)
class QuestionPart:
    """`ask`: what the form to ask another holds; empty where the reader may not ask."""

    questions: tuple[QuestionView, ...]
    ask: tuple[tuple[str, str], ...]


def question_part(visit: Visit, row: SubmissionRow) -> QuestionPart:
    """Nobody is asked about what has not left its house."""
    with visit.reading() as session:
        found = questions.of_submission(session, row)
    asks = may_ask(visit) and row.submitted_at is not None
    return QuestionPart(views(found, visit), (("submission", row.id),) if asks else ())
