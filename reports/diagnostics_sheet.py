"""The diagnostics as one sheet: correlations as formulas over the sheets before it, the rest as computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.domain.association import Figure
from app.domain.coherence import Pair
from app.domain.diagnostics import Diagnostics
from app.domain.method import Method
from reports.book_cells import Formula, Value
from reports.formatting import Form

Rows = list[Sequence[Value]]


class Book(Protocol):
    """What the sheet needs of the workbook around it."""

    @property
    def method(self) -> Method: ...
    @property
    def found(self) -> Diagnostics: ...
    @property
    def form(self) -> Form: ...
    def column(self, code: str) -> str: ...
    def title(self, code: str) -> str: ...


def diagnostics_rows(book: Book) -> tuple[Rows, tuple[int, ...]]:
    """The rows, and which of them are headings (from 0)."""
    rows: Rows = []
    heads: list[int] = []
    for title, lines in (_pairs(book), _alphas(book), _weights(book), _reaches(book), _drops(book)):
        heads += [len(rows), len(rows) + 1]
        rows += [[book.form.say(title)], *lines, []]
    return rows, tuple(heads)


def _told(book: Book, figure: Figure) -> Value:
    return book.form.say(f"lack.{figure.lack}") if figure.value is None else figure.value


def _pairs(book: Book) -> tuple[str, Rows]:
    say = book.form.say
    head = [say("book.left"), say("book.right"), "Pearson", "Spearman", "n", say("web.diagnostics.flag")]
    return "web.diagnostics.heat", [head, *(_pair(book, pair) for pair in book.found.pairs)]


def _pair(book: Book, pair: Pair) -> Sequence[Value]:
    live = Formula(f"CORREL({book.column(pair.left)},{book.column(pair.right)})")
    return [
        f"{pair.left} {book.title(pair.left)}", f"{pair.right} {book.title(pair.right)}",
        live if pair.pearson.value is not None else _told(book, pair.pearson), _told(book, pair.spearman),
        pair.pearson.n, book.form.say(f"web.diagnostics.flag.{pair.flag}") if pair.flag else None,
    ]  # fmt: skip


def _alphas(book: Book) -> tuple[str, Rows]:
    say = book.form.say
    rows: Rows = [[say("web.diagnostics.node"), say("web.diagnostics.items"), say("web.diagnostics.alpha.name"), "n"]]
    for one in book.found.consistencies:
        rows.append([book.title(one.node), ", ".join(one.items), _told(book, one.alpha), one.alpha.n])
    return "web.diagnostics.alpha", rows


def _weights(book: Book) -> tuple[str, Rows]:
    keys = ("nominal", "share", "correlation")
    rows: Rows = [[book.form.say("book.code"), book.form.say("book.name"), *_heads(book, keys)]]
    index = book.column(book.method.root.code)
    for one in book.found.importances:
        live = Formula(f"CORREL({book.column(one.code)},{index})")
        correlation = live if one.correlation.value is not None else _told(book, one.correlation)
        rows.append([one.code, book.title(one.code), one.nominal, _told(book, one.share), correlation])
    return "web.diagnostics.weights", rows


def _reaches(book: Book) -> tuple[str, Rows]:
    keys = ("coverage", "below", "above", "clipped", "revise")
    rows: Rows = [[book.form.say("book.code"), book.form.say("book.name"), "n", *_heads(book, keys)]]
    for one in book.found.reaches:
        revise = book.form.say("web.diagnostics.revise") if one.revise else None
        count = Formula(f"COUNT({book.column(one.code)})")
        rows.append([one.code, book.title(one.code), count, one.coverage, one.below, one.above, one.clipped, revise])
    return "web.diagnostics.reach", rows


def _drops(book: Book) -> tuple[str, Rows]:
    keys = ("rank_mean", "rank_most", "score_mean", "score_most", "lost")
    rows: Rows = [[book.form.say("book.code"), book.form.say("book.name"), *_heads(book, keys)]]
    for one in book.found.drops:
        shifts = [value for shift in (one.rank, one.score) for value in (shift.mean, shift.most)]
        rows.append([one.code, book.title(one.code), *shifts, one.lost])
    return "web.diagnostics.drops", rows


def _heads(book: Book, keys: Sequence[str]) -> list[str]:
    return [book.form.say(f"web.diagnostics.{key}") for key in keys]
