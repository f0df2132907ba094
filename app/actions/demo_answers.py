"""Seeded and clearly synthetic answers for the demo: the checklist of preparedness and the disruptions."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.actions.demo_figures import REMARK, SEED, Row
from app.actions.demo_members import Profile
from app.domain.measures import CHECKLIST_COUNTS, DISASTER_READINESS, REQUIREMENTS
from app.domain.periods import Quarter

_PAIRS = 24  # product x zone pairs that every member of the demo serves


def preparedness(profile: Profile, quarter: Quarter) -> list[Row]:
    """The checklist: better posts meet more, and what is met stays met."""
    rows: list[Row] = []
    for item in (*REQUIREMENTS, *DISASTER_READINESS):
        ease = random.Random(f"{SEED}:{profile.code}:{item}").uniform(-0.35, 0.35)
        hard = 0.6 if item in DISASTER_READINESS else 0.4
        met = profile.quality + profile.trend * (quarter.number - 1) > hard + ease
        rows.append(_line(profile, quarter, item, answer="yes" if met else "no"))
    updated = min(round(_PAIRS * (0.45 + 0.6 * profile.quality)), _PAIRS)
    for item, count in zip(CHECKLIST_COUNTS, (_PAIRS, updated), strict=True):
        rows.append(_line(profile, quarter, item, count=count))
    return rows


def _line(profile: Profile, quarter: Quarter, item: str, answer: str = "", count: int | str = "") -> Row:
    head: Row = {"member": profile.code, "quarter": str(quarter), "item": item}
    return head | {"answer": answer, "count": count, "note": REMARK}


_TROUBLES = (
    # member, month, first day, days, kind, force majeure, hours until told
    ("KW", 8, 4, 15, "transport", True, 12),
    ("SD", 5, 2, 25, "conflict", True, 60),
    ("LY", 9, 10, 6, "natural-hazard", True, 20),
    ("DZ", 7, 12, 1, "natural-hazard", True, 9),
    ("LB", 3, 5, 4, "power", False, 30),
    ("PS", 2, 1, 23, "conflict", True, 18),
    ("KG", 1, 14, 3, "natural-hazard", True, 16),
)


def disruptions(profile: Profile, quarter: Quarter, zone: str) -> list[Row]:
    """What stopped the member's post since the cycle began, with times of its own zone; often nothing.

    The newest file of disruptions counts alone, so that each holds all that is known.
    """
    rows: list[Row] = []
    for member, month, day, days, kind, force_majeure, told in _TROUBLES:
        start = datetime(quarter.year, month, day, 6, tzinfo=ZoneInfo(zone))
        if member != profile.code or Quarter.of(start.date()) > quarter:
            continue
        rows.append(
            {
                "member": member,
                "start": start.isoformat(),
                "end": (start + timedelta(days=days)).isoformat(),
                "kind": kind,
                "products": "letter parcel ems",
                "areas": REMARK,
                "force_majeure": "yes" if force_majeure else "no",
                "notified_at": (start + timedelta(hours=told)).isoformat(),
            }
        )
    return rows
