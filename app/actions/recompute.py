"""Bring the working results up to what counts now. What did not change is not computed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.actions.evidence import Inputs, gather, inputs
from app.actions.house import House
from app.domain.periods import Quarter
from app.domain.scoring import score
from app.domain.submissions import COUNTED_WORKING
from app.storage import regions as known_regions
from app.storage import result_keeping, results

_TRIES = 3


@dataclass(frozen=True)
class Recomputed:
    """One region's quarter. `changed`: whether anything had to be computed."""

    region: str
    quarter: Quarter
    digest: str
    result: int
    changed: bool


def recompute(
    house: House, *, regions: Sequence[str] | None = None, quarters: Sequence[Quarter] | None = None, now: datetime
) -> list[Recomputed]:
    """The working results of these regions and quarters; otherwise of all quarters that have begun.

    A quarter that has not ended is computed once something was sent for it. Each result is stored, and pointed at, in
    one transaction of its own: readers see the old one or the new one.
    """
    wanted = _due(house, regions, now)
    done = []
    for region, quarter, ended in wanted:
        if quarters is None or quarter in quarters:
            found = _one(house, region, quarter, now, ended=ended)
            if found is not None:
                done.append(found)
    return done


def _due(house: House, codes: Sequence[str] | None, now: datetime) -> list[tuple[str, Quarter, bool]]:
    today = now.date()
    with house.sessions() as session:
        known = [region.code for region in known_regions.every(session) if codes is None or region.code in codes]
        cycles = {code: known_regions.cycle_of(session, code) for code in known}
    return [
        (code, quarter, quarter.last_day < today)
        for code in known
        for quarter in cycles[code].quarters()
        if quarter.first_day <= today
    ]


def _one(house: House, region: str, quarter: Quarter, now: datetime, *, ended: bool) -> Recomputed | None:
    methods = house.methods
    for _ in range(_TRIES):
        with house.sessions() as session:
            known = inputs(session, region=region, quarter=quarter, states=COUNTED_WORKING, methods=methods, now=now)
            stored = results.working_id(session, region, quarter)
            if stored is not None and results.working_digest(session, region, quarter) == known.digest:
                return Recomputed(region, quarter, known.digest, stored, False)
            if not ended and not _anything(known, quarter):
                return None
            evidence, earlier = gather(session, region=region, quarter=quarter, known=known, methods=methods)
        computed = score(evidence, methods.in_force(quarter), region, earlier)
        with house.sessions.begin() as session:
            still = inputs(session, region=region, quarter=quarter, states=COUNTED_WORKING, methods=methods, now=now)
            # Something was submitted while we computed: what we have is of yesterday.
            if still.digest == known.digest:
                made = result_keeping.store(session, computed, basis="working", digest=known.digest, now=now)
                return Recomputed(region, quarter, known.digest, made, True)
    return None


def _anything(known: Inputs, quarter: Quarter) -> bool:
    own = (
        sent for sent in known.sent if sent.quarter == quarter and sent.dataset not in ("preparedness", "disruptions")
    )
    return any(sent.months for sent in own)
