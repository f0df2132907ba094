"""Take the change of a unit's index apart, from files, for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app import handbook
from app.actions.score_by_hand import in_order
from app.domain.combining import Tree, tree_of
from app.domain.explain import change_in_steps
from app.domain.index import AnyIndex
from app.domain.tables import Scored, score_table
from ingest.score_table import TableError, read_score_table


@dataclass(frozen=True)
class Line:
    """One part in points of the index: what it is about, and by which effect it moved."""

    code: str
    effect: str
    points: float


@dataclass(frozen=True)
class Told:
    """A change of the index and the parts that sum to it; `change` None with the reason in `why_not`."""

    unit: str
    periods: tuple[str, str]
    scores: tuple[float | None, float | None]
    change: float | None
    lines: tuple[Line, ...]
    why_not: str = ""

    def as_json(self) -> dict[str, object]:
        """One object for scripts."""
        parts = [{"code": line.code, "effect": line.effect, "points": line.points} for line in self.lines]
        return {
            "unit": self.unit, "from": self.periods[0], "to": self.periods[1], "before": self.scores[0],
            "after": self.scores[1], "change": self.change, "parts": parts, "reason": self.why_not or None,
        }  # fmt: skip

    def as_lines(self) -> Iterator[str]:
        """A table for a person: the change first, then its parts, largest first."""
        yield f"unit\t{self.unit}"
        for period, score in zip(self.periods, self.scores, strict=True):
            yield f"index {period}\t{'' if score is None else repr(score)}"
        if self.change is None:
            yield f"no change to explain: {self.why_not}"
            return
        yield f"change\t{self.change!r}"
        yield "code\teffect\tpoints"
        for line in sorted(self.lines, key=lambda line: -abs(line.points)):
            yield f"{line.code}\t{line.effect}\t{line.points!r}"


def explain_by_hand(
    *,
    method: Path,
    data: Path,
    unit: str,
    periods: tuple[str, str],
    earlier_method: Path | None = None,
    earlier_data: Path | None = None,
) -> Told:
    """The parts of the index's change from the first period to the second.

    Without an earlier method and earlier data: what each indicator moved by its value, and by appearing or
    disappearing. With them three steps: the data of the first period revised, the method changed, the time gone by.
    MethodError, TableError or LookupError name what is wrong with the files or the call.
    """
    index = handbook.read_index(method.read_bytes())
    old = index if earlier_method is None else handbook.read_index(earlier_method.read_bytes())
    first, second = periods
    scored: dict[tuple[str, Path], Scored] = {}

    def tree(of: AnyIndex, path: Path, period: str) -> Tree:
        if (of.hash, path) not in scored:
            scored[of.hash, path] = score_table(of, read_score_table(path, [leaf.code for leaf in of.indicators]))
        return _tree(of, scored[of.hash, path], path, (unit, period))

    before, revised = tree(old, earlier_data or data, first), tree(old, data, first)
    again, after = tree(index, data, first), tree(index, data, second)
    scores = before.value(old.root.code), after.value(index.root.code)
    steps = change_in_steps((old, before, revised), (index, again, after))
    if steps is None:
        named = ((first, old, before), (first, old, revised), (first, index, again), (second, index, after))
        gone = next((period, of, tree) for period, of, tree in named if tree.value(of.root.code) is None)
        reason = gone[2].places[gone[1].root.code].score.reason
        return Told(unit, periods, scores, None, (), f"no score in {gone[0]}: {reason}")
    order = in_order(index)
    lines = [Line(code, effect, points) for effect, parts in steps.parts.items() for code, points in parts.items()]
    lines.sort(key=lambda line: order.index(line.code) if line.code in order else -1)
    return Told(unit, periods, scores, steps.total, tuple(line for line in lines if line.points))


def _tree(index: AnyIndex, scored: Scored, data: Path, wanted: tuple[str, str]) -> Tree:
    table, (unit, period) = scored.table, wanted
    for at, key in enumerate(zip(table.units, table.periods, strict=True)):
        if key == wanted:
            return tree_of(index, scored.scores, at)
    known = sorted({p for u, p in zip(table.units, table.periods, strict=True) if u == unit})
    raise TableError(
        f"no unit {unit!r} in {data.name}"
        if not known
        else f"{unit!r} has no period {period!r}; it has {', '.join(known)}"
    )
