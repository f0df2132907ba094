"""Points, coverage and scores as formulas of a spreadsheet: the same arithmetic as the engine's, for a reader to check.

Sources: docs/method-files.md; `scoring.md` 2.1, 2.3, 2.6.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.editions import Reason
from app.domain.index import Leaf, Node
from app.domain.means import Mean
from app.domain.method import Method
from reports.book_cells import Formula, Place, literal

_SLACK = "1E-9"


@dataclass(frozen=True)
class Child:
    """A child of a node on one member's row. `coverage`: of a node; an indicator has none. `drops`: it may be that
    nothing is owed."""

    code: str
    weight: Place
    score: Place
    coverage: Place | None = None
    drops: bool = False

    @property
    def there(self) -> str:
        return f"ISNUMBER({self.score.absolute})"

    @property
    def owed(self) -> str:
        """1 or TRUE where the method asks for it."""
        if self.coverage is not None:
            return f"ISNUMBER({self.coverage.absolute})"
        return f'({self.score.absolute}<>"{Reason.NOTHING_TO_MEASURE}")' if self.drops else "1"

    @property
    def covered(self) -> str:
        return f"N({self.coverage.absolute})" if self.coverage is not None else self.there


def points_formula(leaf: Leaf, value: Place, floor: Place, target: Place, without: str) -> Formula | None:
    """The points of one value; `without`: what stands there when there is none. None where points look at others."""
    x = value.absolute
    if leaf.normalisation == "none":
        points = x
    elif leaf.normalisation == "goalposts":
        a, b = floor.absolute, target.absolute
        if leaf.scale == "log":
            x, a, b = f"LN({x})", f"LN({a})", f"LN({b})"
        points = f"{literal(leaf.low)}+{literal(leaf.high - leaf.low)}*(({x}-{a})/({b}-{a}))"
    else:
        return None
    low, high = literal(leaf.low), literal(leaf.high)
    if leaf.outside == "clip":
        points = f"MAX({low},MIN({high},{points}))"
    elif leaf.outside == "refuse":
        points = f'IF(AND({points}>={low},{points}<={high}),{points},"{Reason.OUT_OF_RANGE}")'
    if leaf.scale == "log":
        points = f'IFERROR({points},"{Reason.NON_POSITIVE}")'
    return Formula(f'IF(ISNUMBER({value.absolute}),{points},"{without}")')


def coverage_formula(children: list[Child]) -> Formula:
    """The share of the owed weight that is there; the reason where nothing is owed."""
    owed = _sum(f"{child.weight.absolute}*{child.owed}" for child in children)
    there = _sum(f"{child.weight.absolute}*{child.owed}*{child.covered}" for child in children)
    return Formula(f'IF(({owed})>0,({there})/({owed}),"{Reason.NOTHING_TO_MEASURE}")')


def score_formula(
    method: Method, node: Node, children: list[Child], coverage: Place, mandatory: list[Child], without: str
) -> Formula:
    """The score of a node; `without`: what stands there when it has none."""
    rules, whole = method.rules, [f"({_sum(child.there for child in children)})>0", f"ISNUMBER({coverage.absolute})"]
    if node.code != method.root.code:
        whole.append(f"N({coverage.absolute})>={literal(node.least_coverage)}-{_SLACK}")
        whole += [f"OR({child.there},NOT({child.owed}))" for child in mandatory]
    else:
        gone = [f"{child.owed}*NOT({child.there})" for child in children]
        total = _sum(f"{child.weight.absolute}*{child.owed}" for child in children)
        lost = _sum(f"{child.weight.absolute}*{one}" for child, one in zip(children, gone, strict=True))
        whole.append(f"({_sum(gone)})<={rules.provisional_missing}")
        whole.append(f"({total})-({lost})>={literal(rules.provisional_weight)}*({total})-{_SLACK}")
    mean = mean_formula(method.means[node.code], children, node.code in method.bounded)
    if rules.rounding == "carried" and (decimals := method.decimals(node.code)) is not None:
        mean = f"ROUND({mean},{decimals})"
    return Formula(f'IF(AND({",".join(whole)}),IFERROR({mean},"{Reason.NON_POSITIVE}"),"{without}")')


def mean_formula(mean: Mean, children: list[Child], bounded: bool) -> str:
    """The weighted mean of the children that are there."""
    total = _sum(f"{child.weight.absolute}*{child.there}" for child in children)
    bent = _sum(f"IF({child.there},{child.weight.absolute}*{bend(mean, child.score.absolute)},0)" for child in children)
    found = unbend(mean, f"(({bent})/({total}))")
    return f"MAX({literal(mean.low)},MIN({literal(mean.high)},{found}))" if bounded else found


def bend(mean: Mean, score: str) -> str:
    """f of a score, as `Mean.bend`; where the mean is not defined it is an error of the spreadsheet."""
    y = _inside(mean, score)
    if mean.kind == "arithmetic":
        return score
    if mean.kind == "power":
        allowed = ">0" if mean.power < 0 else ">=0"
        return f"IF({y}{allowed},{y}^({literal(mean.power)}),LN(-1))"
    if mean.kind == "harmonic":
        return f"IF({y}>0,1/{y},LN(-1))"
    if mean.kind == "product-root":
        return f"IF({y}=0,-1E300,LN({y}))"
    return f"LN({y})"


def unbend(mean: Mean, bent: str) -> str:
    """Back from `bend`."""
    if mean.kind == "arithmetic":
        return bent
    if mean.kind == "power":
        y = f"{bent}^(1/({literal(mean.power)}))"
    else:
        y = f"1/{bent}" if mean.kind == "harmonic" else f"EXP({bent})"
    e, span = mean.shift, mean.high - mean.low
    back = f"({y}-{literal(e * span)})/{literal(1 - e)}"
    if mean.kind == "worst-dominates":
        return f"({literal(mean.high)}-{back})"
    return f"({literal(mean.low)}+{back})" if e else f"({y})"


def _inside(mean: Mean, score: str) -> str:
    e, span = mean.shift, mean.high - mean.low
    if mean.kind == "worst-dominates":
        return f"({literal(e * span)}+{literal(1 - e)}*({literal(mean.high)}-{score}))"
    return f"({literal(e * span)}+{literal(1 - e)}*({score}-{literal(mean.low)}))" if e else f"({score})"


def _sum(parts: Iterable[str]) -> str:
    return "+".join(parts)
