"""The part of a file's page that tells how far its check is, while it goes on."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.progress import STEPS
from app.storage import progress
from app.web.deps import Visit


@dataclass(frozen=True)
class ProgressPart:
    """`percent`: of the step that is under way, None where nobody knows it."""

    step: str
    done: str
    percent: int | None


def progress_part(visit: Visit, submission: str) -> ProgressPart:
    """What the process that checks has told last, or that it has not begun."""
    words, told = visit.words, progress.read(visit.house.data, submission)
    if told is None:
        return ProgressPart(words.t("progress.waiting"), "", None)
    place = words.t("progress.step", place=words.whole(STEPS.index(told.step) + 1), steps=words.whole(len(STEPS)))
    parts = [words.n("progress.rows", told.rows)] if told.rows else []
    parts += [words.share(told.percent / 100)] if told.percent is not None else []
    return ProgressPart(f"{place} {words.t(f'progress.{told.step}')}", " · ".join(parts), told.percent)
