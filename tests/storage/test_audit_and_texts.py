from dataclasses import replace

import factories
import pytest
from factories import submitted
from sqlalchemy import text, update

from app.actions.set_flag import set_flag
from app.domain.errors import BadRequest
from app.domain.submissions import State
from app.storage import audit, keeping, submissions
from app.storage.tables import audit as table


def test_an_edited_audit_row_is_seen(house, now):
    cast = factories.people(house, now)
    submitted(house, cast.uploader, "data-exchange", now)
    with house.sessions.begin() as session:
        assert audit.problems(session) == []
        # As somebody would who owns the database: past the triggers.
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER audit_update"))
        else:
            session.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        session.execute(update(table).where(table.c.seq == 3).values(reason="never happened"))
        assert audit.problems(session) == ["row 3 was changed"]


@pytest.mark.parametrize("bad", ["a\0b", "\ud800", "x" * 2_000_000])
def test_both_engines_refuse_the_same_texts(house, now, bad):
    with pytest.raises(BadRequest, match="bad_request.text"):
        set_flag(house, name="mark", value=bad, now=now)


def test_a_value_with_hostile_characters_is_kept_as_its_escapes():
    assert keeping._plain("a\0b\ud800", 100) == "a\\x00b\\ud800"


def test_who_reads_an_old_state_cannot_write_over_a_newer_one(house, now):
    cast = factories.people(house, now)
    made = submitted(house, cast.uploader, "data-exchange", now)
    with house.sessions.begin() as session:
        stale = replace(submissions.one(session, made), state=State.DRAFT)
        with pytest.raises(Exception, match="changed_meanwhile"):
            keeping.change(session, stale, State.WITHDRAWN)
