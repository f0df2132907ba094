"""What accepted files say, in the shapes that scoring takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.periods import Month, Quarter


@dataclass(frozen=True)
class MonthSums:
    """The measures of one dataset, member, month and product over all partners; `product` "" is all products together.

    By product is better: a ratio then takes only the products that report both of its sides.
    `values`: counts and stocks summed, quantiles as the mean weighted by their n; a measure nobody reported is absent.
    `n`: for each quantile, the count behind it. `rows`: how many file rows were summed.
    """

    member: str
    dataset: str
    month: Month
    values: Mapping[str, float]
    n: Mapping[str, float] = field(default_factory=dict)
    rows: int = 0
    product: str = ""


@dataclass(frozen=True)
class QuarterQuantile:
    """A quantile of a quarter computed from `n` items themselves, over all products and partners.

    `months`: those of the quarter in which there are such items. All of them count.
    """

    member: str
    quarter: Quarter
    measure: str
    value: float
    n: float
    months: frozenset[Month]


@dataclass(frozen=True)
class PartnerVolume:
    """Items arrived from one partner in one month (corridor concentration)."""

    member: str
    month: Month
    partner: str
    items_arrived: float


@dataclass(frozen=True)
class ChecklistAnswer:
    """One line of `preparedness`: an answer (`yes`, `no`, `not-applicable`) or a count."""

    member: str
    quarter: Quarter
    item: str
    answer: str | None = None
    count: float | None = None


@dataclass(frozen=True)
class Disruption:
    """One line of `disruptions`; times carry their offset. `end` is None while it lasts."""

    member: str
    start: datetime
    end: datetime | None
    kind: str
    products: tuple[str, ...]
    force_majeure: bool
    notified_at: datetime | None = None
    areas: str = ""


@dataclass(frozen=True)
class InformValue:
    """INFORM Risk of one member, 0-10, as published; `edition` and `source` are shown with it."""

    member: str
    edition: str
    risk: float
    risk_class: str
    hazard: float
    vulnerability: float
    coping: float
    source: str


@dataclass(frozen=True)
class Sent:
    """Whether a member has sent a dataset for a quarter.

    `state`: `complete`, `partial`, `missing`; with `late` (after the deadline) and `silent` (nothing after the grace).
    """

    member: str
    dataset: str
    quarter: Quarter
    months: int
    state: str
    late: bool = False
    silent: bool = False


@dataclass(frozen=True)
class Evidence:
    """Everything that scoring a region's quarter may look at. Holds earlier quarters too, nothing later.

    `beside`: what the other source tells of months of the quarter; it counts nowhere (`app/domain/sources.py`).
    """

    quarter: Quarter
    members: tuple[str, ...]
    months: tuple[MonthSums, ...] = ()
    partners: tuple[PartnerVolume, ...] = ()
    answers: tuple[ChecklistAnswer, ...] = ()
    disruptions: tuple[Disruption, ...] = ()
    inform: tuple[InformValue, ...] = ()
    sent: tuple[Sent, ...] = ()
    quantiles: tuple[QuarterQuantile, ...] = ()
    beside: tuple[MonthSums, ...] = ()
