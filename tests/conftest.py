"""What all tests share: a migrated house on each engine, and a fixed moment."""

import os
import shutil
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

sys.path.insert(0, str(Path(__file__).parent))

from databases import SERVER, WHY_NOT, Reused, address, administer, drop  # noqa: E402

from app.actions import passwords  # noqa: E402
from app.actions.house import House, open_house  # noqa: E402
from app.actions.install_handbook import install_handbook  # noqa: E402
from app.storage import db  # noqa: E402
from ingest import child  # noqa: E402
from ingest.limits import Limits  # noqa: E402

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
COUNTING = "COVERAGE_PROCESS_CONFIG"
"""Through this variable coverage reaches the processes that a test starts; it is there while branches are counted."""
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]

# A limited child has a bare environment; its branches are to be counted as well.
child._PLAIN.update({name: value for name, value in os.environ.items() if name == COUNTING})


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen: the third quarter of 2026 is over and its grace has ended."""
    return NOW


@pytest.fixture(scope="session", autouse=True)
def slow_hasher():
    """The hasher of the house. What tests set up is kept by a cheaper one: no test is about how slow a guess is."""
    own = passwords._HASHER
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    yield own
    passwords._HASHER = own


def _house(url: str, data: Path) -> House:
    return open_house(url, data=data, limits=Limits())


def _furnish(url: str, data: Path) -> None:
    db.migrate(url)
    house = _house(url, data)
    install_handbook(house, now=datetime(2026, 1, 5, tzinfo=UTC))
    house.sessions.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """A migrated SQLite file with the handbook in it, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    _furnish(f"sqlite:///{folder / 'barid.db'}", folder / "data")
    return folder / "barid.db"


@pytest.fixture(scope="session")
def postgresql_template(tmp_path_factory):
    """The same as a PostgreSQL database."""
    if not SERVER:
        pytest.skip(WHY_NOT)
    name = f"barid_template_{uuid.uuid4().hex[:12]}"
    administer(f"CREATE DATABASE {name}")
    _furnish(address(name), tmp_path_factory.mktemp("template"))
    yield name
    drop(name)


@pytest.fixture(scope="session")
def postgresql_copy(postgresql_template):
    """A copy of it for one test after the other."""
    made = Reused(postgresql_template)
    yield made
    made.drop()


@pytest.fixture
def empty_database(tmp_path):
    """Makes empty databases: `empty_database("sqlite")` is the URL of a new one."""
    made = []

    def make(kind: str) -> str:
        name = f"barid_test_{uuid.uuid4().hex[:12]}"
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / name}.db"
        if not SERVER:
            pytest.skip(WHY_NOT)
        administer(f"CREATE DATABASE {name}")
        made.append(name)
        return address(name)

    yield make
    for name in made:
        drop(name)


@pytest.fixture(params=ENGINES)
def database_url(request, tmp_path):
    """The URL of a copy of the furnished database, on each engine; as good as new for each test."""
    if request.param == "sqlite":
        target = tmp_path / "barid.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), target)
        yield f"sqlite:///{target}"
        return
    yield request.getfixturevalue("postgresql_copy").fresh()


@pytest.fixture
def house(database_url, tmp_path):
    """A house with the handbook and nobody in it, on each engine."""
    made = _house(database_url, tmp_path / "data")
    yield made
    made.sessions.engine.dispose()
