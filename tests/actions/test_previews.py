"""What a draft would change is what it changes once it is submitted; its counts are those of a slow comparison."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import factories
import pytest

from app.actions.follow_submission import follow_submission
from app.actions.preview_submission import preview_submission
from app.actions.withdraw_submission import withdraw_submission
from app.domain.measures import FIGURES
from app.domain.periods import Quarter
from app.domain.previews import outlook
from app.storage import previews, results

QUARTER = Quarter(2026, 3)
MEASURES = [measure.name for measure in FIGURES["service-quality"]]


@pytest.fixture
def cast(house, now):
    return factories.people(house, now)


def _changed(content: bytes, change) -> bytes:
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    rows = [row for row in (change(at, row) for at, row in enumerate(rows)) if row is not None]
    sink = io.StringIO()
    writer = csv.DictWriter(sink, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return sink.getvalue().encode()


def _slow(before: bytes, after: bytes) -> tuple[int, int, int, int]:
    """The same counts, a value at a time; of the months that the new file brings."""

    def values(content: bytes) -> dict[tuple[str, ...], float]:
        return {
            (row["month"], row["product"], row["partner"], name): float(row[name])
            for row in csv.DictReader(io.StringIO(content.decode()))
            for name in MEASURES
            if row[name]
        }

    new = values(after)
    months = {key[0] for key in new}
    old = {key: value for key, value in values(before).items() if key[0] in months}
    return (
        sum(1 for key in old.keys() & new.keys() if old[key] != new[key]),
        len(new.keys() - old.keys()),
        len(old.keys() - new.keys()),
        sum(1 for key in old.keys() & new.keys() if old[key] == new[key]),
    )


def _correction(at: int, row: dict[str, str]) -> dict[str, str] | None:
    """The first month less on time and without letter tests, the second with a row more, the third not at all."""
    if row["month"] == "2026-09":
        return None
    if at == 0:
        row |= {"items_on_time": "400", "letter_test_items": "", "letter_test_items_on_time": ""}
    return row


WORSE = {
    "service-quality": lambda content: _changed(content, lambda at, row: row | {"items_on_time": "300"}),
    "customs-clearance": lambda content: _changed(
        content, lambda at, row: row | {"items_cleared_24h": "100", "items_cleared_48h": "200"}
    ),
    "preparedness": lambda content: content.replace(b",yes,,", b",no,,", 3),
    "disruptions": lambda content: factories.csv_bytes("disruptions", count=0),
}


def test_values_that_changed_are_counted_and_listed(house, now, cast) -> None:
    before = factories.csv_bytes("service-quality")
    factories.submitted(house, cast.uploader, "service-quality", now)
    after = _changed(before, _correction)
    after += after.splitlines()[-1].replace(b"parcel", b"ems") + b"\n"
    made = factories.draft(house, cast.uploader, "service-quality", now + timedelta(hours=1), after)

    found = preview_submission(house, submission=made, now=now + timedelta(hours=1)).comparison

    assert (found.changed, found.new, found.gone, found.same) == _slow(before, after)
    assert (found.changed, found.new, found.gone) == (1, len(MEASURES), 2)
    told = [(one.place, one.name, one.before, one.after, one.line) for one in found.listed]
    assert (("2026-07", "parcel", ""), "items_on_time", "1000.0", "400.0", 2) in told
    assert (("2026-07", "parcel", ""), "letter_test_items", "1000.0", None, 2) in told
    assert (("2026-08", "ems", ""), "items_arrived", None, "1000.0", 4) in told


@pytest.mark.parametrize("dataset", ["service-quality", "customs-clearance", "preparedness", "disruptions"])
def test_the_effect_told_is_the_effect_that_comes(house, now, cast, dataset) -> None:
    for other in ("service-quality", "customs-clearance", "data-exchange", "preparedness", "disruptions"):
        made = factories.submitted(house, cast.uploader, other, now)
    follow_submission(house, submission=made, now=now)
    at = now + timedelta(hours=1)
    content = WORSE[dataset](factories.csv_bytes(dataset))
    before = _own(house)
    made = factories.draft(house, cast.uploader, dataset, at, content)

    told = preview_submission(house, submission=made, now=at).effects
    factories.submit(house, cast.uploader, made, at)
    follow_submission(house, submission=made, now=at + timedelta(minutes=2))

    assert [effect.quarter for effect in told] == ["2026-Q3"]
    assert told[0].before == outlook(before)
    assert told[0].after == outlook(_own(house))
    assert (told[0].before != told[0].after) or dataset == "disruptions"


def _own(house):
    with house.sessions() as session:
        return results.working_member(session, "EG", QUARTER).member


def test_a_preview_follows_what_counts_until_the_file_leaves(house, now, cast) -> None:
    made = factories.draft(house, cast.uploader, "service-quality", now, count=900)
    assert preview_submission(house, submission=made, now=now).comparison.new == 3 * len(MEASURES)
    first = factories.submitted(house, cast.uploader, "service-quality", now)
    follow_submission(house, submission=first, now=now)
    assert preview_submission(house, submission=made, now=now).comparison.new == 0
    factories.submit(house, cast.uploader, made, now)
    withdraw_submission(house, person=cast.uploader, submission=first, now=now)
    follow_submission(house, submission=first, now=now + timedelta(minutes=1))
    assert preview_submission(house, submission=made, now=now).comparison.new == 0


def test_a_refused_file_has_no_preview(house, now, cast) -> None:
    made = factories.draft(house, cast.uploader, "service-quality", now, b"nothing of ours\n1\n")
    assert preview_submission(house, submission=made, now=now) is None
    with house.sessions() as session:
        assert previews.of_submission(session, made) is None
