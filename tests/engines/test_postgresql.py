"""Every measure of every cell on PostgreSQL, as on DuckDB."""

from __future__ import annotations

import pytest
from compared import KINDS, counted, equal
from databases import SERVER, WHY_NOT

from app.domain.event_measures import EVENT_MEASURES
from ingest.events.engines import EMBEDDED, EngineError, open_engine

SCANS = 20_000
pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def server():
    if not SERVER:
        pytest.skip(WHY_NOT)
    return SERVER


@pytest.mark.parametrize("kind", KINDS)
def test_counts_as_the_embedded_engine_does(scans, server, kind):
    expected = counted(scans, kind, EMBEDDED)
    equal(counted(scans, kind, server), expected)


def test_the_made_scans_have_every_measure_and_doubt(scans):
    measured, ledger = counted(scans, "working days, every member", EMBEDDED)
    promised = set(KINDS["working days, every member"][0].measures)
    assert {row["measure"] for row in measured.rows} == promised | set(EVENT_MEASURES)
    assert {row["measure"] for row in measured.quarters} == {name for name in promised if name[-3:] in ("p50", "p90")}
    assert set(ledger.warned) == {"EVT_DUPLICATE", "EVT_SEQUENCE"}
    assert min(ledger.warned.values()) > 100


@pytest.mark.parametrize(
    "address",
    ["", "duck", "mysql://localhost/x", "postgresql://nobody:secret@127.0.0.1:1/none"],
)
def test_an_address_of_no_engine_is_refused_without_its_password(tmp_path, address):
    with pytest.raises(EngineError) as refused:
        open_engine(address, tmp_path)
    assert "secret" not in str(refused.value.params)
