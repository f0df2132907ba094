"""Compute published quarters again by the newest method, from just the figures they were published from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.actions.evidence import Inputs, gather, still_there
from app.actions.house import House
from app.domain.periods import Quarter
from app.domain.scoring import score
from app.storage import editions, result_keeping, results, revised


@dataclass(frozen=True)
class Revised:
    """A published edition with its result by the newest method beside it."""

    region: str
    quarter: Quarter
    edition: int
    result: int


def revise_published(house: House, *, regions: Sequence[str] | None = None, now: datetime) -> list[Revised]:
    """Every published edition by an older method that has no such result yet; what was published stays as it is.

    An edition whose inputs were not kept, or whose files are gone, is left out.
    """
    newest = house.methods.declared[-1][1]
    with house.sessions() as session:
        done = revised.known(session, newest.hash)
        rows = [
            row
            for row in editions.list_of(session, published_only=True)
            if row.method_hash != newest.hash and row.result not in done and (regions is None or row.region in regions)
        ]
    found = []
    for row in rows:
        with house.sessions() as session:
            text = revised.inputs_of(session, results.about(session, row.result).digest)
            if text is None:
                continue
            known = Inputs(text).by(newest)
            if not still_there(session, region=row.region, quarter=row.quarter, known=known):
                continue
            evidence, _ = gather(session, region=row.region, quarter=row.quarter, known=known, methods=house.methods)
        computed = score(evidence, newest, row.region)
        with house.sessions.begin() as session:
            made = result_keeping.store(
                session, computed, basis="accepted", digest=known.digest, now=now, inputs=known.text
            )
            result_keeping.point_revised(session, published=row.result, method_hash=newest.hash, made=made)
        found.append(Revised(row.region, row.quarter, row.number, made))
    return found
