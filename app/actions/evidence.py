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
from app.domain.sources import REPORTED
from app.storage import editions, observations, regions, results, sent
from app.storage.counting import Kept, States

_FILES = ("files", "beside")


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
    def source(self) -> str:
        """Which figures count where a month was reported and has scans too."""
        return str(self.content.get("source", REPORTED))

    @property
    def sent(self) -> tuple[Sent, ...]:
        return tuple(
            Sent(member, dataset, Quarter.parse(quarter), months, state, late, silent)
            for member, dataset, quarter, months, state, late, silent in self.content["sent"]
        )

    def by(self, method: Method) -> Inputs:
        """The same figures for another method, and nothing published to compare with."""
        content = {key: value for key, value in self.content.items() if key != "source"}
        return _inputs({**content, **_source(method), "method": method.hash, "engine": ENGINE_VERSION, "earlier": None})

    def only(self, member: str) -> Inputs:
        """The inputs of one member, and nothing published to compare with: its score depends on nobody else's."""
        content = self.content
        own = {
            **{key: [file for file in content[key] if file[0] == member] for key in _FILES if key in content},
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
        **_files(session, region, quarter, states, method.rules.where_both),
        **_source(method),
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
    which = Kept(frozenset({draft, *_kept(known.content).submissions}))
    content = {key: value for key, value in known.content.items() if key != "beside"}
    return _inputs({**content, **_files(session, region, quarter, which, known.source)})


def still_there(session: Session, *, region: str, quarter: Quarter, known: Inputs) -> bool:
    """Whether the files that the inputs name are in the database with the periods that they gave."""
    found = _files(session, region, quarter, _kept(known.content), known.source)
    return found == {key: known.content[key] for key in _FILES if key in known.content}


def gather(
    session: Session, *, region: str, quarter: Quarter, known: Inputs, methods: Methods
) -> tuple[Evidence, Earlier | None]:
    """The evidence that the inputs name, nothing later, and what was published of the quarter before.

    What was sent, accepted or taken back since then changes nothing of it.
    """
    content, source = known.content, known.source
    which = _kept(content)
    both = {(member, dataset, period) for member, dataset, period, _, _ in content.get("beside", ())}
    evidence = Evidence(
        quarter=quarter,
        members=tuple(content["members"]),
        months=tuple(observations.month_sums(session, region, which, quarter, source)),
        partners=tuple(observations.partner_volumes(session, region, which, quarter, source)),
        answers=tuple(observations.answers(session, region, which, quarter)),
        disruptions=tuple(observations.disruptions(session, region, which, quarter)),
        inform=tuple(InformValue(**value) for value in content["inform"]),
        sent=known.sent,
        quantiles=tuple(observations.quarter_quantiles(session, region, which, quarter, source)),
        beside=tuple(observations.sums_beside(session, region, which, quarter, source, both)),
    )
    return evidence, _published(session, region, quarter.before(), content["earlier"], methods)


def _inputs(content: Mapping[str, object]) -> Inputs:
    return Inputs(json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":")))


def _files(
    session: Session, region: str, quarter: Quarter, which: States | Kept, source: str
) -> dict[str, list[list[str]]]:
    """What counts, and what stands beside it in the quarter, if anything does: it decides what is told of both."""
    counted = observations.counted(session, region, which, quarter, source)
    beside = observations.counted_beside(session, region, which, quarter, source, counted)
    named = {
        key: [[row.member, row.dataset, row.period, row.submission, row.sha256] for row in rows]
        for key, rows in zip(_FILES, (counted, beside), strict=True)
    }
    return named if beside else {"files": named["files"]}


def _source(method: Method) -> dict[str, str]:
    """Named where the method says something else than usual, so that inputs named before stay what they are."""
    return {} if method.rules.where_both == REPORTED else {"source": method.rules.where_both}


def _kept(content: dict[str, Any]) -> Kept:
    return Kept(frozenset(file[3] for key in _FILES for file in content.get(key, ())))


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
