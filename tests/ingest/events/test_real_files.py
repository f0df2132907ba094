"""The real files give exactly what the slow, obvious count gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from plain import events_olist, events_scms

from ingest import profiles
from ingest.events import derive, figure_tables
from ingest.limits import Limits

SHARED = Path(__file__).parents[3] / "../shared/data"
OLIST = SHARED / "olist/olist_orders_even_months.csv"
SCMS = SHARED / "scms/scms_delivery_history_even_months.csv"


def _real(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"needs ../shared/data/{path.name}, which is not here")
    return path


def _totals(derived, measure: str) -> dict[tuple[str, str], int]:
    found = [row for row in derived.measures.to_pylist() if row["measure"] == measure and row["partner"] == ""]
    return {(row["member"], row["month"]): row["value"] for row in found}


def test_olist_orders_equal_the_slow_count(tmp_path: Path) -> None:
    plain = events_olist.count(_real(OLIST))
    derived = derive(OLIST, profiles.load("olist"), member="BR", folder=tmp_path, limits=Limits())
    assert derived.outcome == "taken"
    assert (derived.read, derived.items, derived.delivered) == (plain["read"], plain["items"], plain["delivered"])
    assert derived.set_aside == plain["set_aside"]
    assert derived.on_time == plain["on_time"]
    assert plain["read"] > plain["delivered"] > plain["on_time"] > 0
    for name in ("items_with_standard", "items_on_time"):
        assert _totals(derived, name) == {
            ("BR", month): n for (month, what), n in plain["months"].items() if what == name
        }
    assert sum(_totals(derived, "items_delivery_time_measured").values()) == plain["measured"]
    assert {row["line"] is None for row in figure_tables(derived)["service-quality"].to_pylist()} == {True}


def test_scms_lines_equal_the_slow_count(tmp_path: Path) -> None:
    plain = events_scms.count(_real(SCMS))
    profile = profiles.load("scms")
    derived = derive(SCMS, profile, member=None, folder=tmp_path, limits=Limits())
    assert {name: getattr(derived, name) for name in ("read", "items", "delivered", "on_time")} == {
        name: plain[name] for name in ("read", "items", "delivered", "on_time")
    }
    assert derived.set_aside == plain["set_aside"]
    by_member: dict[str, float] = {}
    for (member, _), value in _totals(derived, "items_on_time").items():
        by_member[member] = by_member.get(member, 0) + value
    assert by_member == {profile.countries[name]: n for name, n in plain["on_time_lines"].items()}


def test_only_the_asked_member_is_measured(tmp_path: Path) -> None:
    derived = derive(_real(SCMS), profiles.load("scms"), member="NA", folder=tmp_path, limits=Limits())
    assert {row["member"] for row in derived.measures.to_pylist()} == {"NA"}
