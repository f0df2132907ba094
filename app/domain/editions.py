"""The results of a quarter: what working results and editions hold, and what pages, API and PDF show.

Everything shown is in here, so that nothing is computed where it is shown. `QuarterResult` goes to JSON and back
without loss (`app/domain/results_json.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.domain.bands import Band, Change
from app.domain.observations import InformValue, Sent


class Reason(StrEnum):
    """Why there is no number. Sentences: catalogue key `reason.CODE`."""

    NO_DATA = "NO_DATA"
    NOTHING_TO_MEASURE = "NOTHING_TO_MEASURE"
    NO_DENOMINATOR = "NO_DENOMINATOR"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    BELOW_COVERAGE = "BELOW_COVERAGE"
    MANDATORY_MISSING = "MANDATORY_MISSING"
    NON_POSITIVE = "NON_POSITIVE"
    ZERO_RANGE = "ZERO_RANGE"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    TOO_FEW_PILLARS = "TOO_FEW_PILLARS"
    TOO_FEW_PARTS = "TOO_FEW_PARTS"


class Standing(StrEnum):
    FINAL = "FINAL"
    PROVISIONAL = "PROVISIONAL"
    NOT_PUBLISHED = "NOT_PUBLISHED"


@dataclass(frozen=True)
class Measured:
    """A number or the reason why there is none; never both, never neither, never NaN."""

    value: float | None
    reason: Reason | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError("give a value or a reason, not both and not neither")
        if self.value is not None and not (float("-inf") < self.value < float("inf")):
            raise ValueError(f"not a finite number: {self.value}")


@dataclass(frozen=True)
class IndicatorResult:
    """One indicator of one member and quarter.

    `value` is in the indicator's unit; `points` on 0-100 between floor and target. `clip` is `below`, `above` or None.
    `age`: quarters since the data (0 fresh). `interval`: 90 % interval of `value` where counts allow one.
    `weight`: share of the index if everything were present (0-1). `contribution`: points of the index that it carries.
    `previous`: the value a quarter earlier; `change`: its part of the index's change in points, None without one.
    `change_coverage`: what of `change` comes from data that appeared or disappeared; None where it was not told apart.
    """

    code: str
    parent: str
    value: Measured
    points: Measured
    numerator: float | None = None
    denominator: float | None = None
    n: float | None = None
    interval: tuple[float, float] | None = None
    approximate: bool = False
    clip: str | None = None
    age: int = 0
    source_quarter: str = ""
    weight: float = 0.0
    contribution: float = 0.0
    lost: float = 0.0
    previous: Measured | None = None
    change: float | None = None
    change_coverage: float | None = None


@dataclass(frozen=True)
class NodeResult:
    """The index, a pillar or a node between pillar and indicators. `level`: `index`, `pillar`, `node`.

    `coverage`: share of underlying weight with data (0-1). `lower`/`upper`: the score with everything missing at its
    worst / best. The other fields as in `IndicatorResult`.
    """

    code: str
    parent: str | None
    level: str
    score: Measured
    coverage: float
    lower: float
    upper: float
    weight: float
    contribution: float = 0.0
    lost: float = 0.0
    previous: Measured | None = None
    change: float | None = None
    change_coverage: float | None = None


@dataclass(frozen=True)
class RiskPart:
    """One part of the risk index on 0-10. `dimension`: `exposure`, `vulnerability`, `coping`."""

    code: str
    dimension: str
    score: Measured
    value: float | None = None


@dataclass(frozen=True)
class RiskResult:
    """Risk index 0-10, higher is worse; `risk_class`: `very_low` … `very_high`, our own classes."""

    index: Measured
    risk_class: str | None
    dimensions: tuple[tuple[str, Measured], ...] = ()
    parts: tuple[RiskPart, ...] = ()
    inform: InformValue | None = None
    previous: Measured | None = None


@dataclass(frozen=True)
class Signal:
    """Something a person should look at, in plain words: catalogue keys `signal.CODE` (what happens, filled with
    `params`) and `signal.CODE.do` (what to do). `weight`: `good`, `watch` or `alarm`; most severe first."""

    code: str
    weight: str
    since: str
    indicator: str | None = None
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Bridge:
    """From the index of the quarter before, as it was published, to this one: effects in points that sum to `total`.

    `edition`: the number under which `previous` was published by `method_version`; None where it was not, then it is
    what that method gives now. `value`: what was reported of the two quarters; `coverage`: something appeared or
    disappeared; `revision`: figures of the quarter before that were corrected since; `method`: the method is another;
    `rounding`: what is left. `parts`: effect, indicator and points, of those that are not 0.
    """

    quarter: str
    edition: int | None
    method_version: str
    previous: float
    total: float
    value: float
    coverage: float
    revision: float
    method: float
    rounding: float
    parts: tuple[tuple[str, str, float], ...] = ()


@dataclass(frozen=True)
class MemberResult:
    """All that is known of one member in one quarter.

    `index` is unrounded; `published` is it rounded half up to one decimal, and is what level and rank come from.
    `grade` A-D tells how complete and fresh the data are, never how good the post is. `band`, `moved` and `above` come
    from draws of what the reported figures might as well have been: the 5-95 % band of score and rank, how likely the
    score rose or fell since the quarter before, and how likely it stands above each of the other ranked members.
    `previous` and `change` are by the method and the figures of now; `bridge` starts from what was published.
    """

    member: str
    quarter: str
    index: Measured
    published: Measured
    standing: Standing
    grade: str
    coverage: float
    lower: float
    upper: float
    level: int | None = None
    rank: int | None = None
    ranked: int = 0
    previous: Measured | None = None
    change: float | None = None
    borderline: bool = False
    reasons: tuple[tuple[str, Reason], ...] = ()
    nodes: tuple[NodeResult, ...] = ()
    indicators: tuple[IndicatorResult, ...] = ()
    risk: RiskResult | None = None
    signals: tuple[Signal, ...] = ()
    sent: tuple[Sent, ...] = ()
    band: Band | None = None
    moved: Change | None = None
    above: tuple[tuple[str, float], ...] = ()
    bridge: Bridge | None = None


def unplaced(member: MemberResult) -> MemberResult:
    """The result without its place among the others."""
    band = member.band and replace(member.band, ranks=None)
    return replace(member, rank=None, ranked=0, band=band, above=())


@dataclass(frozen=True)
class QuarterResult:
    """One region's quarter under one method: best first, the unranked last."""

    region: str
    quarter: str
    method_version: str
    method_hash: str
    engine_version: str
    members: tuple[MemberResult, ...]
