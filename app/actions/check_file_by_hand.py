"""Check a file without a database, for the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from app import handbook
from ingest.checking import Checked, check_file, is_packed
from ingest.child import check_in_child
from ingest.limits import Limits
from ingest.situation import Situation
from ingest.spelling import tidy

NO_ALIASES: Mapping[str, str] = MappingProxyType({})


def check_file_by_hand(
    path: Path,
    *,
    dataset: str,
    member: str | None,
    limits: Limits,
    today: date,
    encoding: str | None = None,
    aliases: Mapping[str, str] = NO_ALIASES,
) -> Checked:
    """What the check of a submission would find, by the members and the cycle of the handbook.

    `encoding`: one of `CHOICES`, for a text that is not UTF-8. Text is read here, by our own reader, saving the start
    of a child; a workbook is opened by a library, in a child. `aliases`: our columns by the names of the office.
    """
    members = frozenset(handbook.member_codes())
    situation = Situation(
        member=member,
        members=members,
        partners=handbook.partners(),
        cycle=handbook.cycle(),
        today=today,
        aliases={tidy(name): column for name, column in aliases.items()},
    )
    with path.open("rb") as source:
        packed = is_packed(source.read(16))
    if packed:
        return check_in_child(path, dataset, situation, limits, encoding=encoding)
    return check_file(path, dataset, situation, limits, keep=False, encoding=encoding)
