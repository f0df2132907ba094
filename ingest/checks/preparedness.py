"""Rules of the yearly checklist."""

from __future__ import annotations

from app.domain.measures import CHECKLIST_COUNTS
from ingest.gathering import Gathered
from ingest.rows import Rows
from ingest.situation import Situation


def answer_fits_item(rows: Rows, situation: Situation, found: Gathered) -> None:
    """A question has an answer, a count has a number; neither has both."""
    if rows.layout.dataset != "preparedness":
        return
    columns = zip(rows.values("item"), rows.values("answer"), rows.values("count"), strict=True)
    for row, (item, answer, count) in enumerate(columns):
        wanted, other = ("count", answer) if item in CHECKLIST_COUNTS else ("answer", count)
        given = count if wanted == "count" else answer
        if given is None or other is not None:
            found.add("SEM_ANSWER_MISSING", rows.line(row), record=rows.record(row), column=wanted, item=item)
