"""Seeded, plausible and clearly synthetic monthly figures for the demo, as rows of the three figure datasets.

The same member, dataset and quarter always give the same rows. Counts keep the bounds that the checks ask for
(`app/domain/measures.py`); what the members of a story get wrong stands across files, where no check of one file
can see it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from app.actions.demo_members import Profile
from app.domain.periods import Month, Quarter

SEED = 20260101
REMARK = "synthetic"
Row = dict[str, object]

_MIX = {"letter": 0.5, "parcel": 0.38, "ems": 0.12}
_GOODS = {"letter": 0.35, "parcel": 0.94, "ems": 0.82}
_CORRIDORS = (0.42, 0.20, 0.14, 0.11, 0.08, 0.05)
_SEASON = (1.00, 0.94, 1.06, 0.99, 1.02, 0.97, 0.93, 0.95, 1.04, 1.05, 1.22, 1.18)
_TESTED = 40  # test letters a month and corridor
_SHOCK = Month(2026, 8)
_FIRST = Month(2026, 1)


def figures(profile: Profile, dataset: str, quarter: Quarter, version: int = 1) -> list[Row]:
    """The rows of one file of monthly figures. `version` 2 is the correction of a member that sends one."""
    measures = {"service-quality": _service, "customs-clearance": _customs, "data-exchange": _exchange}[dataset]
    rows: list[Row] = []
    for month, product, partner, arrived in _flows(profile, quarter):
        play = _Play(profile, month, product, partner, version)
        head: Row = {"member": profile.code, "month": str(month), "product": product, "partner": partner}
        rows.append(head | measures(play, arrived) | {"remark": REMARK})
    return rows


def _flows(profile: Profile, quarter: Quarter) -> Iterator[tuple[Month, str, str, int]]:
    """Each month, product and partner of the quarter, with the items that arrived."""
    for month in quarter.months:
        for product, mix in _MIX.items():
            for partner, share in zip(profile.partners, _CORRIDORS, strict=True):
                noise = random.Random(f"{SEED}:{profile.code}:{month}:{product}:{partner}").uniform(0.94, 1.06)
                items = profile.inbound * 1000 * mix * share * _SEASON[month.number - 1] * noise
                if profile.story == "shock" and month == _SHOCK:
                    items *= 0.36
                yield month, product, partner, max(round(items), 3)


class _Play:
    """The hand of one row: shares between poor and good, by the member's quality, steady but for a little noise."""

    def __init__(self, profile: Profile, month: Month, product: str, partner: str, version: int) -> None:
        self.profile, self.month, self.product, self.version = profile, month, product, version
        self.later = (month.year - _FIRST.year) * 12 + month.number - _FIRST.number
        self.quality = min(max(profile.quality + profile.trend * self.later / 3, 0.02), 0.99)
        if product == "ems":
            self.quality = min(self.quality + 0.04, 0.99)
        self.noise = random.Random(f"{SEED}:{profile.code}:{month}:{product}:{partner}:shares")

    def between(self, name: str, poor: float, good: float) -> float:
        """A value between poor and good; each member has its own strong and weak sides."""
        side = random.Random(f"{SEED}:{self.profile.code}:{name}").uniform(-0.09, 0.09)
        at = min(max(self.quality + side + self.noise.uniform(-0.015, 0.015), 0.0), 1.0)
        return poor + (good - poor) * at

    def part(self, name: str, whole: float, poor: float, good: float) -> int:
        """A count out of `whole`, never more than it."""
        return min(round(whole * self.between(name, poor, good)), int(whole))


