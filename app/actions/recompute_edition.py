"""Compute an edition again from what it was computed from, and compare it with what is kept. Nothing is written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.actions.evidence import Inputs, gather, still_there
from app.actions.house import House
from app.domain.errors import BadRequest, Conflict, NotFound
from app.domain.method import Method
from app.domain.periods import Quarter
from app.domain.results_json import to_json
from app.domain.scoring import ENGINE_VERSION, score
from app.storage import editions, results, revised
from app.storage.edition_steps import digest_of, payloads_of
from app.storage.editions import EditionRow

_NAME = re.compile(r"([a-z][a-z0-9-]*)/([^/]+)/([0-9]{1,5})")


@dataclass(frozen=True)
class Again:
    """An edition computed once more. `digest`: what it has now; `engine`: by which it was computed then, and
    `this_engine` now; `difference`: the first place that is not the same byte for byte, None where there is none."""

    edition: EditionRow
    digest: str
    engine: str
    this_engine: str
    members: int
    difference: str | None


def recompute_edition(house: House, *, name: str) -> Again:
    """The edition `REGION/QUARTER/NUMBER`, or of that id, by the method that it names.

    BadRequest for another name, NotFound when there is none, Conflict when it is not frozen yet, when what it was
    computed from was not kept, or when the handbook holds another method under its version.
    """
    with house.sessions() as session:
        row = _edition(session, name)
        if row.digest is None:
            raise Conflict("conflict.edition_open", state=row.state)
        method = _method(house, row)
        stored = results.about(session, row.result)
        text = revised.inputs_of(session, stored.digest)
        if text is None:
            raise Conflict("conflict.no_inputs", engine=stored.engine_version)
        known, kept = Inputs(text), payloads_of(session, row.result)
        there = still_there(session, region=row.region, quarter=row.quarter, known=known)
        evidence, earlier = gather(
            session, region=row.region, quarter=row.quarter, known=known, methods=house.methods
        )  # fmt: skip
    computed = score(evidence, method, row.region, earlier)
    made = {member.member: to_json(member) for member in computed.members}
    digest = digest_of(row, inputs=known.digest, engine=stored.engine_version, payloads=made)
    difference = _first(kept, made)
    if known.digest != stored.digest or not there:
        difference = f"the inputs: the files kept are not those under {stored.digest}"
    elif difference is None and digest != row.digest:
        difference = f"the digest: kept {row.digest}, computed {digest}"
    return Again(row, digest, stored.engine_version, ENGINE_VERSION, len(made), difference)


def _edition(session: Session, name: str) -> EditionRow:
    if re.fullmatch(r"[0-9]{1,12}", name):
        return editions.one(session, int(name))
    found = _NAME.fullmatch(name)
    if found is None:
        raise BadRequest("bad_request.edition_name")
    try:
        quarter = Quarter.parse(found[2])
    except ValueError:
        raise BadRequest("bad_request.edition_name") from None
    rows = editions.list_of(session, found[1], published_only=False)
    for row in rows:
        if (row.quarter, row.number) == (quarter, int(found[3])):
            return row
    raise NotFound("not_found")


def _method(house: House, row: EditionRow) -> Method:
    """The method of the edition, byte for byte the file that computed it."""
    try:
        method = house.methods.named(row.method_version)
    except KeyError:
        raise Conflict("conflict.no_method", version=row.method_version) from None
    if method.hash != row.method_hash:
        raise Conflict("conflict.other_method", version=row.method_version, hash=method.hash, named=row.method_hash)
    return method


def _first(kept: Mapping[str, str], made: Mapping[str, str]) -> str | None:
    """Where the results of the first member that differs part, None where all are the same text."""
    for member in sorted(kept.keys() | made.keys()):
        if member not in made or member not in kept:
            return f"{member}: {'kept, not computed' if member in kept else 'computed, not kept'}"
        if kept[member] != made[member]:
            return f"{member}{_where(json.loads(kept[member]), json.loads(made[member]))}"
    return None


def _where(kept: object, made: object) -> str:
    """The path to the first value that differs, and both values."""
    if isinstance(kept, dict) and isinstance(made, dict):
        for key in sorted(kept.keys() | made.keys()):
            if key not in kept or key not in made:
                return f".{key}: {'kept, not computed' if key in kept else 'computed, not kept'}"
            if kept[key] != made[key]:
                return f".{key}{_where(kept[key], made[key])}"
    if isinstance(kept, list) and isinstance(made, list):
        for place, (one, other) in enumerate(zip(kept, made, strict=False)):
            if one != other:
                return f"[{place}]{_where(one, other)}"
        return f": {len(kept)} kept, {len(made)} computed"
    return f": kept {json.dumps(kept)}, computed {json.dumps(made)}" if kept != made else ": written another way"
