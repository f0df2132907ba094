"""The shapes of the API. Every answer has one, so that it is written fast and described in OpenAPI."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """Nothing unknown, nothing changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class NamesShape(Shape):
    ar: str
    fr: str
    en: str


class MeasuredShape(Shape):
    """A number or the reason why there is none."""

    value: float | None
    reason: str | None


class QuarterShape(Shape):
    quarter: str
    due: date
    grace_ends: date


class CycleShape(Shape):
    code: str
    quarters: list[QuarterShape]


class RegionShape(Shape):
    code: str
    names: NamesShape


class MemberShape(Shape):
    code: str
    iso3: str
    region: str
    names: NamesShape
    operator: str
    zone: str


class SourceShape(Shape):
    """Where the numbers come from: an edition, or working results (`edition` is null)."""

    edition: int | None
    digest: str
    computed_at: datetime
    published_at: datetime | None
    method_version: str
    method_hash: str


class LineShape(Shape):
    """One member in a region's quarter."""

    member: str
    published: MeasuredShape
    standing: str
    grade: str
    coverage: float
    lower: float
    upper: float
    level: int | None
    rank: int | None
    ranked: int
    change: float | None
    risk: float | None
    risk_class: str | None


class RegionResultShape(Shape):
    region: str
    quarter: str
    source: SourceShape
    members: list[LineShape]


class NodeShape(Shape):
    code: str
    parent: str | None
    level: str
    score: MeasuredShape
    coverage: float
    lower: float
    upper: float
    weight: float
    contribution: float
    lost: float
    change: float | None
    change_coverage: float | None


class IndicatorShape(Shape):
    code: str
    parent: str
    value: MeasuredShape
    points: MeasuredShape
    numerator: float | None
    denominator: float | None
    n: float | None
    interval: tuple[float, float] | None
    approximate: bool
    age: int
    source_quarter: str
    weight: float
    contribution: float
    lost: float
    change: float | None
    change_coverage: float | None


class SignalShape(Shape):
    code: str
    weight: str
    since: str
    indicator: str | None
    text: str
    what_to_do: str


class SureShape(Shape):
    """How sure the score is: its 5-95 % band and that of the rank, how likely each level is from 1 on, how likely the
    score rose or fell since the quarter before, and how likely it stands above each other ranked member.

    Errors of the reported data alone, not of the method.
    """

    low: float
    high: float
    ranks: tuple[int, int] | None
    levels: list[float]
    rose: float | None
    fell: float | None
    trend: str | None
    above: dict[str, float]


class BridgeShape(Shape):
    """From what was published of the quarter before to this one: effects in points that sum to `total`.

    `edition` is null where nothing was published; then `previous` is what `method_version` gives now. `parts`: effect,
    indicator, points.
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
    parts: list[tuple[str, str, float]]


class MemberResultShape(Shape):
    member: str
    region: str
    quarter: str
    source: SourceShape
    line: LineShape
    nodes: list[NodeShape]
    indicators: list[IndicatorShape]
    sure: SureShape | None
    sentence: str
    bridge: BridgeShape | None
    signals: list[SignalShape]


class MethodIndicatorShape(Shape):
    code: str
    node: str
    names: NamesShape
    definition: NamesShape
    why: NamesShape
    unit: str
    formula: str
    floor: float
    floor_source: str
    target: float
    target_source: str
    weight: float


class MethodShape(Shape):
    version: str
    hash: str
    names: NamesShape
    text: NamesShape
    indicators: list[MethodIndicatorShape]


class EditionShape(Shape):
    id: int
    region: str
    quarter: str
    number: int
    state: str
    digest: str | None
    method_version: str
    published_at: datetime | None


class ReportShape(Shape):
    id: int
    edition: int
    region: str
    member: str | None
    quarter: str
    language: str
    sha256: str
    size: int
    href: str


class ProblemShape(BaseModel):
    """RFC 9457. `type` ends in a stable code; `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str
