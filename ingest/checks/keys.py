"""Rules on which rows may stand together in one file."""

from __future__ import annotations

from itertools import islice

from ingest.gathering import Gathered
from ingest.rows import Rows, Value
from ingest.situation import Situation


def one_member(rows: Rows, situation: Situation, found: Gathered) -> None:
    """A file speaks for one member; the first line of each further one is told."""
    members = rows.values("member")
    if len(set(members)) < 2:
        return
    seen = {members[0]}
    for row, member in enumerate(members):
        if member not in seen:
            seen.add(member)
            found.add(
                "SEM_MIXED_COUNTRY",
                rows.line(row),
                record=rows.record(row),
                column="member",
                value=str(member),
                first=str(members[0]),
            )


def no_row_twice(rows: Rows, situation: Situation, found: Gathered) -> None:
    """The same key twice: a doubt when all is the same (counted once), a fault when the lines contradict."""
    again, firsts = repeats = rows.repeats(rows.layout.key)
    differs = rows.differences(repeats)
    same = (at for at in range(len(again)) if at not in differs)
    for at in islice(same, found.most_listed):
        found.add("SEM_DUP_SAME", rows.line(again[at]), record=again[at] + 1, first=rows.line(firsts[at]))
    found.count_more("SEM_DUP_SAME", None, max(0, len(again) - len(differs) - found.most_listed))
    for at, column in differs.items():
        row, earlier = again[at], firsts[at]
        if found.full("SEM_DUP_CONFLICT", column):
            found.count_more("SEM_DUP_CONFLICT", column, 1)
            continue
        one, other = (_said(rows.value(place, column)) for place in (earlier, row))
        found.add(
            "SEM_DUP_CONFLICT",
            rows.line(row),
            record=rows.record(row),
            column=column,
            value=other,
            first=rows.line(earlier),
            one=one,
            other=other,
        )


def _said(value: Value) -> str:
    if value is None:
        return "—"
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else f"{value}"


def total_or_parts(rows: Rows, situation: Situation, found: Gathered) -> None:
    """A row for all partners beside rows for single partners would count the same items twice."""
    if not rows.layout.measures:
        return
    partners = rows.values("partner")
    if "" not in partners or not any(partners):
        return
    keys = list(zip(rows.values("member"), rows.values("month"), rows.values("product"), strict=True))
    total = {key: row for row, key in reversed(list(enumerate(keys))) if partners[row] == ""}
    for row, key in enumerate(keys):
        if partners[row] and key in total:
            found.add(
                "SEM_TOTAL_AND_PARTS",
                rows.line(row),
                record=rows.record(row),
                column="partner",
                value=str(partners[row]),
                total=rows.line(total[key]),
            )
