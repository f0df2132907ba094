"""Draft the edition of a quarter from what was accepted."""

from __future__ import annotations

from datetime import datetime

from app.actions.evidence import gather, inputs
from app.actions.house import House
from app.domain.access import Permission, Person, must
from app.domain.errors import BadRequest, Conflict, NotFound
from app.domain.periods import Quarter
from app.domain.scoring import score
from app.storage import audit, editions, regions, result_keeping, results
from app.storage.counting import ACCEPTED_ONLY
from app.storage.edition_steps import refresh


def draft_edition(
    house: House, *, person: Person | None, region: str, quarter: Quarter, reason: str = "", now: datetime
) -> int:
    """The id of the draft. An open draft or preview is brought up to date.

    After a publication it is a correction: it takes a reason, and figures that differ; the published one stays.
    `person` is None for the scheduler.
    """
    if person is not None:
        must_administer(person, region)
    with house.sessions() as session:
        if quarter not in regions.cycle_of(session, region):
            raise BadRequest("bad_request.quarter")
    result = accepted_result(house, region, quarter, now)
    with house.sessions.begin() as session:
        audit.lock(session)
        newest = editions.newest(session, region, quarter)
        if newest is not None and newest.state in ("draft", "preview"):
            refresh(session, newest, result=result)
            return newest.id
        if newest is not None:
            if newest.state == "frozen":
                raise Conflict("conflict.edition_state", before="frozen", after="draft")
            if newest.result == result:
                raise Conflict("conflict.nothing_to_publish")
            if not reason.strip():
                raise BadRequest("bad_request.edition_reason")
        made = editions.add(
            session, region=region, quarter=quarter, result=result, reason=reason.strip() if newest else "", now=now
        )
        audit.write(
            session, at=now, actor=person, action="edition.draft", object=f"edition:{made}", region=region,
            reason=reason.strip(), details={"quarter": str(quarter)},
        )  # fmt: skip
    return made


def must_administer(person: Person, region: str) -> None:
    """NotAllowed without the right, NotFound in another region."""
    must(person, Permission.ADMINISTER)
    if person.region != region:
        raise NotFound("not_found")


def accepted_result(house: House, region: str, quarter: Quarter, now: datetime) -> int:
    """The stored result of what is accepted at this moment, computed where it is not there yet."""
    methods = house.methods
    with house.sessions() as session:
        known = inputs(session, region=region, quarter=quarter, states=ACCEPTED_ONLY, methods=methods, now=now)
        stored = results.accepted_id(session, region, quarter, known.digest)
        if stored is not None:
            return stored
        evidence, earlier = gather(session, region=region, quarter=quarter, known=known, methods=methods)
    computed = score(evidence, methods.in_force(quarter), region, earlier)
    with house.sessions.begin() as session:
        audit.lock(session)
        stored = results.accepted_id(session, region, quarter, known.digest)
        if stored is not None:
            return stored
        return result_keeping.store(
            session, computed, basis="accepted", digest=known.digest, now=now, inputs=known.text
        )
