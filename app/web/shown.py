"""Which stored result a page shows to whom: the published edition, or working results to those they belong to."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.access import Person, covers, covers_region
from app.domain.editions import MemberResult, QuarterResult, unplaced
from app.domain.periods import Quarter
from app.storage import editions, results
from app.storage.editions import EditionRow
from app.storage.results import StoredMember, StoredResult
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
            return words.t("web.source.edition", number=words.whole(self.edition.number), day=day)
        state = words.t(f"web.edition.state.{self.edition.state}")
        return words.t("web.source.edition_state", number=words.whole(self.edition.number), state=state)


def sees_region(person: Person | None, region: str) -> bool:
    """Whether working results of the whole region are this person's to see."""
    return person is not None and covers_region(person, region)


def sees_member(person: Person | None, member: str, region: str) -> bool:
    """Whether working results and rows of the member are this person's to see."""
    return person is not None and covers(person, member=member, region=region)


def quarters(session: Session, region: str, *, working: bool) -> list[Quarter]:
    """The quarters that may be chosen, newest first."""
    found = set(editions.published_quarters(session, region))
    if working:
        found |= set(results.working_quarters(session, region))
    return sorted(found, reverse=True)


def region_result(
    session: Session, region: str, quarter: Quarter, *, working: bool
) -> tuple[Shown, QuarterResult] | None:
    """The region's quarter: the newest published edition, or working results where asked and where they differ."""
    edition = editions.newest_published(session, region, quarter)
    published = _kept(session, edition.result, edition.digest or "") if edition else None
    if working and (made := results.working_id(session, region, quarter)) is not None:
        stored = _kept(session, made, results.working_digest(session, region, quarter) or "")
        if published is None or stored.result != published.result:
            return _shown(stored, stored.id, None), stored.result
    return (_shown(published, published.id, edition), published.result) if published else None


def member_result(session: Session, member: str, region: str, quarter: Quarter, *,
                  working: bool, placed: bool) -> tuple[Shown, MemberResult] | None:  # fmt: skip
    """As `region_result`, for one member alone. Not `placed`: working results come without a rank, for a place among
    figures that nobody has published tells its holder something about them.
    """
    edition = editions.newest_published(session, region, quarter)
    published = results.member_of(session, edition.result, member) if edition else None
    stored = results.working_member(session, member, quarter) if working else None
    if stored is not None:
        own = stored.member if placed else unplaced(stored.member)
        if published is None or own != (published.member if placed else unplaced(published.member)):
            return _shown(stored, stored.result, None), own
    return (_shown(published, published.result, edition), published.member) if published else None


def _shown(stored: StoredResult | StoredMember, id: int, edition: EditionRow | None) -> Shown:
    digest = edition.digest if edition is not None and edition.digest else stored.digest
    return Shown(id, digest, stored.computed_at, stored.method_version, stored.method_hash, edition)


_KEPT: OrderedDict[tuple[int, str], StoredResult] = OrderedDict()
_MOST = 12


def _kept(session: Session, id: int, digest: str) -> StoredResult:
    """A stored result never changes, so what was read once need not be read again."""
    found = _KEPT.get((id, digest))
    if found is None:
        found = results.one(session, id)
        _KEPT[(id, digest)] = found
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    return found