def _service(play: _Play, arrived: int) -> Row:
    announced = round(arrived / play.between("scan", 0.72, 0.995))
    delivered = play.part("delivered", arrived, 0.62, 0.995)
    attempted = play.part("attempted", delivered, 0.97, 0.995)
    standard = play.part("standard", arrived, 0.80, 0.98)
    posted = max(round(arrived * play.profile.outbound), 1)
    measured = round(delivered * 0.7)
    p50 = play.between("p50", 7.0, 1.4)
    due = round(arrived * 0.004)
    tested = play.product == "letter"
    return {
        "items_announced": announced,
        "items_emc": play.part("emc", announced, 0.93, 0.995),
        "items_arrived": arrived,
        "arrivals_transmitted_24h": play.part("arrival_sent", arrived, 0.58, 0.995),
        "items_delivery_event": delivered,
        "delivery_events_transmitted_24h": play.part("delivery_sent", delivered, 0.60, 0.985),
        "items_with_standard": standard,
        "items_on_time": play.part("on_time", standard, 0.60, 0.97),
        "items_attempted": attempted,
        "items_delivered_first_attempt": play.part("first_attempt", attempted, 0.52, 0.88),
        "items_delivery_time_measured": play.part("time_measured", delivered, 0.95, 0.99),
        "delivery_days_p50": round(p50, 1),
        "delivery_days_p90": round(p50 + play.between("spread", 11.0, 2.0), 1),
        "items_posted": posted,
        "items_departed": play.part("departed", posted, 0.66, 0.995),
        "end_to_end_measured": measured,
        "end_to_end_on_time": play.part("end_to_end", measured, 0.50, 0.93),
        "inquiries_due": due,
        "inquiries_answered_on_time": play.part("inquiries", due, 0.68, 0.99),
        "letter_test_items": _TESTED if tested else "not-applicable",
        "letter_test_items_on_time": play.part("letter_test", _TESTED, 0.42, 0.86) if tested else "not-applicable",
    }


def _customs(play: _Play, arrived: int) -> Row:
    goods = round(arrived * _GOODS[play.product])
    presented = round(goods * (1.9 if play.profile.story == "contradiction" else 0.97))
    reached = play.part("cusitm", goods, 0.45, 0.995)
    cleared = play.part("cleared", presented, 0.45, 0.965)
    held = play.part("held", presented, 0.19, 0.04)
    reasons = (0.97, 0.99) if play.version > 1 else (0.42, 0.97)
    waiting = play.part("open", presented, 0.20, 0.02)
    aged = play.between("aged", 0.28, 0.02)
    if play.profile.story == "backlog":  # grows by a sixth each month
        waiting = round(presented * 0.06 * 1.17**play.later)
        aged = min(0.08 + 0.025 * play.later, 0.5)
    p50 = play.between("dwell", 66.0, 11.0)
    dutiable = round(goods * 0.3)
    return {
        "goods_items_inbound": goods,
        "goods_items_data_before_arrival": play.part("early_data", goods, 0.32, 0.985),
        "items_cusitm": reached,
        "items_released_before_arrival": play.part("early_release", reached, 0.03, 0.68),
        "items_presented": presented,
        "items_cleared_24h": play.part("cleared_24h", cleared, 0.62, 0.90),
        "items_cleared_48h": cleared,
        "items_dwell_measured": play.part("dwell_measured", presented, 0.95, 0.99),
        "dwell_hours_p50": round(p50, 1),
        "dwell_hours_p90": round(p50 + play.between("long_dwell", 170.0, 36.0), 1),
        "items_held": held,
        "items_held_with_reason": play.part("reason", held, *reasons),
        "items_open": waiting,
        "items_open_over_5_days": min(round(waiting * aged), waiting),
        "items_refused_returned_seized": play.part("refused", presented, 0.045, 0.005),
        "items_dutiable": dutiable,
        "items_duties_prepaid": play.part("prepaid", dutiable, 0.05, 0.6),
    }


def _exchange(play: _Play, arrived: int) -> Row:
    dispatches = max(round(arrived * play.profile.outbound / 120), 2)
    received = max(round(arrived / 150), 2)
    replied = play.part("resdes", received, 0.62, 0.99)
    consignments = max(round(dispatches * 0.8), 1)
    goods = max(round(arrived * play.profile.outbound * _GOODS[play.product] * 0.8), 1)
    declared = play.part("itmatt", goods, 0.52, 1.0)
    several = round(arrived * 0.95)
    return {
        "dispatches_out": dispatches,
        "dispatches_out_predes": play.part("predes", dispatches, 0.72, 0.995),
        "predes_received": received,
        "resdes_sent": replied,
        "resdes_sent_24h": play.part("resdes_24h", replied, 0.52, 0.97),
        "air_consignments": consignments,
        "air_consignments_cardit_before_tender": play.part("cardit", consignments, 0.50, 0.98),
        "identifiers_received": arrived,
        "identifiers_valid_s10": play.part("s10", arrived, 0.91, 0.998),
        "goods_items_out": goods,
        "goods_items_out_itmatt": declared,
        "itmatt_before_departure": play.part("itmatt_early", declared, 0.62, 0.985),
        "itmatt_complete": play.part("itmatt_complete", declared, 0.52, 0.96),
        "items_several_events": several,
        "items_in_sequence": play.part("sequence", several, 0.81, 0.985),
    }
