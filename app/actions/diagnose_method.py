"""Diagnose the method on the results of a region's quarter, for the office of the region."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from app.actions.house import House
from app.domain.access import Permission, Person, covers_region, must
from app.domain.diagnostics import Diagnostics, diagnose
from app.domain.editions import QuarterResult
from app.domain.errors import NotFound
from app.domain.method import Method
from app.domain.other_methods import OtherMethods, other_methods
from app.domain.periods import Quarter
from app.domain.points_table import PointsTable, table_of_result
from app.storage import editions, flags, results
from app.storage.editions import EditionRow
from app.storage.results import StoredResult


@dataclass(frozen=True)
class Diagnosis:
    """The diagnostics with what they rest on. `edition`: None for working results. `others`: under other methods."""

    stored: StoredResult
    edition: EditionRow | None
    method: Method
    table: PointsTable
    found: Diagnostics
    others: OtherMethods
    synthetic: bool

    @cached_property
    def result(self) -> QuarterResult:
        return self.stored.result


def diagnose_method(house: House, *, person: Person, region: str, quarter: Quarter) -> Diagnosis:
    """From the working results where they differ from the published edition, else from the edition.

    NotAllowed for a role that decides nothing; NotFound for another region's office, and without any results.
    """
    must(person, Permission.DECIDE)
    if not covers_region(person, region):
        raise NotFound("not_found")
    with house.sessions() as session:
        stored, edition = _stored(session, region, quarter)
        synthetic = flags.get(session, "synthetic") is not None
    method = house.methods.named(stored.method_version)
    table = table_of_result(method, stored.result)
    others = other_methods(method, stored.result)
    return Diagnosis(stored, edition, method, table, diagnose(method, table), others, synthetic)


def _stored(session: Session, region: str, quarter: Quarter) -> tuple[StoredResult, EditionRow | None]:
    working = results.working(session, region, quarter)
    edition = editions.newest_published(session, region, quarter)
    published = results.one(session, edition.result) if edition else None
    if published is not None and (working is None or working.result == published.result):
        return published, edition
    if working is None:
        raise NotFound("not_found")
    return working, None
