"""Rules on which rows may stand together in one file."""

from __future__ import annotations

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
                record=row + 1,
                column="member",
                value=str(member),
                first=str(members[0]),
            )


def no_row_twice(rows: Rows, situation: Situation, found: Gathered) -> None:
    """The same key twice: a doubt when all is the same (counted once), a fault when the lines contradict."""
    if not rows.has_repeats(rows.layout.key):
        return
    first: dict[tuple[Value, ...], int] = {}
    for row, key in enumerate(zip(*(rows.values(name) for name in rows.layout.key), strict=True)):
        earlier = first.setdefault(key, row)
        if earlier == row:
            continue
        differs = _difference(rows, earlier, row)
        if differs is None:
            found.add("SEM_DUP_SAME", rows.line(row), record=row + 1, first=rows.line(earlier))
        else:
            one, other = (_said(rows.value(at, differs)) for at in (earlier, row))
            found.add(
                "SEM_DUP_CONFLICT",
                rows.line(row),
                record=row + 1,
                column=differs,
                value=other,
                first=rows.line(earlier),
                one=one,
                other=other,
            )


def _difference(rows: Rows, one: int, other: int) -> str | None:
    """The first column in which two rows say different things."""
    for column in rows.layout.columns:
        if rows.value(one, column.name) != rows.value(other, column.name):
            return column.name
    if rows.missing_text(one) != rows.missing_text(other):
        return rows.layout.measures[0].name
    return None


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
                record=row + 1,
                column="partner",
                value=str(partners[row]),
                total=rows.line(total[key]),
            )
