"""Take a file out of the watched folder: receive it, check it, say what was found, and put it away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions import inbox_letter
from app.actions.check_submission import check_submission
from app.actions.house import House
from app.actions.receive_file import plain_name, receive_file
from app.domain.access import Person
from app.domain.errors import HouseError
from app.storage import audit, inbox, people, remembered, submissions
from app.storage.inbox import DONE, REFUSED, Found, Unreadable
from app.storage.once import Once

_MOST_BYTES = 200
"""Of a name put away, so that its findings fit beside it: file systems take 255."""


@dataclass(frozen=True)
class _Fate:
    """Where a file goes, under which name, and what is written beside it."""

    into: str
    name: str
    letter: inbox_letter.Letter


def take_from_inbox(house: House, *, found: Found, now: datetime) -> str:
    """What became of the file, in one line for the log; nothing happens when it is gone, changed, or cannot be read.

    The file lies in `done` as a draft that a person submits, or in `refused`; its findings lie beside it. A kill
    between any two steps leaves it where it was, and the same again gives the same submission.
    """
    person = _sender(house, found.member)
    if house.inbox is None or person is None:
        return f"{found.path!r} is left: nobody to receive it for"
    try:
        submission = _received(house, found, person, now)
    except Unreadable as error:
        return f"{found.path!r} is left: {error}"
    except HouseError as error:
        fate = _unreceived(house, found, person, error, now)
    else:
        check_submission(house, submission=submission, now=now)
        fate = _checked(house, found, person, submission, now)
    inbox.write(house.inbox, found, fate.into, f"{fate.name}.findings.txt", fate.letter.text)
    inbox.write(house.inbox, found, fate.into, f"{fate.name}.findings.json", fate.letter.json)
    inbox.move(house.inbox, found, fate.into, fate.name)
    return f"{found.member}/{fate.into}/{fate.name}"


def _sender(house: House, member: str) -> Person | None:
    """In whose name files of the member's folder are received: its uploader who has been here longest."""
    with house.sessions() as session:
        id = people.oldest_uploaders(session).get(member)
        return people.one(session, id) if id else None


def _received(house: House, found: Found, person: Person, now: datetime) -> str:
    assert house.inbox is not None
    with inbox.opened(house.inbox, found) as stream:
        return receive_file(
            house, person=person, dataset=found.dataset, member=found.member, name=found.name, source=stream, now=now,
            language=person.language, counts=Once(f"inbox:{found.key}", f"{found.key:0>64}"),
        )  # fmt: skip


def _checked(house: House, found: Found, person: Person, submission: str, now: datetime) -> _Fate:
    with house.sessions.begin() as session:
        row = submissions.one(session, submission)
        findings = submissions.findings(session, submission)
        last = remembered.encoding_of(session, row.member)
        into = REFUSED if row.outcome == "refused" else DONE
        details = {"outcome": row.outcome, "inbox": found.key}
        _note(session, "inbox.take", f"submission:{submission}", person, row.region, found, now, details)
    letter = inbox_letter.of_submission(row, findings, person.language, house.base, last)
    return _Fate(into, f"{row.number}-{put_away(found.name)}", letter)


def _unreceived(house: House, found: Found, person: Person, error: HouseError, now: datetime) -> _Fate:
    with house.sessions.begin() as session:
        details = {"code": error.code}
        _note(session, "inbox.refuse", f"inbox:{found.key}", person, None, found, now, details)
    letter = inbox_letter.of_error(found.name, error, person.language)
    return _Fate(REFUSED, f"{found.key[:8]}-{put_away(found.name)}", letter)


def _note(
    session: Session, action: str, object: str, person: Person, region: str | None, found: Found, now: datetime,
    details: Mapping[str, object],
) -> None:  # fmt: skip
    """One row of the log for each file as it was, however often its way is begun anew."""
    if audit.tells(session, action, object, details):
        return
    audit.write(session, at=now, actor=None, action=action, object=object, region=region, member=found.member,
                details={**details, "sender": person.id})  # fmt: skip


def put_away(name: str) -> str:
    """A name that no file system and no terminal stumbles over, its ending kept."""
    plain = re.sub(r"[\x00-\x1f/\\:*?\"<>|]", "_", plain_name(name))
    stem, dot, end = plain.rpartition(".")
    if not dot or not 1 <= len(end.encode()) <= 10:
        stem, end = plain, ""
    else:
        end = f".{end}"
    return stem.encode()[: _MOST_BYTES - len(end.encode())].decode("utf-8", "ignore") + end
