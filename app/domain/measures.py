"""Every measure that a member can report: the one declaration.

Layouts, templates, the Table Schema, the operator guide, the checks, the tables and the method all derive
from the tuples here. A measure is a count, a stock or a quantile, never a percentage, so that counts add up.
Definitions in words stand in the catalogues (`app/locale/*/domain.po`, key `measure.NAME`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a measure combines over products, partners and months."""

    COUNT = "count"  # adds up
    STOCK = "stock"  # adds up over products and partners; a quarter's is that of its last month reported
    QUANTILE = "quantile"  # computed from items, else the mean weighted by `n`, marked approximate


class Direction(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"
    BOTH = "both"


@dataclass(frozen=True)
class Measure:
    """One column of a dataset.

    `at_most` names the measure of the same row that bounds it; `capped` says that more is a warning and counts as
    100 % (the Regulations count such a target as met, art. "3" §3.1.1.1) instead of an error. `n` names the count
    behind a quantile. `unit` is a catalogue key (`unit.items`).
    """

    name: str
    kind: Kind = Kind.COUNT
    direction: Direction = Direction.INBOUND
    unit: str = "items"
    at_most: str | None = None
    capped: bool = False
    n: str | None = None


_IN, _OUT, _BOTH = Direction.INBOUND, Direction.OUTBOUND, Direction.BOTH

SERVICE_QUALITY = (
    Measure("items_announced"),
    Measure("items_emc"),
    Measure("items_arrived", at_most="items_announced", capped=True),
    Measure("arrivals_transmitted_24h", at_most="items_arrived"),
    Measure("items_delivery_event", at_most="items_arrived"),
    Measure("delivery_events_transmitted_24h", at_most="items_delivery_event"),
    Measure("items_with_standard", at_most="items_arrived"),
    Measure("items_on_time", at_most="items_with_standard"),
    Measure("items_attempted", at_most="items_arrived"),
    Measure("items_delivered_first_attempt", at_most="items_attempted"),
    Measure("items_delivery_time_measured", at_most="items_arrived"),
    Measure(
        "delivery_days_p50", Kind.QUANTILE, unit="days", at_most="delivery_days_p90", n="items_delivery_time_measured"
    ),
    Measure("delivery_days_p90", Kind.QUANTILE, unit="days", n="items_delivery_time_measured"),
    Measure("items_posted", direction=_OUT),
    Measure("items_departed", direction=_OUT, at_most="items_posted"),
    Measure("end_to_end_measured", direction=_BOTH),
    Measure("end_to_end_on_time", direction=_BOTH, at_most="end_to_end_measured"),
    Measure("inquiries_due", direction=_BOTH, unit="inquiries"),
    Measure("inquiries_answered_on_time", direction=_BOTH, unit="inquiries", at_most="inquiries_due"),
    Measure("letter_test_items"),
    Measure("letter_test_items_on_time", at_most="letter_test_items"),
)

CUSTOMS_CLEARANCE = (
    Measure("goods_items_inbound"),
    Measure("goods_items_data_before_arrival", at_most="goods_items_inbound"),
    Measure("items_cusitm"),
    Measure("items_released_before_arrival", at_most="items_cusitm"),
    Measure("items_presented"),
    Measure("items_cleared_24h", at_most="items_cleared_48h"),
    Measure("items_cleared_48h", at_most="items_presented"),
    Measure("items_dwell_measured", at_most="items_presented"),
    Measure("dwell_hours_p50", Kind.QUANTILE, unit="hours", at_most="dwell_hours_p90", n="items_dwell_measured"),
    Measure("dwell_hours_p90", Kind.QUANTILE, unit="hours", n="items_dwell_measured"),
    Measure("items_held"),
    Measure("items_held_with_reason", at_most="items_held"),
    Measure("items_open", Kind.STOCK),
    Measure("items_open_over_5_days", Kind.STOCK, at_most="items_open"),
    Measure("items_refused_returned_seized"),
    Measure("items_dutiable"),
    Measure("items_duties_prepaid", at_most="items_dutiable"),
)

DATA_EXCHANGE = (
    Measure("dispatches_out", direction=_OUT, unit="dispatches"),
    Measure("dispatches_out_predes", direction=_OUT, unit="dispatches", at_most="dispatches_out"),
    Measure("predes_received", unit="messages"),
    Measure("resdes_sent", unit="messages", at_most="predes_received"),
    Measure("resdes_sent_24h", unit="messages", at_most="resdes_sent"),
    Measure("air_consignments", direction=_OUT, unit="consignments"),
    Measure("air_consignments_cardit_before_tender", direction=_OUT, unit="consignments", at_most="air_consignments"),
    Measure("identifiers_received"),
    Measure("identifiers_valid_s10", at_most="identifiers_received"),
    Measure("goods_items_out", direction=_OUT),
    Measure("goods_items_out_itmatt", direction=_OUT, at_most="goods_items_out"),
    Measure("itmatt_before_departure", direction=_OUT, at_most="goods_items_out_itmatt"),
    Measure("itmatt_complete", direction=_OUT, at_most="goods_items_out_itmatt"),
    Measure("items_several_events"),
    Measure("items_in_sequence", at_most="items_several_events"),
)

FIGURES = {
    "service-quality": SERVICE_QUALITY,
    "customs-clearance": CUSTOMS_CLEARANCE,
    "data-exchange": DATA_EXCHANGE,
}
"""The three datasets of monthly figures: one row is a month, a product and, where given, a partner."""

MEASURES = {measure.name: measure for measures in FIGURES.values() for measure in measures}
DATASET_OF = {measure.name: dataset for dataset, measures in FIGURES.items() for measure in measures}

REQUIREMENTS = (
    "emsevt_v3",
    "predes_v21",
    "resdes",
    "itmatt",
    "cusitm_cusrsp",
    "cardit_resdit",
    "security_s58",
    "security_s59",
    "quality_certification",
    "post_customs_agreement",
    "home_delivery",
    "inquiry_system",
)
"""Questions of the minimum operational requirements (MOR-01), answered yes, no or not-applicable."""

DISASTER_READINESS = (
    "disaster_plan",
    "disaster_plan_tested",
    "alternate_office",
    "backup_power",
    "backup_communications",
)
"""Questions of disaster readiness (lack of coping in the risk index)."""

CHECKLIST_COUNTS = ("standard_pairs_served", "standard_pairs_updated")
"""Counts of the checklist (MOR-02): product x zone pairs served, and those whose published standard was updated
in the last 12 months."""

DATASETS = ("service-quality", "customs-clearance", "data-exchange", "preparedness", "disruptions", "item-events")
FIGURE_DATASETS = DATASETS[:5]
