"""Which stored result a page shows to whom: the published edition, or working results to those they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.access import OFFICE, OPERATOR, Person
from app.domain.editions import MemberResult, QuarterResult
from app.domain.periods import Quarter
from app.storage import editions, results
from app.storage.editions import EditionRow
from app.web.words import Words


@dataclass(frozen=True)
class Shown:
    """Where a page's numbers come from: the edition when there is one, else working results."""

    id: int
    digest: str
    computed_at: datetime
    method_version: str
    method_hash: str
    edition: EditionRow | None

    def text(self, words: Words) -> str:
        if self.edition is None:
            return words.t("web.source.working", day=words.day(self.computed_at.date()))
        if self.edition.published_at is not None:
            day = words.day(self.edition.published_at.date())
            return words.t("web.source.edition", number=str(self.edition.number), day=day)
        state = words.t(f"web.edition.state.{self.edition.state}")
        return words.t("web.source.edition_state", number=str(self.edition.number), state=state)


def sees_region(person: Person | None, region: str) -> bool:
    """Whether working results of the whole region are this person's to see."""
    return person is not None and person.role in OFFICE and person.region == region


def sees_member(person: Person | None, member: str, region: str) -> bool:
    """Whether working results and rows of the member are this person's to see."""
    own = person is not None and person.role in OPERATOR and person.member == member
    return own or sees_region(person, region)


def quarters(session: Session, region: str, *, working: bool) -> list[Quarter]:
    """The quarters that may be chosen, newest first."""
    found = set(editions.published_quarters(session, region))
    if working:
        found |= set(results.working_quarters(session, region))
    return sorted(found, reverse=True)


def region_result(session: Session, region: str, quarter: Quarter, *, working: bool) -> tuple[Shown, QuarterResult] | None:
    """The region's quarter: working where asked and there, else the newest published edition, else nothing."""
    if working and (stored := results.working(session, region, quarter)) is not None:
        shown = Shown(
            stored.id, stored.digest, stored.computed_at, stored.method_version, stored.method_hash,
            _if_same(editions.newest_published(session, region, quarter), stored.digest),
        )  # fmt: skip
        return shown, stored.result
    edition = editions.newest_published(session, region, quarter)
    if edition is None:
        return None
    kept = results.one(session, edition.result)
    shown = Shown(
        kept.id, edition.digest or kept.digest, kept.computed_at, kept.method_version, kept.method_hash, edition
    )
    return shown, kept.result


def member_result(session: Session, member: str, region: str, quarter: Quarter, *,
                  working: bool) -> tuple[Shown, MemberResult] | None:  # fmt: skip
    """As `region_result`, for one member alone."""
    if working and (stored := results.working_member(session, member, quarter)) is not None:
        edition = _if_same(editions.newest_published(session, region, quarter), stored.digest)
    else:
        edition = editions.newest_published(session, region, quarter)
        if edition is None or (stored := results.member_of(session, edition.result, member)) is None:
            return None
    shown = Shown(
        stored.result, stored.digest, stored.computed_at, stored.method_version, stored.method_hash, edition
    )
    return shown, stored.member


def _if_same(edition: EditionRow | None, digest: str) -> EditionRow | None:
    """The edition, if what is shown is what it holds."""
    return edition if edition is not None and edition.digest == digest else None
