"""Where a quarter stands, member by member, as the office is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.observations import Sent

GROUPS = ("done", "under_way", "nothing", "late", "silent")
"""Everything sent; a part of it before the deadline; nothing yet; not everything after the deadline; nothing at all
after the grace."""


@dataclass(frozen=True)
class Standing:
    """One member in one quarter: its group, and how many of its datasets are complete."""

    member: str
    group: str
    complete: int
    owed: int


def standings(sent: Iterable[Sent]) -> tuple[Standing, ...]:
    """The members of one quarter in the order in which they come."""
    by_member: dict[str, list[Sent]] = {}
    for one in sent:
        by_member.setdefault(one.member, []).append(one)
    return tuple(
        Standing(member, _group(own), sum(one.state == "complete" for one in own), len(own))
        for member, own in by_member.items()
    )


def _group(own: list[Sent]) -> str:
    open_ones = [one for one in own if one.state != "complete"]
    if not open_ones:
        return "done"
    if all(one.silent for one in own):
        return "silent"
    if any(one.late for one in open_ones):
        return "late"
    return "nothing" if all(one.state == "missing" for one in own) else "under_way"
