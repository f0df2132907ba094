"""The part of a region's page about its edition: the state, and what may be done next."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain.access import Permission, grants
from app.domain.periods import Quarter
from app.storage import editions
from app.web.deps import Visit

NEXT: dict[str | None, tuple[str, ...]] = {
    None: ("draft",),
    "draft": ("preview",),
    "preview": ("freeze",),
    "frozen": ("publish",),
    "published": ("correct",),
}


@dataclass(frozen=True)
class Deed:
    name: str
    text: str
    kind: str = ""
    reason: str = ""


def deeds_of(visit: Visit, session: Session, region: str, quarter: Quarter) -> tuple[str, tuple[Deed, ...]]:
    """What the edition's state is, in words, and what the administrator may do next."""
    words, person = visit.words, visit.person
    if person is None or not grants(person, Permission.ADMINISTER) or person.region != region:
        return "", ()
    edition = editions.newest(session, region, quarter)
    names = NEXT[edition.state if edition else None]
    text = words.t("web.edition.none")
    if edition is not None:
        state = words.t(f"web.edition.state.{edition.state}")
        text = words.t("web.edition.is", number=words.whole(edition.number), state=state)
    asks = words.t("web.edition.reason") if names == ("correct",) else ""
    deeds = tuple(
        Deed(name, words.t(f"web.edition.deed.{name}"), "" if name == names[-1] else "quiet", asks) for name in names
    )
    return text, deeds
