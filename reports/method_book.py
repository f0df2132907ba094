"""The workbook of a method on one quarter: inputs, and every step from them to the index as formulas to check."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from openpyxl import Workbook

from app.domain.diagnostics import Diagnostics
from app.domain.editions import IndicatorResult, MemberResult, QuarterResult
from app.domain.index import Leaf, Node
from app.domain.method import Method
from app.domain.other_methods import OtherMethods
from reports.book_cells import Formula, Place, Value, add_sheet, span
from reports.book_formulas import Child, coverage_formula, points_formula, score_formula
from reports.diagnostics_sheet import diagnostics_rows
from reports.formatting import Form
from reports.others_sheet import others_rows

WEIGHT, SHARE, FLOOR, TARGET = 5, 6, 7, 8
"""Columns of the sheet of weights."""
VALUE = 5
"""Column of the sheet of inputs."""
FIRST = 3
"""The first column of points and nodes after a member's code and name."""
PER_NODE = 4
"""Coverage, score, the engine's score, and the difference."""


@dataclass(frozen=True)
class MethodBook:
    """Everything the workbook shows. `about`: lines of the first sheet; `names`: of the members by code."""

    language: str
    method: Method
    result: QuarterResult
    found: Diagnostics
    about: tuple[tuple[str, str], ...]
    names: Mapping[str, str]
    others: OtherMethods

    @cached_property
    def form(self) -> Form:
        return Form(self.language)

    def sheet(self, name: str) -> str:
        return self.form.say(f"book.sheet.{name}")

    @cached_property
    def members(self) -> tuple[MemberResult, ...]:
        return self.result.members

    @property
    def last_row(self) -> int:
        """The row of the last member in the sheets of points and nodes."""
        return 1 + len(self.members)

    @cached_property
    def _rows(self) -> dict[str, int]:
        codes = [*(node.code for node in self.method.nodes), *(leaf.code for leaf in self.method.indicators)]
        return {code: row for row, code in enumerate(codes, 2)}

    @cached_property
    def _columns(self) -> dict[str, int]:
        leaves = {leaf.code: FIRST + at for at, leaf in enumerate(self.method.indicators)}
        return leaves | {node.code: FIRST + PER_NODE * at for at, node in enumerate(self.method.depth_first)}

    def weights(self, code: str, column: int) -> Place:
        return Place(self.sheet("weights"), self._rows[code], column)

    def score(self, code: str, row: int) -> Place:
        """The points or score of a place on a member's row."""
        if self.method.is_node(code):
            return Place(self.sheet("nodes"), row, self._columns[code] + 1)
        return Place(self.sheet("points"), row, self._columns[code])

    def coverage(self, code: str, row: int) -> Place:
        return Place(self.sheet("nodes"), row, self._columns[code])

    def difference(self, code: str, row: int) -> Place:
        return Place(self.sheet("nodes"), row, self._columns[code] + 3)

    def column(self, code: str) -> str:
        """The scores of all members."""
        return span(self.score(code, 2), self.last_row)

    def title(self, code: str) -> str:
        place = self.method.node(code) if self.method.is_node(code) else self.method.indicator(code)
        return self.form.name(place.names)


def build(book: MethodBook) -> bytes:
    """The workbook's bytes. Texts stay texts; what can be recomputed is a formula."""
    made = Workbook(write_only=True)
    mirrored = book.language == "ar"
    sheets: list[tuple[str, Iterator[Sequence[Value]], Sequence[int], str | None]] = [
        ("sources", _sources(book), (44, 90), None),
        ("inputs", _inputs(book), (8, 24, 10, 40, 14, 10, 30, 14, 14, 10, 12), "A2"),
        ("points", _points(book), (8, 24), "C2"),
        ("nodes", _nodes(book), (8, 24), "C2"),
        ("weights", _weights(book), (10, 44, 12, 10, 12, 12, 12, 12, 14, 12, 14), "C2"),
    ]
    for name, rows, widths, frozen in sheets:
        bold = range(0 if name == "sources" else 1)
        add_sheet(made, book.sheet(name), rows, widths=widths, frozen=frozen, heads=bold, mirrored=mirrored)
    found, heads = diagnostics_rows(book)
    add_sheet(made, book.sheet("diagnostics"), found, widths=(40, 40, 14, 14, 14, 14, 14), frozen=None, heads=heads,
              mirrored=mirrored)  # fmt: skip
    varied, heads = others_rows(book.others, book.names, book.form)
    add_sheet(made, book.sheet("others"), varied, widths=(40, 30, *(16,) * 8), frozen=None, heads=heads,
              mirrored=mirrored)  # fmt: skip
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _sources(book: MethodBook) -> Iterator[Sequence[Value]]:
    yield from book.about
    places = [span(book.difference(node.code, 2), book.last_row) for node in book.method.depth_first]
    if book.members:
        yield book.form.say("book.check"), Formula(f"MAX({','.join(places)})")
    yield "", book.form.say("book.how")


