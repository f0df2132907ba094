"""What item events tell beyond the figures that members report: the one declaration of these measures.

They stand in MEASURES.csv beside those of `app/domain/measures.py` and are no figures: no form asks for them and no
indicator divides them. Definitions in words stand in the catalogues (`event_measures.po`, key `event_measure.BASE`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.measures import MEASURES, Direction, Kind

SHARES = (0.5, 0.85, 0.9)
"""The quantiles of every distribution, by linear interpolation between closest ranks (type 7)."""
LEAST = 30
"""A corridor with fewer items in a month has its counts, and no quantiles: chance would speak in them."""
HOURS, WORKING_DAYS = "hours", "working-days"
SECONDS_OF_HOUR = 3_600
LEGS = (
    "posting_to_departure",
    "departure_to_arrival",
    "arrival_to_attempt",
    "arrival_to_delivery",
    "posting_to_attempt",
)
LATE_DAYS = 5
"""Delays of up to so many days are counted day by day, longer ones together."""
STATUSES = (
    "no_delivery_info",
    "no_standard",
    "out_of_sequence",
    "on_time",
    *(f"delayed_{days}" for days in range(1, LATE_DAYS + 1)),
    f"delayed_over_{LATE_DAYS}",
)
"""Column X of PRIME's flat file, in the order in which they are asked: the first that holds is the item's."""
INFO_RETURNS = ("on_time", "late", "not_available")
"""Column Y: whether the first attempt of delivery was told within 24 hours."""
AGES = (("to_1_day", 0, 1), ("2_to_5_days", 1, 5), ("6_to_10_days", 5, 10), ("over_10_days", 10, None))
"""Classes of the backlog: name, days that are exceeded, days that are not."""
NOT_DEDUCTED = ("no_reason", "no_exit")


@dataclass(frozen=True)
class EventMeasure:
    """One name of MEASURES.csv. `base` is the rule's column that is added up, or whose quantile is taken at `share`;
    `unit` is a catalogue key (`unit.items`), `source` a key of the field's literature, "assumption" for our own.
    """

    name: str
    base: str
    source: str
    kind: Kind = Kind.COUNT
    direction: Direction = Direction.INBOUND
    unit: str = "items"
    share: float | None = None
    least: int = 1
    by_partner_alone: bool = False

    @property
    def definition(self) -> str:
        """The key of its definition in words."""
        return f"event_measure.{self.base}"

    def value(self, found: float) -> float:
        """What was found, in the measure's unit: times are found in seconds."""
        return found / SECONDS_OF_HOUR if self.unit == HOURS else found


def _distribution(
    base: str, unit: str, direction: Direction, source: str, least: int = 1, alone: bool = False
) -> Iterator[EventMeasure]:
    for share in SHARES:
        name = f"{base}_p{round(share * 100)}"
        yield EventMeasure(name, base, source, Kind.QUANTILE, direction, unit, share, least, alone)


def _legs() -> Iterator[EventMeasure]:
    for leg in LEGS:
        direction = Direction.OUTBOUND if leg == "posting_to_departure" else Direction.INBOUND
        yield EventMeasure(f"{leg}_measured", f"{leg}_measured", "EMS-JOIN", direction=direction)
        yield from _distribution(f"{leg}_hours", HOURS, direction, "EMS-JOIN")
        yield from _distribution(f"{leg}_working_days", WORKING_DAYS, direction, "EMS-JOIN")


def _counts(source: str, *names: str, kind: Kind = Kind.COUNT, alone: bool = False) -> Iterator[EventMeasure]:
    return (EventMeasure(name, name, source, kind, by_partner_alone=alone) for name in names)


_ALL = (
    *_legs(),
    *_counts("PRIME-FF", *(f"status_{status}" for status in STATUSES)),
    *_counts("PRIME-FF", *(f"info_return_{status}" for status in INFO_RETURNS)),
    *_counts("PRIME-FF", "items_completed", "items_carried_forward"),
    *_counts("PRIME-OPS", "items_missent"),
    *_counts("PRIME-OPS", "customs_deducted", *(f"customs_not_deducted_{why}" for why in NOT_DEDUCTED)),
    *_counts("assumption", *(f"items_open_{name}" for name, _, _ in AGES), kind=Kind.STOCK),
    *_counts("REG-3", "corridor_items", "corridor_with_standard", "corridor_on_time", "corridor_measured", alone=True),
    *_distribution("corridor_hours", HOURS, Direction.INBOUND, "REG-3", LEAST, alone=True),
)
EVENT_MEASURES = {measure.name: measure for measure in _ALL}


def kind_of(name: str) -> Kind:
    """How a measure of MEASURES.csv combines, be it a figure or not."""
    return MEASURES[name].kind if name in MEASURES else EVENT_MEASURES[name].kind
