"""What is written of editions: each step from draft to published. Called by actions alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.storage.editions import EditionRow
from app.storage.tables import edition, result, result_member

_BATCH = 500


def refresh(session: Session, row: EditionRow, *, result: int) -> None:
    """Point an open edition at a newer result."""
    if row.result != result:
        _write(session, row, result=result)


def step(session: Session, row: EditionRow, *, before: str, after: str, **values: object) -> None:
    """Bring the edition from one state to the next; Conflict when it is in another."""
    if row.state != before:
        raise Conflict("conflict.edition_state", before=row.state, after=after)
    _write(session, row, state=after, **values)


def digest(session: Session, row: EditionRow, result_id: int) -> str:
    """What names exactly this edition: its place, the method, the inputs, and every member's result."""
    return digests(session, [replace(row, result=result_id)])[row.id]


def digests(session: Session, rows: Sequence[EditionRow]) -> dict[int, str]:
    """As `digest`, of many editions with the results they show; by the ids of the editions."""
    shown = [row.result for row in rows]
    about = {one.id: one for one in session.execute(select(result).where(result.c.id.in_(shown)))}
    payloads = (
        select(result_member.c.result, result_member.c.member, result_member.c.payload)
        .where(result_member.c.result.in_(shown))
        .order_by(result_member.c.result, result_member.c.member)
        .execution_options(yield_per=_BATCH)
    )
    members: dict[int, dict[str, str]] = {}
    for of, member, payload in session.execute(payloads):
        members.setdefault(of, {})[member] = sha256(payload.encode()).hexdigest()
    found = {}
    for row in rows:
        own = about[row.result]
        made_by = (own.digest, own.method_hash, own.engine_version)
        found[row.id] = _named(row, made_by, members.get(row.result, {}))
    return found


def digest_of(row: EditionRow, *, inputs: str, engine: str, payloads: Mapping[str, str]) -> str:
    """The digest that the edition has if that engine made these results of its members, as JSON, from those inputs."""
    members = {member: sha256(payload.encode()).hexdigest() for member, payload in payloads.items()}
    return _named(row, (inputs, row.method_hash, engine), members)


def payloads_of(session: Session, result_id: int) -> dict[str, str]:
    """The JSON of each member of a result, as it was stored."""
    wanted = select(result_member.c.member, result_member.c.payload).where(result_member.c.result == result_id)
    return {member: payload for member, payload in session.execute(wanted)}


def _named(row: EditionRow, made_by: tuple[str, str, str], members: dict[str, str]) -> str:
    inputs, method, engine = made_by
    manifest = {
        "region": row.region, "quarter": str(row.quarter), "number": row.number, "inputs": inputs,
        "method": method, "engine": engine, "members": members,
    }  # fmt: skip
    return sha256(json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _write(session: Session, row: EditionRow, **values: object) -> None:
    same = (edition.c.id == row.id) & (edition.c.state == row.state)
    if session.execute(update(edition).where(same).values(**values).returning(edition.c.id)).first() is None:
        raise Conflict("conflict.changed_meanwhile")