def _inputs(book: MethodBook) -> Iterator[Sequence[Value]]:
    say = book.form.say
    yield [say(f"book.{key}") for key in ("code", "member", "code", "indicator", "value", "unit", "reason", "numerator",
                                          "denominator", "n", "source_quarter")]  # fmt: skip
    for member in book.members:
        known = {one.code: one for one in member.indicators}
        for leaf in book.method.indicators:
            one = known.get(leaf.code)
            yield [member.member, book.names[member.member], leaf.code, book.title(leaf.code),
                   *_input(book, one, leaf.unit)]  # fmt: skip


def _input(book: MethodBook, one: IndicatorResult | None, unit: str) -> Sequence[Value]:
    if one is None:
        return [None, unit]
    reason = one.value.reason
    told = book.form.or_code(f"reason.{reason}", str(reason)) if reason else None
    return [one.value.value, unit, told, one.numerator, one.denominator, one.n, one.source_quarter]


def _points(book: MethodBook) -> Iterator[Sequence[Value]]:
    yield [book.form.say("book.code"), book.form.say("book.member"), *(leaf.code for leaf in book.method.indicators)]
    count = len(book.method.indicators)
    for at, member in enumerate(book.members):
        known = {one.code: one for one in member.indicators}
        cells = [
            _point(book, leaf, known.get(leaf.code), 2 + at * count + place)
            for place, leaf in enumerate(book.method.indicators)
        ]
        yield [member.member, book.names[member.member], *cells]


def _point(book: MethodBook, leaf: Leaf, one: IndicatorResult | None, row: int) -> Value:
    reason = (one.points.reason or one.value.reason) if one else None
    without = str(reason) if reason else "NO_DATA"
    value = Place(book.sheet("inputs"), row, VALUE)
    made = points_formula(leaf, value, book.weights(leaf.code, FLOOR), book.weights(leaf.code, TARGET), without)
    if made is not None:
        return made
    return one.points.value if one is not None and one.points.value is not None else without


def _nodes(book: MethodBook) -> Iterator[Sequence[Value]]:
    say, nodes = book.form.say, book.method.depth_first
    heads = [
        say(f"book.{key}", name=book.title(node.code))
        for node in nodes
        for key in ("coverage", "score", "engine_score", "difference")
    ]
    yield [say("book.code"), say("book.member"), *heads, say("book.published"), say("book.rank")]
    for row, member in enumerate(book.members, 2):
        known = {one.code: one.score for one in member.nodes}
        cells: list[Value] = []
        for node in nodes:
            score = known[node.code]
            cells += _node(book, node, row, score.value, str(score.reason or "BELOW_COVERAGE"))
        root = book.score(book.method.root.code, row).absolute
        published = Formula(f'IF(ISNUMBER({root}),ROUND({root},{book.method.rules.decimals}),"")')
        yield [member.member, book.names[member.member], *cells, published, member.rank]


def _node(book: MethodBook, node: Node, row: int, score: float | None, without: str) -> list[Value]:
    children = [_child(book, code, row) for code, weight in book.method.children(node.code) if weight > 0]
    coverage, own = book.coverage(node.code, row), book.score(node.code, row)
    mandatory = [_child(book, code, row) for code in node.mandatory]
    engine = Place(own.sheet, row, own.column + 1)
    a, b = own.absolute, engine.absolute
    differs = f"IF(AND(ISNUMBER({a}),ISNUMBER({b})),ABS({a}-{b}),IF(ISNUMBER({a})=ISNUMBER({b}),0,100))"
    return [
        coverage_formula(children),
        score_formula(book.method, node, children, coverage, mandatory, without),
        score if score is not None else without,
        Formula(differs),
    ]


def _child(book: MethodBook, code: str, row: int) -> Child:
    weight, score = book.weights(code, WEIGHT), book.score(code, row)
    if book.method.is_node(code):
        return Child(code, weight, score, book.coverage(code, row))
    return Child(code, weight, score, drops=book.method.indicator(code).nothing_to_measure == "drops")


def _weights(book: MethodBook) -> Iterator[Sequence[Value]]:
    say, method = book.form.say, book.method
    yield [say(f"book.{key}") for key in ("code", "name", "level", "parent", "weight", "share", "floor", "target",
                                          "aggregation", "shift", "least_coverage")]  # fmt: skip
    for node in method.nodes:
        yield [node.code, book.title(node.code), say(f"book.level.{node.level}"), node.parent, node.weight,
               _share(book, node.code, node.parent), None, None, node.aggregation, node.shift,
               node.least_coverage]  # fmt: skip
    for leaf in method.indicators:
        yield [leaf.code, book.title(leaf.code), say("book.level.indicator"), leaf.node, leaf.weight,
               _share(book, leaf.code, leaf.node), leaf.floor, leaf.target]  # fmt: skip


def _share(book: MethodBook, code: str, parent: str | None) -> Value:
    """The weight in the index as a formula; 0 beside the index."""
    if parent is None or not book.method.weights[code]:
        return book.method.weights[code]
    siblings = "+".join(book.weights(child, WEIGHT).absolute for child, _ in book.method.children(parent))
    return Formula(f"{book.weights(parent, SHARE).absolute}*{book.weights(code, WEIGHT).absolute}/({siblings})")
