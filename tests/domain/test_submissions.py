"""The states of a submission: every change is either in the table or refused."""

import pytest

from app.domain.editions import Measured, Reason
from app.domain.errors import Conflict
from app.domain.members import Names
from app.domain.submissions import ALLOWED, COUNTED_WORKING, State, must_be_allowed


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_every_change(before, after):
    if after in ALLOWED[before]:
        must_be_allowed(before, after)
    else:
        with pytest.raises(Conflict) as refused:
            must_be_allowed(before, after)
        assert refused.value.params == {"before": before.value, "after": after.value}
        assert refused.value.code == "conflict.submission_state"


def test_what_is_over_stays_over():
    for state in (State.WITHDRAWN, State.REFUSED, State.SUPERSEDED, State.SENT_BACK):
        assert not ALLOWED[state]
        assert state not in COUNTED_WORKING


@pytest.mark.parametrize(
    ("value", "reason"), [(1.0, Reason.NO_DATA), (None, None), (float("nan"), None), (float("inf"), None)]
)
def test_a_number_or_a_reason(value, reason):
    with pytest.raises(ValueError, match="give a value|not a finite"):
        Measured(value, reason)


def test_names_in_a_language():
    names = Names("ا", "b", "c")
    assert [names.in_language(language) for language in ("ar", "fr", "en")] == ["ا", "b", "c"]
    with pytest.raises(KeyError):
        names.in_language("de")
