"""Check a file without a database, for the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app import handbook
from ingest.checking import Checked
from ingest.child import check_in_child
from ingest.limits import Limits
from ingest.situation import Situation


def check_file_by_hand(path: Path, *, dataset: str, member: str | None, limits: Limits, today: date) -> Checked:
    """What the check of a submission would find, by the members and the cycle of the handbook."""
    members = frozenset(known.code for known in handbook.members()[1])
    situation = Situation(
        member=member, members=members, partners=handbook.partners(), cycle=handbook.cycle(), today=today
    )
    return check_in_child(path, dataset, situation, limits)
