"""The part of a submission's page that tells what the file would change."""

from __future__ import annotations

from app.actions.preview_submission import kept
from app.storage import previews
from app.storage.submissions import SubmissionRow
from app.web.deps import Visit
from app.web.pages.preview_lines import PreviewView, view


def preview_part(visit: Visit, row: SubmissionRow) -> tuple[PreviewView | None, bool]:
    """What is known of it, and whether it is being computed; what was not begun is begun."""
    with visit.reading() as session:
        found, waiting = kept(session, row)
    if waiting:
        waiting = not visit.request.app.state.checking.start_and_wait(row.id)
        with visit.reading() as session:
            found = previews.of_submission(session, row.id)
    return (view(found, visit.house.methods.in_force, visit.words) if found is not None else None), waiting
