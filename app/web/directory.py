"""Members and regions by their codes. Which exist is data, so they are read, never listed here."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.domain.members import Member, Region
from app.domain.periods import Quarter
from app.storage import regions
from app.web.words import Words


@dataclass(frozen=True)
class Directory:
    """Everybody who reports, as known when the request came in."""

    regions: dict[str, Region]
    members: dict[str, Member]

    def member(self, code: str) -> Member:
        """The member; NotFound for a code that is not one."""
        if code not in self.members:
            raise NotFound("not_found")
        return self.members[code]

    def region(self, code: str) -> Region:
        if code not in self.regions:
            raise NotFound("not_found")
        return self.regions[code]

    def members_of(self, region: str) -> dict[str, Member]:
        return {code: member for code, member in self.members.items() if member.region == region}

    def name(self, code: str | None, words: Words) -> str:
        """A member's name, or its code where it is not known any more."""
        found = self.members.get(code or "")
        return found.names.in_language(words.language) if found else code or ""


def read(session: Session) -> Directory:
    return Directory(
        {region.code: region for region in regions.every(session)},
        {member.code: member for member in regions.members(session)},
    )


def quarter_of(text: str) -> Quarter:
    """The quarter; NotFound for text that is not one."""
    try:
        return Quarter.parse(text)
    except ValueError:
        raise NotFound("not_found") from None
