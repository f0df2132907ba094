"""Every event measure says what it is, in three languages."""

from __future__ import annotations

import pytest

from app import locale
from app.domain.event_measures import EVENT_MEASURES, LEAST, SHARES, kind_of
from app.domain.measures import MEASURES, Kind


def test_no_name_is_one_of_a_figure() -> None:
    assert len(EVENT_MEASURES) > 60
    assert set(EVENT_MEASURES) & set(MEASURES) == set()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_each_has_its_definition_and_its_unit(language: str) -> None:
    keys = {key for one in EVENT_MEASURES.values() for key in (one.definition, f"unit.{one.unit}")}
    assert [key for key in sorted(keys) if not locale.has(language, key)] == []


def test_quantiles_have_a_share_and_the_others_none() -> None:
    for one in EVENT_MEASURES.values():
        assert (one.share in SHARES) == (one.kind is Kind.QUANTILE), one.name
    assert EVENT_MEASURES["corridor_hours_p85"].least == LEAST
    assert EVENT_MEASURES["arrival_to_delivery_hours_p50"].value(5400) == 1.5
    assert EVENT_MEASURES["arrival_to_delivery_working_days_p50"].value(2.5) == 2.5


def test_the_kind_of_any_name_is_known() -> None:
    assert kind_of("items_arrived") is Kind.COUNT
    assert kind_of("dwell_hours_p50") is Kind.QUANTILE
    assert kind_of("items_open_to_1_day") is Kind.STOCK
