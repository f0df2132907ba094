"""What scoring a quarter looks at, gathered from the database, and the digest that names exactly that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from app.domain.method import Method
from app.domain.methods import Methods
from app.domain.observations import Evidence, InformValue, Sent
from app.domain.periods import Quarter
from app.domain.scoring import ENGINE_VERSION, Earlier
from app.storage import editions, observations, regions, results, sent
from app.storage.counting import Kept, States


@dataclass(frozen=True)
class Inputs:
    """Everything that decides a result, as one text; a result is computed from it and from nothing else.

    The text names the counted files, the method, the engine, INFORM, the members, who was late or silent, and what was
    published of the quarter before.
    """

    text: str

    @property
    def digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text)
        return found

    @property
    def sent(self) -> tuple[Sent, ...]:
        return tuple(
            Sent(member, dataset, Quarter.parse(quarter), months, state, late, silent)
            for member, dataset, quarter, months, state, late, silent in self.content["sent"]
        )

    def by(self, method: Method) -> Inputs:
        """The same figures for another method, and nothing published to compare with."""
        return _inputs({**self.content, "method": method.hash, "engine": ENGINE_VERSION, "earlier": None})

    def only(self, member: str) -> Inputs:
        """The inputs of one member, and nothing published to compare with: its score depends on nobody else's."""
        content = self.content
        own = {
            "files": [file for file in content["files"] if file[0] == member],
            "members": [member],
            "inform": [value for value in content["inform"] if value["member"] == member],
            "sent": [one for one in content["sent"] if one[0] == member],
        }
        return _inputs({**content, **own, "earlier": None})


def inputs(
    session: Session, *, region: str, quarter: Quarter, states: States, methods: Methods, now: datetime
) -> Inputs:
    """The inputs of a region's quarter as they are at this moment."""
    cycle = regions.cycle_of(session, region)
    quarters = [past for past in cycle.quarters() if past <= quarter]
    method = methods.in_force(quarter)
    content = {
        "quarter": str(quarter),
        "files": _files(session, region, quarter, states),
        "method": method.hash,
        "engine": ENGINE_VERSION,
        "members": [member.code for member in regions.members(session, region)],
        "inform": [asdict(value) for value in regions.inform_of(session, region)],
        "sent": [
            [s.member, s.dataset, str(s.quarter), s.months, s.state, s.late, s.silent]
            for s in sent.through(session, region, quarters, now, states)
        ],
        "earlier": _earlier(session, region, quarter.before(), methods, method),
    }
    return _inputs(content)


def with_draft(session: Session, *, region: str, quarter: Quarter, known: Inputs, draft: str) -> Inputs:
    """The same inputs if the draft were submitted: its periods in place of those that they name."""
    files = known.content["files"]
    which = Kept(frozenset({draft, *(submission for _, _, _, submission, _ in files)}))
    return _inputs({**known.content, "files": _files(session, region, quarter, which)})


def still_there(session: Session, *, region: str, quarter: Quarter, known: Inputs) -> bool:
    """Whether the files that the inputs name are in the database with the periods that they gave."""
    return _files(session, region, quarter, _kept(known.content)) == known.content["files"]


def gather(
    session: Session, *, region: str, quarter: Quarter, known: Inputs, methods: Methods
) -> tuple[Evidence, Earlier | None]:
    """The evidence that the inputs name, nothing later, and what was published of the quarter before.

    What was sent, accepted or taken back since then changes nothing of it.
    """
    content = known.content
    which = _kept(content)
    evidence = Evidence(
        quarter=quarter,
        members=tuple(content["members"]),
        months=tuple(observations.month_sums(session, region, which, quarter)),
        partners=tuple(observations.partner_volumes(session, region, which, quarter)),
        answers=tuple(observations.answers(session, region, which, quarter)),
        disruptions=tuple(observations.disruptions(session, region, which, quarter)),
        inform=tuple(InformValue(**value) for value in content["inform"]),
        sent=known.sent,
        quantiles=tuple(observations.quarter_quantiles(session, region, which, quarter)),
    )
    return evidence, _published(session, region, quarter.before(), content["earlier"], methods)


def _inputs(content: Mapping[str, object]) -> Inputs:
    return Inputs(json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":")))


def _files(session: Session, region: str, quarter: Quarter, which: States | Kept) -> list[list[str]]:
    counted = observations.counted(session, region, which, quarter)
    return [[row.member, row.dataset, row.period, row.submission, row.sha256] for row in counted]


def _kept(content: dict[str, Any]) -> Kept:
    return Kept(frozenset(submission for _, _, _, submission, _ in content["files"]))


def _earlier(
    session: Session, region: str, quarter: Quarter, methods: Methods, method: Method
) -> dict[str, object] | None:
    """The newest published edition of the quarter before; without one the method that measured it, if another."""
    edition = editions.newest_published(session, region, quarter)
    if edition is not None:
        return {"number": edition.number, "digest": edition.digest, "method": edition.method_version}
    before = methods.in_force(quarter)
    return {"number": None, "digest": None, "method": before.version} if before.hash != method.hash else None


def _published(
    session: Session, region: str, quarter: Quarter, named: dict[str, Any] | None, methods: Methods
) -> Earlier | None:
    if named is None:
        return None
    method, number = methods.named(named["method"]), named["number"]
    if number is None:
        return Earlier(method, None, {})
    stored = results.one(session, editions.published(session, region, quarter, number).result)
    return Earlier(method, number, {member.member: member for member in stored.result.members})
