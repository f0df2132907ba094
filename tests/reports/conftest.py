"""A region of made-up members, scored by the real engine, and reports of it."""

import random
import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from plain import random_evidence as evidence_of  # noqa: E402

from app import handbook  # noqa: E402
from app.domain.measures import FIGURE_DATASETS  # noqa: E402
from app.domain.observations import Evidence, Sent  # noqa: E402
from app.domain.scoring import score  # noqa: E402
from reports.quarterly import ReportInput  # noqa: E402


def _evidence(members, quarter):
    """Figures of members of all qualities; the last has sent nothing and is silent."""
    months, answers = [], []
    for code in members[:-1]:
        r = random.Random(f"report:{code}")
        months += [m for m in evidence_of.member_months(r, code) if m.month <= quarter.months[2]]
        answers += evidence_of.member_answers(r, code)
    published = tuple(value for value in handbook.inform() if value.member in members)
    return Evidence(
        quarter, tuple(members), tuple(months), answers=tuple(answers), inform=published, sent=_sent(members, quarter)
    )


def _sent(members, quarter):
    return tuple(
        Sent(code, dataset, quarter, 0, "missing", silent=True)
        if code == members[-1]
        else Sent(code, dataset, quarter, 3, "complete")
        for code in members
        for dataset in FIGURE_DATASETS
    )


@pytest.fixture(scope="session")
def scored():
    """The Arab region in two quarters: (regions, members, results, history)."""
    regions, members = handbook.members()
    own = tuple(m for m in members if m.region == "arab")
    codes = [m.code for m in own]
    method, history, result = handbook.load(), [], None
    for quarter in (evidence_of.QUARTER.before(), evidence_of.QUARTER):
        result = score(_evidence(codes, quarter), method, "arab")
        history.append((quarter, {m.member: m.published.value for m in result.members}))
    return next(r for r in regions if r.code == "arab"), own, result, tuple(history)


@pytest.fixture
def report(scored):
    """Makes a ReportInput of the scored region; anything may be given otherwise."""
    region, members, result, history = scored

    def make(language="en", member=None, **other):
        known = {
            "language": language, "quarter": evidence_of.QUARTER, "region": region, "members": members,
            "results": result.members, "history": history, "method": handbook.load(), "digest": "0123456789abcdef" * 4,
            "issued_for": date(2027, 8, 15), "member": member, "edition_number": 1,
        }  # fmt: skip
        return ReportInput(**(known | other))

    return make
