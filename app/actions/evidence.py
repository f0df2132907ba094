"""What scoring a quarter looks at, gathered from the database, and the digest that names exactly that."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from app.domain.method import Method
from app.domain.observations import Evidence, Sent
from app.domain.periods import Quarter
from app.domain.scoring import ENGINE_VERSION
from app.storage import observations, regions, sent
from app.storage.counting import States


@dataclass(frozen=True)
class Inputs:
    """The digest of everything that decides a result, and the states of the calendar that are part of it."""

    digest: str
    sent: tuple[Sent, ...]
    files: int


def inputs(session: Session, *, region: str, quarter: Quarter, states: States, method: Method, now: datetime) -> Inputs:
    """The digest over the counted files, the method, the engine, INFORM, the members and who is late or silent."""
    cycle = regions.cycle_of(session, region)
    quarters = [past for past in cycle.quarters() if past <= quarter]
    found = tuple(sent.through(session, region, quarters, now, states))
    counted = observations.counted(session, region, states, quarter)
    content = {
        "quarter": str(quarter),
        "files": [[row.member, row.dataset, row.period, row.submission, row.sha256] for row in counted],
        "method": method.hash,
        "engine": ENGINE_VERSION,
        "members": [member.code for member in regions.members(session, region)],
        "inform": [asdict(value) for value in regions.inform_of(session, region)],
        "sent": [[s.member, s.dataset, str(s.quarter), s.months, s.state, s.late, s.silent] for s in found],
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return Inputs(sha256(canonical.encode()).hexdigest(), found, len(counted))


def gather(session: Session, *, region: str, quarter: Quarter, states: States, known: Inputs) -> Evidence:
    """The evidence of a quarter: everything up to its end that counts, nothing later."""
    return Evidence(
        quarter=quarter,
        members=tuple(member.code for member in regions.members(session, region)),
        months=tuple(observations.month_sums(session, region, states, quarter)),
        partners=tuple(observations.partner_volumes(session, region, states, quarter)),
        answers=tuple(observations.answers(session, region, states, quarter)),
        disruptions=tuple(observations.disruptions(session, region, states, quarter)),
        inform=tuple(regions.inform_of(session, region)),
        sent=known.sent,
        quantiles=tuple(observations.quarter_quantiles(session, region, states, quarter)),
    )
