"""Look into the watched folder: what is whole, what is still being written, and what nobody will take."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.actions.house import House
from app.domain.measures import DATASETS
from app.storage import inbox, inbox_seen, people, regions
from app.storage.inbox import Found

QUIET = timedelta(seconds=10)
"""A file that did not change for so long is whole."""
_LOG = logging.getLogger("barid.inbox")


@dataclass(frozen=True)
class Looked:
    """`whole`: files to take. `waiting`: how many may still be written to. `left`: paths of what is not taken: no plain
    file, of no dataset, or of a member without an uploader. `since`: the oldest of them all; None for an empty folder.
    `there`: whether the folder can be read at all."""

    whole: tuple[Found, ...] = ()
    waiting: int = 0
    left: tuple[str, ...] = ()
    since: datetime | None = None
    there: bool = True


def look_in_inbox(house: House, *, now: datetime, note: bool = True) -> Looked | None:
    """None without a watched folder. `note`: remember what is there, without which no file ever becomes whole."""
    if house.inbox is None:
        return None
    with house.sessions() as session:
        members = [member.code for member in regions.members(session)]
        senders = people.oldest_uploaders(session)
    try:
        found = list(inbox.scan(house.inbox, members, DATASETS))
    except OSError:
        _LOG.warning("the inbox %r cannot be read", str(house.inbox), exc_info=True)
        return Looked(there=False)
    before = inbox_seen.read(house.data)
    # A clock that was set back must not make a file wait for ever.
    seen = {key: min(before.get(key, now), now) for key in (_key(one) for one in found)}
    taken = [one for one in found if isinstance(one, Found) and one.member in senders]
    left = {_key(one): _path(one) for one in found if isinstance(one, str) or one.member not in senders}
    quiet = [one for one in taken if now - seen[one.key] >= QUIET]
    if note and seen != before:
        inbox_seen.write(house.data, seen)
        for key, path in left.items():
            if key not in before:
                _LOG.warning("the inbox holds something that is not taken: %r", path)
    return Looked(
        whole=tuple(quiet), waiting=len(taken) - len(quiet), left=tuple(left.values()),
        since=min(seen.values(), default=None),
    )  # fmt: skip


def _key(one: Found | str) -> str:
    return one.key if isinstance(one, Found) else one


def _path(one: Found | str) -> str:
    return one.path if isinstance(one, Found) else one
