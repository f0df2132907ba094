"""What people open in a spreadsheet runs nothing, and numbers stay numbers."""

import pytest

from app.domain.safe_cells import safe


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "\u200f=1+1", "+1", "-1", "@a", "\ta", "\ra", "＝1"])
def test_what_a_spreadsheet_would_run_becomes_text(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize(
    ("cell", "shown"), [(None, ""), (-1.5, "-1.5"), (3, "3"), (True, "True"), ("a=b", "a=b"), ("", "")]
)
def test_everything_else_stays_as_it_is(cell, shown):
    assert safe(cell) == shown
