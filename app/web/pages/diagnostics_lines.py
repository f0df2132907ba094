"""The lines of the page on the method's diagnostics, shaped for showing; nothing is computed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from app.domain.advice import Advice
from app.domain.association import Figure
from app.domain.coherence import AGAINST, ALIKE, Pair
from app.domain.diagnostics import Diagnostics
from app.domain.dropping import Shift
from app.domain.method import Method
from app.domain.reach import LEAST_COVERAGE
from app.web.words import DASH, Words

Named = Callable[[str], str]
DIGITS = 2


@dataclass(frozen=True)
class HeatCell:
    """`kind`: how strong, for its colour."""

    text: str
    kind: str
    why: str = ""


@dataclass(frozen=True)
class HeatRow:
    code: str
    name: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class Heat:
    """Correlations of one pillar: Pearson below the diagonal, Spearman above it."""

    code: str
    name: str
    codes: tuple[str, ...]
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True)
class PairLine:
    node: str
    left: str
    right: str
    pearson: str
    spearman: str
    n: str
    flag: str
    flag_text: str


@dataclass(frozen=True)
class AlphaLine:
    name: str
    items: str
    alpha: str
    n: str


@dataclass(frozen=True)
class WeightLine:
    code: str
    name: str
    level: str
    nominal: str
    nominal_value: float
    share: str
    share_value: float | None
    correlation: str


@dataclass(frozen=True)
class ReachLine:
    code: str
    name: str
    n: str
    coverage: str
    thin: bool
    below: str
    above: str
    clipped: str
    revise: bool


@dataclass(frozen=True)
class DropLine:
    code: str
    name: str
    rank_mean: str
    rank_most: str
    score_mean: str
    score_most: str
    lost: str


def sentence(one: Advice, names: Named, members: Named, words: Words) -> str:
    """What to do, in words."""
    told = words.share if one.unit == "share" else partial(_number, words)
    subjects = [names(code) for code in one.subjects]
    return words.t(
        f"advice.{one.code}", left=subjects[0], right=subjects[min(1, len(subjects) - 1)], node=subjects[-1],
        value=told(one.value), beside=told(one.beside), n=words.whole(one.n), who=members(one.who),
        count=words.whole(one.count[0]), all=words.whole(one.count[1]),
    )  # fmt: skip


def _number(words: Words, value: float) -> str:
    return words.number(value, DIGITS) if abs(value) < 1 else words.plain(value)


def heats(method: Method, found: Diagnostics, names: Named, words: Words) -> Iterator[Heat]:
    """The pillars among themselves, then the indicators of each pillar."""
    known = {frozenset((pair.left, pair.right)): pair for pair in found.pairs}
    root = method.root
    yield _heat(root.code, words.t("web.diagnostics.between"), [c for c, _ in method.children(root.code)], known, names,
                words)  # fmt: skip
    for code, _ in method.children(root.code):
        items = [leaf.code for leaf in method.under(code)] if method.is_node(code) else []
        if len(items) > 1:
            yield _heat(code, names(code), items, known, names, words)


def _heat(code: str, name: str, items: list[str], known: dict[frozenset[str], Pair], names: Named,
          words: Words) -> Heat:  # fmt: skip
    place = {item: at for at, item in enumerate(items)}
    table = {(item, item): HeatCell("", "self") for item in items}
    for left, right in combinations(items, 2):
        pair = known[frozenset((left, right))]
        table[max(left, right, key=place.__getitem__), min(left, right, key=place.__getitem__)] = _cell(
            pair.pearson, words
        )
        table[left, right] = _cell(pair.spearman, words)
    rows = tuple(HeatRow(item, names(item), tuple(table[item, other] for other in items)) for item in items)
    return Heat(code, name, tuple(items), rows)


def _cell(figure: Figure, words: Words) -> HeatCell:
    if figure.value is None:
        return HeatCell(DASH, "none", words.t(f"lack.{figure.lack}"))
    kind = "alike" if figure.value > ALIKE else "against" if figure.value < AGAINST else _strength(figure.value)
    return HeatCell(words.signed(figure.value, DIGITS), kind)


def _strength(value: float) -> str:
    """A step of colour for a correlation that needs no attention."""
    return "low" if value < 0.3 else "middle" if value < 0.7 else "high"


def told(figure: Figure, words: Words) -> str:
    """The number, or why there is none."""
    return words.t(f"lack.{figure.lack}") if figure.value is None else words.number(figure.value, DIGITS)


def pair_lines(found: Diagnostics, names: Named, words: Words) -> Iterator[PairLine]:
    for pair in found.pairs:
        yield PairLine(
            names(pair.node), pair.left, pair.right, told(pair.pearson, words), told(pair.spearman, words),
            words.whole(pair.pearson.n), pair.flag or "",
            words.t(f"web.diagnostics.flag.{pair.flag}") if pair.flag else "",
        )  # fmt: skip


def alpha_lines(found: Diagnostics, names: Named, words: Words) -> Iterator[AlphaLine]:
    for one in found.consistencies:
        yield AlphaLine(names(one.node), ", ".join(one.items), told(one.alpha, words), words.whole(one.alpha.n))


def weight_lines(found: Diagnostics, names: Named, words: Words) -> Iterator[WeightLine]:
    for one in found.importances:
        share = one.share.value
        yield WeightLine(
            one.code, names(one.code), one.level, words.share(one.nominal, 1), 100 * one.nominal,
            words.t(f"lack.{one.share.lack}") if share is None else words.share(share, 1),
            None if share is None else min(100.0, max(0.0, 100 * share)), told(one.correlation, words),
        )  # fmt: skip


def reach_lines(found: Diagnostics, names: Named, words: Words) -> Iterator[ReachLine]:
    for one in found.reaches:
        yield ReachLine(
            one.code, names(one.code), f"{words.whole(one.n)} / {words.whole(one.owed)}", words.share(one.coverage),
            one.coverage is not None and one.coverage < LEAST_COVERAGE, words.whole(one.below), words.whole(one.above),
            words.share(one.clipped), one.revise,
        )  # fmt: skip


def drop_lines(found: Diagnostics, names: Named, members: Named, words: Words) -> Iterator[DropLine]:
    """The indicators on which most places hang first."""
    for one in sorted(found.drops, key=lambda drop: -(drop.rank.mean or 0.0)):
        yield DropLine(
            one.code, names(one.code), _size(one.rank, words), _most(one.rank, members, words, 0),
            _size(one.score, words), _most(one.score, members, words, DIGITS), words.whole(one.lost),
        )  # fmt: skip


def _size(shift: Shift, words: Words) -> str:
    return words.t(f"lack.{shift.lack}") if shift.mean is None else words.number(shift.mean, DIGITS)


def _most(shift: Shift, members: Named, words: Words, digits: int) -> str:
    if not shift.most:
        return DASH if shift.most is None else words.number(0, digits)
    return f"{words.isolate(words.signed(shift.most, digits))} · {words.isolate(members(shift.who))}"
