"""The states of a submission and the table of allowed changes."""

from __future__ import annotations

from enum import StrEnum

from app.domain.errors import Conflict


class State(StrEnum):
    DRAFT = "draft"
    AWAITING_APPROVER = "awaiting_approver"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    REFUSED = "refused"


ALLOWED: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.AWAITING_APPROVER, State.SUBMITTED, State.WITHDRAWN, State.REFUSED}),
    State.AWAITING_APPROVER: frozenset({State.SUBMITTED, State.DRAFT, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.ACCEPTED, State.SENT_BACK, State.WITHDRAWN, State.SUPERSEDED}),
    State.ACCEPTED: frozenset({State.SUPERSEDED, State.SENT_BACK}),
    State.SENT_BACK: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.SUPERSEDED: frozenset(),
    State.REFUSED: frozenset(),
}

COUNTED_WORKING = frozenset({State.SUBMITTED, State.ACCEPTED})
"""States whose figures count in working results; an edition takes ACCEPTED alone."""

PRIVATE = frozenset({State.DRAFT, State.AWAITING_APPROVER, State.REFUSED})
"""States that only the operator's own people see."""


def must_be_allowed(before: State, after: State) -> None:
    """Conflict when a submission may not go from one state to the other."""
    if after not in ALLOWED[before]:
        raise Conflict("conflict.submission_state", before=before.value, after=after.value)
