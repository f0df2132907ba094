"""What is written of editions: each step from draft to published. Called by actions alone."""

from __future__ import annotations

import json
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.storage.editions import EditionRow
from app.storage.tables import edition, result, result_member


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
    about = session.execute(select(result).where(result.c.id == result_id)).one()
    payloads = session.execute(
        select(result_member.c.member, result_member.c.payload)
        .where(result_member.c.result == result_id)
        .order_by(result_member.c.member)
    )
    manifest = {
        "region": row.region, "quarter": str(row.quarter), "number": row.number, "inputs": about.digest,
        "method": about.method_hash, "engine": about.engine_version,
        "members": {member: sha256(text.encode()).hexdigest() for member, text in payloads},
    }  # fmt: skip
    return sha256(json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _write(session: Session, row: EditionRow, **values: object) -> None:
    same = (edition.c.id == row.id) & (edition.c.state == row.state)
    if session.execute(update(edition).where(same).values(**values).returning(edition.c.id)).first() is None:
        raise Conflict("conflict.changed_meanwhile")
