"""Every way around UPDATE and DELETE that SQL offers, tried by hand on what was published, decided or accepted."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import factories
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from app.actions.accept_submission import accept_submission
from app.actions.ask_question import ask_question
from app.actions.draft_edition import draft_edition
from app.actions.freeze_edition import freeze_edition
from app.actions.preview_edition import preview_edition
from app.actions.publish_edition import publish_edition
from app.domain.findings import Finding, Scope, Severity
from app.domain.measures import FIGURE_DATASETS
from app.domain.periods import Quarter
from app.storage import archive, db, guards, keeping, reports, submissions
from app.storage.tables import METADATA

IN_TIME = datetime(2026, 10, 20, 9, tzinfo=UTC)
ROWS = {
    "submission_period": "rows", "finding": "line", "service_quality": "items_arrived",
    "customs_clearance": "items_presented", "data_exchange": "resdes_sent", "preparedness": "count",
    "disruption": "line", "quarter_quantile": "n",
}  # fmt: skip
KEPT = {
    "report": "size", "edition": "reason", "result": "digest", "result_member": "payload", "submission": "reason",
    "result_inputs": "content", "question": "measure", "question_entry": "text",
}  # fmt: skip


def _columns(table):
    return [column.name for column in METADATA.tables[table].columns]


def copying(table, verb="INSERT", where="TRUE", then="", **changed):
    """A statement that writes rows of the table over themselves, with some columns changed."""
    names = ", ".join(f'"{name}"' for name in _columns(table))
    values = ", ".join(str(changed.get(name, f'"{name}"')) for name in _columns(table))
    return f"{verb} INTO {table} ({names}) SELECT {values} FROM {table} WHERE {where}{then}"


DECIDED = "id IN (SELECT id FROM submission WHERE state = 'accepted')"
BROUGHT = "submission IN (SELECT id FROM submission WHERE state = 'accepted')"
A_DRAFT = "(SELECT id FROM submission WHERE state = 'draft')"
PUBLISHED = "id IN (SELECT result FROM edition WHERE state = 'published')"
EVERYWHERE = [
    f"UPDATE submission SET state = 'draft' WHERE {DECIDED}",
    f"UPDATE submission SET state = 'submitted' WHERE {DECIDED}",
    f"UPDATE submission SET file_sha256 = 'other' WHERE {DECIDED}",
    f"UPDATE submission SET member = 'TN', state = 'superseded' WHERE {DECIDED}",
    f"UPDATE submission SET counts = '[]' WHERE {DECIDED}",
    f"UPDATE submission SET id = 'other' WHERE id = {A_DRAFT}",
    f"DELETE FROM submission WHERE {DECIDED}",
    "UPDATE edition SET id = 77 WHERE state = 'draft'",
    "UPDATE edition SET number = 77 WHERE state = 'draft'",
    "UPDATE question SET measure = 'other'",
    "UPDATE question_entry SET text = ''",
    "DELETE FROM question_entry",
    "DELETE FROM question",
]
for _table, _column in ROWS.items():
    EVERYWHERE += [
        f'UPDATE {_table} SET "{_column}" = 7 WHERE {BROUGHT}',
        f'UPDATE {_table} SET "{_column}" = NULL WHERE {BROUGHT}',
        f"UPDATE {_table} SET submission = {A_DRAFT} WHERE {BROUGHT}",
        f"DELETE FROM {_table} WHERE {BROUGHT}",
    ]
    _fresh = {"place": "place + 1000"}
    _fresh = {"submission_period": {"period": "'2031-01'"}, "quarter_quantile": {"quarter": "'2031-Q1'"}}.get(
        _table, _fresh
    )
    EVERYWHERE.append(copying(_table, where=BROUGHT, **_fresh))

REPLACING = [
    copying("audit", "REPLACE", reason="'other'"),
    copying("audit", "REPLACE", seq="seq + 1000", reason="'other'"),
    copying("report", "REPLACE", size=1),
    copying("report", "REPLACE", id="NULL", size=1),
    copying("edition", "REPLACE", where="state = 'published'", reason="'other'"),
    copying("edition", "REPLACE", where="state = 'published'", id="NULL", state="'draft'"),
    copying("result", "REPLACE", where=PUBLISHED, digest="'other'"),
    copying("result_member", "REPLACE", where="result IN (SELECT result FROM edition)", published=100),
    copying("question", "REPLACE", measure="'other'"),
    copying("question_entry", "REPLACE", text="'other'"),
    copying("submission", "REPLACE", where=DECIDED, reason="'other'"),
    copying("submission", "REPLACE", where=DECIDED, id="'other'"),
    *(copying(table, "REPLACE", where=BROUGHT, **{column: 7}) for table, column in ROWS.items()),
    "UPDATE OR REPLACE edition SET number = 1 WHERE state = 'draft'",
    f"UPDATE OR REPLACE submission SET number = (SELECT min(number) FROM submission) WHERE id = {A_DRAFT}",
    *(
        f"UPDATE OR REPLACE {table} SET submission = (SELECT max(submission) FROM {table} WHERE {BROUGHT})"
        for table in ROWS
    ),
]
TRUNCATED = ["audit", *KEPT, *ROWS]
UPSERTS = [
    copying("audit", then=" ON CONFLICT (seq) DO UPDATE SET reason = 'other'"),
    copying("report", then=" ON CONFLICT (id) DO UPDATE SET size = 1"),
    copying("edition", where="state = 'published'", then=" ON CONFLICT (id) DO UPDATE SET reason = 'other'"),
    copying("result", where=PUBLISHED, then=" ON CONFLICT (id) DO UPDATE SET digest = 'other'"),
    copying("submission", where=DECIDED, then=" ON CONFLICT (id) DO UPDATE SET reason = 'other'"),
]


QUANTILE = {"member": "EG", "quarter": "2026-Q3", "measure": "delivery_days_p50", "value": 2.5, "n": 40,
            "months": "2026-07 2026-08 2026-09"}  # fmt: skip


@pytest.fixture
def full(house, now):
    """A house with something of everything that is kept: published, accepted, and beside it a draft of each kind."""
    cast = factories.people(house, IN_TIME)
    for dataset in FIGURE_DATASETS:
        made = factories.draft(house, cast.uploader, dataset, IN_TIME)
        doubt = Finding(code="PLANTED", severity=Severity.NORMALISED, scope=Scope.FILE)
        with house.sessions.begin() as session:
            if not submissions.findings(session, made):
                keeping.add_findings(session, made, [doubt])
            if dataset == "service-quality":
                keeping.add_quantiles(session, made, [QUANTILE])
        factories.submit(house, cast.uploader, made, IN_TIME)
        accept_submission(house, person=cast.analyst, submission=made, now=IN_TIME)
    ask_question(house, person=cast.analyst, about=made, text="Why so many?", now=IN_TIME)
    edition = draft_edition(house, person=cast.administrator, region="arab", quarter=Quarter(2026, 3), now=now)
    for step in (preview_edition, freeze_edition, publish_edition):
        step(house, person=cast.administrator, edition=edition, now=now)
    factories.draft(house, cast.other, "service-quality", IN_TIME)
    with house.sessions.begin() as session:
        reports.add(session, edition=edition, member="EG", language="ar", sha256="0" * 64, size=9, now=now)
        session.execute(text(copying("edition", id=900, number="number + 1", state="'draft'")))
    return house


def kept(house):
    with house.sessions() as session:
        found = {table: list(archive.lines(session, METADATA.tables[table])) for table in TRUNCATED}
    assert all(found.values()), [table for table, rows in found.items() if not rows]
    return found


def refused(house, statements):
    """Try each on a connection of ours and alone; what went through. Nothing may be any different afterwards."""
    before, through = kept(house), []
    for statement in statements:
        try:
            with house.sessions.begin() as session:
                session.connection().exec_driver_sql(statement)
        except DBAPIError as error:
            if "this never changes" in str(error):
                continue
        through.append(statement)
    assert kept(house) == before
    return through


def test_what_was_accepted_keeps_its_rows_and_its_receipt(full):
    assert refused(full, EVERYWHERE) == []


def test_a_frozen_edition_can_become_published_and_nothing_else(house, now):
    cast = factories.people(house, IN_TIME)
    edition = draft_edition(house, person=cast.administrator, region="arab", quarter=Quarter(2026, 3), now=now)
    for step in (preview_edition, freeze_edition):
        step(house, person=cast.administrator, edition=edition, now=now)
    for change in ("digest = NULL", "id = 77", "frozen_by = NULL", "drafted_at = '2031-01-01 00:00:00'"):
        with pytest.raises(DBAPIError, match="this never changes"), house.sessions.begin() as session:
            session.execute(text(f"UPDATE edition SET state = 'published', {change}"))
    publish_edition(house, person=cast.administrator, edition=edition, now=now)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_replaces_nothing_whatever_the_connection_is_set_to(full):
    before = kept(full)
    with closing(sqlite3.connect(make_url(full.sessions.engine.url).database, isolation_level=None)) as stranger:
        assert stranger.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        for statement in REPLACING:
            with pytest.raises(sqlite3.IntegrityError, match="^this never changes$"):
                stranger.execute(statement)
    assert kept(full) == before


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_on_connections_of_ours_a_replaced_row_is_a_deleted_row(full):
    tables = ("audit", "report", "edition", *ROWS)
    with full.sessions.begin() as session:
        for table in tables:
            session.execute(text(f"DROP TRIGGER {table}_insert"))
    again = [one for one in REPLACING if one.split()[2] in tables and one.startswith("REPLACE")]
    assert len(again) == 6 + len(ROWS)
    assert refused(full, again) == []


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_postgresql_truncates_nothing_and_asks_no_temporary_table(full):
    statements = [f"TRUNCATE {table} CASCADE" for table in (*TRUNCATED, "person", "region", "member")]
    assert refused(full, [*statements, *UPSERTS]) == []
    for table, statement in {
        "submission": f"DELETE FROM service_quality WHERE {BROUGHT.replace('FROM ', 'FROM public.')}",
        "edition": "DELETE FROM result_member WHERE result IN (SELECT result FROM public.edition)",
    }.items():
        with full.sessions.begin() as session:
            session.execute(text(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table}) ON COMMIT DROP"))
            with pytest.raises(DBAPIError, match="this never changes"):
                session.execute(text(statement))
            session.rollback()


def test_who_still_drafts_may_take_rows_back(full):
    with full.sessions.begin() as session:
        gone = session.execute(text(f"DELETE FROM service_quality WHERE submission = {A_DRAFT}"))
        assert gone.rowcount == 3


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_every_kept_table_has_its_guards(empty_database, kind):
    url = empty_database(kind)
    db.migrate(url)
    made = db.sessions(db.engine(url))
    with made() as session:
        assert guards.missing(session) == []
        assert {table.name for table in guards.KEPT} == set(TRUNCATED)
    with made.begin() as session:
        gone = "DROP TRIGGER finding_update" + (" ON finding" if kind == "postgresql" else "")
        session.execute(text(gone))
        assert guards.missing(session) == ["finding_update"]
    made.engine.dispose()
