"""Mapping profiles of members. A file names the version that reads it: `our-system@2`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.storage.tables import person, profile

_P = profile.c


@dataclass(frozen=True)
class OwnProfile:
    """One version of a profile, with its TOML."""

    name: str
    version: int
    content: str
    made_at: datetime
    made_by_name: str

    @property
    def versioned(self) -> str:
        return f"{self.name}@{self.version}"


def of(session: Session, member: str) -> list[OwnProfile]:
    """The newest version of each of a member's profiles, by name."""
    every = _read(session, _P.member == member)
    return [one for place, one in enumerate(every) if place == 0 or every[place - 1].name != one.name]


def newest(session: Session, member: str, name: str) -> OwnProfile | None:
    """The newest version of the member's profile of that name."""
    return next(iter(_read(session, _P.member == member, _P.name == name)), None)


def one(session: Session, member: str, versioned: str) -> OwnProfile:
    """The version that a file names; NotFound when there is none."""
    name, _, version = versioned.partition("@")
    found = _read(session, _P.member == member, _P.name == name, _P.version == int(version))
    if not found:
        raise NotFound("not_found")
    return found[0]


def add(session: Session, *, member: str, name: str, content: str, person_id: str, now: datetime) -> int:
    """A new version of the profile; its number."""
    before = newest(session, member, name)
    version = before.version + 1 if before else 1
    session.execute(
        insert(profile).values(
            member=member, name=name, version=version, content=content, made_at=now, made_by=person_id
        )
    )
    return version


def _read(session: Session, *which: ColumnElement[bool]) -> list[OwnProfile]:
    """By name, the newest version first."""
    wanted = (
        select(_P.name, _P.version, _P.content, _P.made_at, person.c.name.label("made_by_name"))
        .join(person, person.c.id == _P.made_by)
        .where(*which)
        .order_by(_P.name, _P.version.desc())
    )
    return [OwnProfile(*row) for row in session.execute(wanted)]
