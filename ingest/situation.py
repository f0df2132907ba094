"""What the rules need to know from outside a file, all as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.periods import Cycle


@dataclass(frozen=True)
class Situation:
    """`member`: the account's own, or None for any known member, one per file. Empty `partners`: any two letters.

    `aliases`: names, tidied (`ingest.spelling.tidy`), that the member uses for columns of the dataset.
    `previous` is for rules that compare with what was sent before; none needs it yet.
    """

    member: str | None
    members: frozenset[str]
    partners: frozenset[str]
    cycle: Cycle
    today: date
    aliases: Mapping[str, str] = field(default_factory=dict)
    previous: object = None
