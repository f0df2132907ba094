"""The line by which one process tells another how far a check is."""

import pytest

from app.domain.progress import STEPS, Progress, progress_of_text


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("percent", [None, 0, 41, 100])
def test_what_is_told_is_what_is_heard(step, percent):
    told = Progress(step, 12_000, percent)
    assert progress_of_text(told.to_text()) == told


@pytest.mark.parametrize(
    "text", ["", "reading", "reading x 5", "dancing 1 5", "rules 1 x", "rules 1 -5", "rules 1 2 3"]
)
def test_anything_else_says_nothing(text):
    assert progress_of_text(text) is None


def test_no_step_is_more_than_done():
    assert progress_of_text("keeping 10 250") == Progress("keeping", 10, 100)
