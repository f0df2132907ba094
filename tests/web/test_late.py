"""A late file is taken, marked late everywhere, counts in working results, and a person opens the editions to it."""

from datetime import UTC, datetime, timedelta

import factories
import pytest

from app.domain.periods import Quarter
from app.domain.submissions import COUNTED_WORKING
from app.storage import counting, submissions


def numbers(house, which):
    with house.sessions() as session:
        return {one.submission for one in counting.counted(session, "arab", which, Quarter(2026, 3))}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_late_file_waits_for_a_person_who_opens_the_edition_to_it(browser, house, cast, now, language):
    after_grace = now + timedelta(days=60)
    cast["analyst"]
    made = factories.submitted(house, cast["uploader"], "service-quality", after_grace)
    with house.sessions() as session:
        assert submissions.one(session, made).late
    assert (numbers(house, COUNTED_WORKING), numbers(house, counting.ACCEPTED_ONLY)) == ({made}, set())

    def page(part, address=f"submissions/{made}"):
        return browser(part).get(f"/{language}/{address}").text

    said = {"en": ("opening", "Accept the late file"), "fr": ("ouvre", "Accepter le fichier en retard"),
            "ar": ("يُفتح له الإصدار", "قبول الملف المتأخر")}[language]  # fmt: skip
    assert said[0] in page("uploader")
    assert said[1] in page("analyst")
    assert 'class="mark late"' in page("analyst", "queue")
    waits = {"en": "No, late: enters", "fr": "Non, en retard\u00a0: entre", "ar": "لا، متأخر: يدخل"}[language]
    assert waits in page("uploader")
    assert browser("analyst").fill(f"/{language}/submissions/{made}/accept").status_code == 303
    assert numbers(house, counting.ACCEPTED_ONLY) == {made}
    accepted = {"en": "No, late: a person", "fr": "Non, en retard\u00a0: une", "ar": "لا، متأخر: قبله"}[language]
    assert accepted in page("uploader")


def test_a_file_in_time_is_accepted_without_a_word_of_it(browser, house, cast):
    made = factories.submitted(house, cast["uploader"], "service-quality", datetime(2026, 10, 20, 9, tzinfo=UTC))
    page = browser("analyst").get(f"/en/submissions/{made}").text
    assert "Accept the late file" not in page
    assert "after the deadline" not in page
    assert f"/submissions/{made}/accept" in page
