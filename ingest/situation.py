"""What the rules need to know from outside a file, all as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.periods import Cycle


@dataclass(frozen=True)
class Situation:
    """`member`: the account's own, or None for any known member, one per file. Empty `partners`: any two letters.

    `previous` is for rules that compare with what was sent before; none needs it yet.
    """

    member: str | None
    members: frozenset[str]
    partners: frozenset[str]
    cycle: Cycle
    today: date
    previous: object = None
