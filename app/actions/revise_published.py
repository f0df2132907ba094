"""Compute published quarters again by the method of today, from just the figures they were published from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.actions.evidence import Inputs, gather, still_there
from app.actions.house import House
from app.domain.method import Method
from app.domain.periods import Quarter
from app.domain.scoring import score
from app.storage import audit, editions, result_keeping, results, revised
from app.storage.editions import EditionRow


@dataclass(frozen=True)
class Revised:
    """A published edition with its result by the method of today beside it."""

    region: str
    quarter: Quarter
    edition: int
    result: int


def revise_published(house: House, *, regions: Sequence[str] | None = None, now: datetime) -> list[Revised]:
    """The newest edition of each quarter that another method measured, where it has no such result yet.

    What was published stays as it is. An edition whose inputs were not kept, or whose files are gone, is left out.
    """
    method = house.methods.in_force(Quarter.of(now.date()))
    newest: dict[tuple[str, Quarter], EditionRow] = {}
    with house.sessions() as session:
        done = revised.known(session, method.hash)
        for row in editions.list_of(session, published_only=True):
            newest.setdefault((row.region, row.quarter), row)
    due = [
        row
        for row in newest.values()
        if row.method_hash != method.hash and row.result not in done and (regions is None or row.region in regions)
    ]
    found = (_revise(house, row, method, now) for row in due)
    return [one for one in found if one is not None]


def _revise(house: House, row: EditionRow, method: Method, now: datetime) -> Revised | None:
    with house.sessions() as session:
        text = revised.inputs_of(session, results.about(session, row.result).digest)
        if text is None:
            return None
        known = Inputs(text).by(method)
        if not still_there(session, region=row.region, quarter=row.quarter, known=known):
            return None
        evidence, _ = gather(session, region=row.region, quarter=row.quarter, known=known, methods=house.methods)
    computed = score(evidence, method, row.region)
    with house.sessions.begin() as session:
        audit.lock(session)
        # Two who computed at once have the same bytes: one of them keeps it.
        if row.result in revised.known(session, method.hash):
            return None
        made = result_keeping.store(
            session, computed, basis="accepted", digest=known.digest, now=now, inputs=known.text
        )  # fmt: skip
        result_keeping.point_revised(session, published=row.result, method_hash=method.hash, made=made)
    return Revised(row.region, row.quarter, row.number, made)
