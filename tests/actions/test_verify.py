from io import BytesIO

import factories
from plain.figures_files import figures
from sqlalchemy import text

from app.actions.draft_edition import draft_edition
from app.actions.freeze_edition import freeze_edition
from app.actions.preview_edition import preview_edition
from app.actions.publish_edition import publish_edition
from app.actions.receive_file import receive_file
from app.actions.verify import verify
from app.domain.periods import Quarter
from app.storage import editions, files, submissions
from app.storage.edition_steps import digest


def test_a_file_that_changed_or_went_is_a_fault(house, now):
    cast = factories.people(house, now)
    made = receive_file(
        house, person=cast.uploader, dataset="service-quality", member="EG", name="a.csv", source=BytesIO(figures()),
        now=now,
    )  # fmt: skip
    found = verify(house)
    assert (found.files, found.editions, found.faults) == (1, 0, ())
    with house.sessions() as session:
        digest = submissions.one(session, made).file_sha256
    place = files.path(house.data, digest)
    place.write_bytes(figures() + b"x")
    assert verify(house).faults == (f"file {digest} was changed",)
    place.unlink()
    assert verify(house).faults == (f"file {digest} is missing",)


def _unlock(session, table):
    """As somebody would who owns the tables; the triggers that are gone or off then."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {table}_update"))
    else:
        session.execute(text(f"DROP TRIGGER {table}_update"))


def test_an_edition_that_its_owner_edited_and_the_guard_that_was_taken_away_are_told(house, now):
    cast = factories.people(house, now)
    edition = draft_edition(house, person=cast.administrator, region="arab", quarter=Quarter(2026, 3), now=now)
    for step in (preview_edition, freeze_edition, publish_edition):
        assert verify(house).faults == ()
        step(house, person=cast.administrator, edition=edition, now=now)
    whole = verify(house)
    assert (whole.editions, whole.faults) == (1, ())
    assert whole.guards > 30
    with house.sessions.begin() as session:
        _unlock(session, "result_member")
        session.execute(text("UPDATE result_member SET payload = payload || ' ' WHERE member = 'EG'"))
    assert verify(house).faults == (
        "edition arab 2026-Q3 number 1 was changed",
        "trigger result_member_update is missing or off",
    )


def test_a_digest_rewritten_with_its_results_does_not_fit_the_log(house, now):
    cast = factories.people(house, now)
    edition = draft_edition(house, person=cast.administrator, region="arab", quarter=Quarter(2026, 3), now=now)
    for step in (preview_edition, freeze_edition):
        step(house, person=cast.administrator, edition=edition, now=now)
    with house.sessions.begin() as session:
        for table in ("result_member", "edition"):
            _unlock(session, table)
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("ALTER TABLE edition DISABLE TRIGGER edition_stays"))
        else:
            session.execute(text("DROP TRIGGER edition_stays"))
        session.execute(text("UPDATE result_member SET payload = payload || ' ' WHERE member = 'EG'"))
        row = editions.one(session, edition)
        session.execute(text("UPDATE edition SET digest = :new"), {"new": digest(session, row, row.result)})
    assert "edition arab 2026-Q3 number 1 was changed" in verify(house).faults
