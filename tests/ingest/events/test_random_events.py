"""Random tables of scans: the expressions equal the slow twin, measure by measure."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from plain.events import measures, quarters

from ingest import profiles
from ingest.events import derive
from ingest.limits import Limits

START = datetime(2026, 1, 20)  # noqa: DTZ001 - local clock
EVENTS = ("EMA", "EMC", "EMD", "EMK", "EDB", "EME", "EDC", "EMF", "EMH", "EDH", "EMI")
COMPARED = frozenset(
    (
        "items_arrived",
        "arrivals_transmitted_24h",
        "items_delivery_event",
        "delivery_events_transmitted_24h",
        "items_delivery_time_measured",
        "delivery_days_p50",
        "delivery_days_p90",
        "items_attempted",
        "items_delivered_first_attempt",
        "items_presented",
        "items_cleared_24h",
        "items_cleared_48h",
        "items_dwell_measured",
        "dwell_hours_p50",
        "dwell_hours_p90",
        "items_held",
        "identifiers_received",
        "items_several_events",
        "items_in_sequence",
    )
)
scans = st.lists(
    st.builds(
        lambda item, event, hours, late: (
            item,
            event,
            START + timedelta(hours=hours),
            None if late is None else START + timedelta(hours=hours + late),
        ),
        st.sampled_from("ABCDEFGHIJKLMNOP"),
        st.sampled_from(EVENTS),
        st.integers(0, 24 * 45),
        st.none() | st.integers(0, 60),
    ),
    min_size=1,
    max_size=120,
)


@settings(max_examples=5, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(scans)
def test_equal_to_the_slow_twin(found: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        lines = [
            f"{item},{event},{at.isoformat()},{sent.isoformat() if sent else ''},SA,parcel"
            for item, event, at, sent in found
        ]
        path.write_text("item_id,event,time_local,transmitted_at,destination,product\n" + "\n".join(lines) + "\n")
        derived = derive(path, profiles.load("barid"), member="SA", folder=Path(folder), limits=Limits())
    got = {
        (row["month"], row["measure"]): row["value"]
        for row in derived.measures.to_pylist()
        if row["measure"] in COMPARED and row["partner"] == ""
    }
    assert got == pytest.approx(measures(found), rel=1e-9)
    whole = {
        (row["quarter"], row["measure"]): (row["value"], row["n"], row["months"])
        for row in derived.quarters.to_pylist()
    }
    expected = quarters(found)
    assert whole.keys() == expected.keys()
    for key, (value, n, months) in expected.items():
        assert whole[key] == (pytest.approx(value, rel=1e-9), n, months)
