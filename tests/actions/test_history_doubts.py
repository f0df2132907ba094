"""A checked draft against the member's own earlier figures: in few queries, in force by the day, kept as findings."""

from datetime import UTC, datetime, timedelta

import factories
import pytest
from sqlalchemy import event

from app.domain.measures import FIGURES, Kind
from app.storage import submissions

DATASET = "service-quality"
LATER = datetime(2027, 5, 1, 9, tzinfo=UTC)
YEAR = [f"2026-{month:02}" for month in range(1, 13)]


def rows(months, *, size=1000, product="parcel", partner="", **changed) -> list[str]:
    """One line a month; each measure keeps its bounds and no two are the same."""
    lines = []
    for at, month in enumerate(months):
        cells = {}
        for measure in FIGURES[DATASET]:
            if measure.kind is Kind.QUANTILE:
                cells[measure.name] = "4.5" if "p90" in measure.name else "2.5"
                continue
            bounds = {"items_announced": 4, "items_arrived": 3, "items_posted": 3}
            cells[measure.name] = str(size * bounds.get(measure.name, 1) + 7 * at)
        cells |= {name: str(value) for name, value in changed.items()}
        lines.append(",".join(["EG", month, product, partner, *cells.values()]))
    return lines


def file(*parts: list[str]) -> bytes:
    head = ",".join(["member", "month", "product", "partner", *(measure.name for measure in FIGURES[DATASET])])
    return "\n".join([head, *(line for part in parts for line in part)]).encode()


@pytest.fixture
def cast(house, now):
    return factories.people(house, now)


def year_sent(house, cast, now) -> str:
    made = factories.draft(house, cast.uploader, DATASET, now, file(rows(YEAR[:9])))
    factories.submit(house, cast.uploader, made, now)
    return made


def found(house, made):
    with house.sessions() as session:
        return submissions.findings(session, made), submissions.one(session, made)


def test_an_unusual_month_is_a_warning_that_asks_for_a_reason(house, cast, now):
    year_sent(house, cast, now)
    content = file(rows(["2026-10"]), rows(["2026-11"], items_posted=90_000), rows(["2026-12"], size=1100))
    made = factories.draft(house, cast.uploader, DATASET, LATER, content)
    listed, row = found(house, made)
    assert [(one.code, one.line, one.column, one.value, one.severity.value) for one in listed] == [
        ("SEM_OUTLIER", 3, "items_posted", "90000", "warning")
    ]
    assert listed[0].params == {"month": "2026-11", "product": "parcel", "usual": "3028", "months": 9}
    assert (row.warnings, row.errors, row.needs_reason, row.outcome) == (1, 0, True, "taken")
    with house.sessions() as session:
        assert submissions.finding_counts(session, made) == {"SEM_OUTLIER": 1}


def test_partners_are_summed_as_in_the_earlier_months(house, cast, now):
    year_sent(house, cast, now)
    parts = [rows(["2026-10"], size=500, partner=partner) for partner in ("MA", "SA")]
    made = factories.draft(house, cast.uploader, DATASET, LATER, file(*parts))
    assert found(house, made)[0] == []


def test_before_the_rules_begin_they_are_silent(house, cast, now):
    begun = datetime(2026, 9, 30, 12, tzinfo=UTC)
    first = factories.draft(house, cast.uploader, DATASET, begun - timedelta(days=2), file(rows(YEAR[:7])))
    factories.submit(house, cast.uploader, first, begun - timedelta(days=2))
    content = file(rows(["2026-08"], items_posted=90_000))
    for moment, codes in ((begun, []), (begun + timedelta(days=1), ["SEM_OUTLIER"])):
        made = factories.draft(house, cast.uploader, DATASET, moment, content + b"\n" * len(codes))
        assert [one.code for one in found(house, made)[0]] == codes


def test_a_correction_says_what_it_replaces_and_changes(house, cast, now):
    year_sent(house, cast, now)
    with house.sessions() as session:
        (before,) = submissions.of_member(session, "EG")
    content = file(
        rows(YEAR[:9])[:8],
        rows(["2026-09"], items_posted=2999, end_to_end_measured=1100),
        rows(["2026-09"], product="ems"),
    )
    content = content.replace(b"2026-05,parcel", b"2026-05,letter")
    made = factories.draft(house, cast.uploader, DATASET, now + timedelta(hours=1), content)
    revision = found(house, made)[0][-1]
    assert (revision.code, revision.line) == ("SEM_REVISION", None)
    told = {name: revision.params[name] for name in ("submission", "added", "gone")}
    assert told == {"submission": f"#{before.number}", "added": 2, "gone": 1}
    # The year's ninth row was 7 * 8 higher than a first row in every count.
    counts = [measure for measure in FIGURES[DATASET] if measure.kind is not Kind.QUANTILE]
    assert revision.params["changed"] == len(counts)


def test_answers_are_compared_as_well(house, cast, now):
    first = factories.submitted(house, cast.uploader, "preparedness", now)
    content = factories.csv_bytes("preparedness").replace(b"disaster_plan,yes", b"disaster_plan,no")
    made = factories.draft(house, cast.uploader, "preparedness", now + timedelta(hours=1), content)
    (revision,) = found(house, made)[0]
    number = found(house, first)[1].number
    assert revision.params == {"submission": f"#{number}", "changed": 1, "added": 0, "gone": 0}
    factories.submitted(house, cast.uploader, "disruptions", now)
    again = factories.draft(house, cast.uploader, "disruptions", now + timedelta(hours=1), count=0)
    assert found(house, again)[0] == []


def test_the_history_is_read_in_as_many_queries_however_long_it_is(house, cast, now):
    asked = []

    def count(connection, cursor, statement, *_):
        asked.extend([statement] if statement.lstrip().startswith(("SELECT", "WITH")) else [])

    event.listen(house.sessions.engine, "before_cursor_execute", count)
    totals = []
    for at, months in enumerate((YEAR[:2], YEAR[:9])):
        moment = now + timedelta(days=at)
        sent = factories.draft(house, cast.uploader, DATASET, moment, file(rows(months, size=1000 + at)))
        factories.submit(house, cast.uploader, sent, moment)
        asked.clear()
        content = file(*(rows(["2026-10"], partner=partner) for partner in ("MA", "SA", "LY")[: 1 + 2 * at]))
        factories.draft(house, cast.uploader, DATASET, moment + timedelta(hours=1), content)
        totals.append(len(asked))
    assert totals[0] == totals[1] > 0
