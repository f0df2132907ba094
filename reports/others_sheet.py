"""What other choices of the method would do, as one sheet: shares of what moves ranks, and ranges of scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.other_methods import OtherMethods
from reports.book_cells import Value
from reports.formatting import Form

Rows = list[Sequence[Value]]


def others_rows(of: OtherMethods, names: Mapping[str, str], form: Form) -> tuple[Rows, tuple[int, ...]]:
    """The rows, and which of them are headings (from 0). Shares are of the variance of the mean rank shift."""
    choices, members = _choices(of, form), _members(of, names, form)
    varied = form.say(
        "others.varied", runs=form.number(of.runs, 0), weights=form.percent(100 * of.variation.weight_reach, 0),
        goalposts=form.percent(100 * of.variation.goalpost_reach, 0),
    )  # fmt: skip
    rows: Rows = [[form.say("others.title")], [varied], [], *choices, [], [form.say("others.apart")], *members]
    first = 3
    second = first + len(choices) + 2
    return rows, (0, first, first + 1, second, second + 1)


def _choices(of: OtherMethods, form: Form) -> Rows:
    head = [form.say("others.choice")]
    for kind in ("first", "total"):
        head += [form.say(f"others.{kind}"), "5 %", "95 %"]
    rows: Rows = [[form.say("others.choices")], head]
    for one in sorted(of.effects, key=lambda effect: -effect.total):
        name = form.say(f"others.factor.{one.factor}")
        rows.append([name, one.first, *one.first_band, one.total, *one.total_band])
    return rows


def _members(of: OtherMethods, names: Mapping[str, str], form: Form) -> Rows:
    head = [form.say("book.code"), form.say("book.member")]
    for kind, standing in (("score", "others.score"), ("rank", "book.rank")):
        head.append(form.say(standing))
        for source in ("method", "data"):
            told = form.say(f"others.{kind}.{source}")
            head += [f"{told} · 5 %", f"{told} · 95 %"]
    rows: Rows = [[form.say("others.members")], head]
    for one in of.members:
        if one.published is not None:
            data = one.data
            scores = [*_ends(one.score), *_ends((data.low, data.high) if data else None)]
            ranks = [*_ends(one.ranks), *_ends(data.ranks if data else None)]
            rows.append([one.member, names[one.member], one.published, *scores, one.rank, *ranks])
    return rows


def _ends(ends: tuple[float, float] | None) -> tuple[Value, Value]:
    return (None, None) if ends is None else ends
