"""The page of a superseded file says when its figures count again."""

import factories
import pytest

from app.actions.accept_submission import accept_submission
from app.actions.send_back_submission import send_back_submission

SAID = {"en": "count again", "fr": "comptent de nouveau", "ar": "تُحتسب من جديد"}


@pytest.mark.parametrize("part", ["uploader", "analyst"])
def test_a_superseded_file_says_that_it_counts_again_once_its_correction_is_sent_back(browser, house, cast, now, part):
    first = factories.accepted(house, cast["uploader"], cast["analyst"], "service-quality", now)
    second = factories.submitted(house, cast["uploader"], "service-quality", now, count=900)
    accept_submission(house, person=cast["analyst"], submission=second, now=now)

    def says(language):
        return SAID[language] in browser(part).get(f"/{language}/submissions/{first}").text

    assert [says(language) for language in SAID] == [False] * 3
    send_back_submission(house, person=cast["analyst"], submission=second, reason="too low", now=now)
    assert [says(language) for language in SAID] == [True] * 3
