"""The method: which indicators there are, how each becomes points, and how points become an index.

A method is data with a version (`app/handbook/v1.toml`). `app/domain/method_parsing.py` builds it and refuses what is
inconsistent. Nothing here knows a particular pillar: any tree of nodes over any indicators is a method.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.index import Index, IndexRules, Leaf
from app.domain.members import Names

ASSUMPTION = "assumption"


@dataclass(frozen=True)
class Formula:
    """How an indicator is computed from what members report.

    `kind`: `share` (100 x numerator / denominator), `quantile` (`measure`), `spread` (`measure` minus `minus`),
    `checklist` (100 x yes / applicable of `items`), `counts` (100 x numerator / denominator of checklist counts),
    `external` (a published value, `measure` names it), `disruption_days`, `notified_share`. `cap`: a share above
    100 counts as 100.
    """

    kind: str
    numerator: str = ""
    denominator: str = ""
    measure: str = ""
    minus: str = ""
    cap: bool = False
    items: tuple[str, ...] = ()

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures of the figure datasets that it reads, in order."""
        if self.kind in {"share", "quantile", "spread"}:
            return tuple(name for name in (self.numerator, self.denominator, self.measure, self.minus) if name)
        return ()


@dataclass(frozen=True, kw_only=True)
class Indicator(Leaf):
    """One indicator with its goalposts: `floor` gives 0 points, `target` 100; both in `unit`.

    `weight` is relative to its siblings; 0 means shown, not scored. `fresh_quarters`: for so many quarters a value
    counts as fresh; `carry_quarters`: so many quarters it may be carried. `nothing_to_measure`: whether 0 of 0
    `drops` the indicator from what is owed or is `no_data`. A source is a key of the method's sources or `assumption`;
    `target_after` and `floor_after` name the source that an assumption follows.
    """

    names: Names
    unit: str
    formula: Formula
    target_source: str
    floor_source: str
    definition: Names
    why: Names
    owner: str
    reviewed: date
    nothing_to_measure: str = "no_data"
    fresh_quarters: int = 1
    carry_quarters: int = 2
    target_after: str = ""
    floor_after: str = ""

    @property
    def numerator(self) -> str | None:
        return self.formula.numerator or None

    @property
    def denominator(self) -> str | None:
        return self.formula.denominator or None

    @property
    def measures(self) -> tuple[str, ...]:
        return self.formula.measures


@dataclass(frozen=True, kw_only=True)
class Rules(IndexRules):
    """The numbers of the method that belong to no indicator (`scoring.md` section 4, rulings 7 to 9).

    `draws`: how many times the reported figures are drawn anew for the bands of an edition.
    `where_both`: whether "reported" figures count or those from "scans", where a month has both.
    """

    small_n: float
    decimals: int
    provisional_missing: int
    freshness: tuple[float, ...]
    grades: tuple[tuple[str, float], ...]
    level_width: float
    levels: int
    confidence_z: float
    draws: int
    where_both: str


@dataclass(frozen=True)
class Scale:
    """A risk scale: `zero` gives 0 (no risk), `ten` gives 10."""

    zero: float
    ten: float
    source: str


@dataclass(frozen=True)
class RiskRules:
    """The constants of the risk index: floor under each dimension, class limits, and one scale for each part."""

    floor: float
    classes: tuple[float, ...]
    classes_source: str
    scales: tuple[tuple[str, Scale], ...]
    least_volume: float


@dataclass(frozen=True, kw_only=True)
class Method(Index[Indicator, Rules]):
    """One immutable method of ours: an index whose indicators know how they are computed from what members report."""

    cycle: str
    names: Names
    text: Names
    sources: tuple[tuple[str, str], ...]
    risk: RiskRules
