"""A real file all the way: from the bytes of somebody else's orders to a number in a PDF, equal to a slow count."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import factories
import pypdfium2
import pytest
from plain import events_olist

from app.actions.accept_submission import accept_submission
from app.actions.check_submission import check_submission
from app.actions.declare_cycle import declare_cycle
from app.actions.declare_member import declare_member
from app.actions.declare_region import declare_region
from app.actions.draft_edition import draft_edition
from app.actions.freeze_edition import freeze_edition
from app.actions.issue_report import issue_report
from app.actions.preview_edition import preview_edition
from app.actions.publish_edition import publish_edition
from app.actions.receive_file import receive_file
from app.actions.recompute import recompute
from app.actions.submit_submission import submit_submission
from app.domain.access import Role
from app.domain.members import Member, Names, Region
from app.domain.periods import Cycle, Quarter
from app.domain.submissions import State
from app.storage import editions, results, submissions

ORDERS = Path(__file__).parents[2] / "../shared/data/olist/olist_orders_even_months.csv"
THEN = datetime(2019, 1, 20, 9, tzinfo=UTC)
SPRING = Quarter(2018, 2)
BRAZIL = Member("BR", "BRA", "olist", Names("البرازيل", "Brésil", "Brazil"), "Olist", products=("parcel",))


@pytest.fixture
def orders():
    if not ORDERS.exists():
        pytest.skip(f"needs ../shared/data/olist/{ORDERS.name}, which is not here")
    return ORDERS


def declare(house):
    declare_cycle(house, cycle=Cycle("2016-2018", Quarter(2016, 4), Quarter(2018, 4)), now=THEN)
    declare_region(house, region=Region("olist", Names("أولست", "Olist", "Olist")), cycle="2016-2018", now=THEN)
    declare_member(house, member=BRAZIL, now=THEN)
    return (
        factories.person(house, THEN, Role.UPLOADER, "sender", member="BR"),
        factories.person(house, THEN, Role.ADMINISTRATOR, "keeper", region="olist"),
    )


def accepted(house, sender, keeper, path):
    made = receive_file(
        house, person=sender, dataset="item-events", member="BR", name=path.name, source=path, now=THEN, profile="olist"
    )
    check_submission(house, submission=made, now=THEN)
    state = submit_submission(house, person=sender, submission=made, reason="as the source has it", now=THEN)
    assert state is State.SUBMITTED
    accept_submission(house, person=keeper, submission=made, now=THEN)
    with house.sessions() as session:
        return submissions.one(session, made), submissions.finding_counts(session, made)


def published(house, keeper):
    recompute(house, regions=["olist"], now=THEN)
    edition = draft_edition(house, person=keeper, region="olist", quarter=SPRING, now=THEN)
    for step in (preview_edition, freeze_edition, publish_edition):
        step(house, person=keeper, edition=edition, now=THEN + timedelta(hours=1))


def on_time_of(member):
    return next(found for found in member.indicators if found.code == "E2E-01")


def test_a_real_file_of_orders_becomes_a_number_in_a_pdf(house, orders):
    plain = events_olist.count(orders)
    sender, keeper = declare(house)
    row, aside = accepted(house, sender, keeper, orders)
    assert (row.state, row.rows, aside) == (State.ACCEPTED, plain["read"], plain["set_aside"])
    assert row.set_aside == sum(plain["set_aside"].values()) > 0
    assert {month for month, _ in plain["months"]} <= set(row.periods)
    published(house, keeper)
    counted, promised = (
        sum(plain["months"].get((str(month), name), 0) for month in SPRING.months)
        for name in ("items_on_time", "items_with_standard")
    )
    assert 1000 < counted < promised
    with house.sessions() as session:
        edition = editions.newest_published(session, "olist", SPRING)
        stored = on_time_of(results.member_of(session, edition.result, "BR").member)
        working = on_time_of(results.working_member(session, "BR", SPRING).member)
    assert (stored.numerator, stored.denominator) == (counted, promised)
    assert stored.value.value == pytest.approx(100 * counted / promised, abs=1e-9)
    assert (working.numerator, working.denominator) == (counted, promised)
    text = words_of(issue_report(house, member="BR", quarter=SPRING, language="ar", now=THEN))
    assert f"{100 * counted / promised:.1f}" in text
    assert f"{promised:,}" in text


def words_of(pdf):
    """The numbers of all pages as they stand, without the marks that turn the direction of writing."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return set(re.findall(r"\d[\d.,]*\d", " ".join(pages)))
