"""A backup comes back where nobody has done anything yet, and nowhere else; on each engine."""

import json
import shutil
import tarfile
from datetime import UTC, datetime

import factories
import pytest
from factories import accepted
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.actions.backup import backup
from app.actions.house import open_house
from app.actions.restore import restore
from app.actions.set_flag import set_flag
from app.domain.errors import BadRequest, Conflict
from app.storage import archive, audit

IN_TIME = datetime(2026, 10, 20, 9, tzinfo=UTC)


def content(house):
    with house.sessions() as session:
        return {table.name: list(archive.lines(session, table)) for table in archive.order()}


@pytest.fixture
def source(house, sqlite_template, tmp_path, now):
    """Another house with something in it, and its backup."""
    shutil.copy(sqlite_template, tmp_path / "other.db")
    other = open_house(f"sqlite:///{tmp_path / 'other.db'}", data=tmp_path / "other", limits=house.limits)
    cast = factories.people(other, IN_TIME)
    for count in (1000, 900):
        accepted(other, cast.uploader, cast.analyst, "service-quality", IN_TIME, count=count)
    backup(other, to=tmp_path / "other.tar", now=now)
    yield other
    other.sessions.engine.dispose()


def test_a_house_that_was_only_migrated_takes_a_backup_and_works_on(house, source, tmp_path, now):
    assert len(content(house)["audit"]) == 1
    restore(house, source=tmp_path / "other.tar")
    assert content(house) == content(source)
    with pytest.raises(DBAPIError, match="this never changes"), house.sessions.begin() as session:
        session.execute(text("DELETE FROM audit"))
    set_flag(house, name="mark", value="after", now=now)
    with house.sessions() as session:
        assert audit.problems(session) == []
        assert audit.head(session)[0] == len(content(source)["audit"]) + 1
    with pytest.raises(Conflict, match="not_empty"):
        restore(house, source=tmp_path / "other.tar")


@pytest.mark.parametrize("deed", ["a person", "a word in the log"])
def test_whatever_anybody_did_is_never_written_over(house, source, tmp_path, now, deed):
    if deed == "a person":
        factories.people(house, now)
    else:
        with house.sessions.begin() as session:
            audit.write(session, at=now, actor=None, action="member.declare", object="member:EG")
    before = content(house)
    with pytest.raises(Conflict, match="not_empty"):
        restore(house, source=tmp_path / "other.tar")
    assert content(house) == before


def test_a_damaged_backup_leaves_the_house_as_it_was(house, source, tmp_path, monkeypatch):
    folder = tmp_path / "opened"
    with tarfile.open(tmp_path / "other.tar") as tar:
        tar.extractall(folder, filter="data")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    # Seen only after everything was loaded: the newest row of the log is not the one that was promised.
    manifest["audit"]["hash"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with tarfile.open(tmp_path / "damaged.tar", "w") as tar:
        tar.add(folder, "")
    before, loaded, problems = content(house), [], audit.problems

    def seen(session):
        loaded.append(audit.head(session)[0])
        return problems(session)

    monkeypatch.setattr(audit, "problems", seen)
    with pytest.raises(BadRequest, match="archive"):
        restore(house, source=tmp_path / "damaged.tar")
    assert loaded == [len(content(source)["audit"])]
    assert content(house) == before
    with pytest.raises(DBAPIError, match="this never changes"), house.sessions.begin() as session:
        session.execute(text("DELETE FROM audit"))
