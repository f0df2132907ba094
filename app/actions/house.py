"""What every action is given: the sessions, the data folder, the limits, and how mail goes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app import handbook
from app.domain.methods import Methods
from app.storage import db
from app.storage.db import Sessions
from ingest.limits import Limits


@dataclass(frozen=True)
class ScansPlace:
    """Where the scans of items are kept (None: the folder `events` of the house) and for how many months after the
    first one of an item (0: for good)."""

    where: str | None = None
    months: int = 0


@dataclass(frozen=True)
class House:
    """The things that actions work with. `smtp`: the address of a mail server, None for no mail. `base`: what stands
    before the links in mails, None where nobody has said it. `sender`: the address that mail comes from. `inbox`: the
    watched folder, None without one. `methods`:
    those of the handbook. `scans`: where item events are kept, and how long."""

    sessions: Sessions
    data: Path
    limits: Limits
    smtp: str | None = None
    base: str | None = None
    sender: str | None = None
    inbox: Path | None = None
    methods: Methods = field(default_factory=handbook.methods)
    scans: ScansPlace = ScansPlace()


def open_house(
    url: str, *, data: Path, limits: Limits, smtp: str | None = None, base: str | None = None,
    sender: str | None = None, inbox: Path | None = None, scans: ScansPlace | None = None, hasty: bool = False,
) -> House:  # fmt: skip
    """The house over this database and folder. `OutOfStep` when the database is not at this code's revision.

    `hasty`: do not wait for the disk (see `db.engine`); the demo alone is loaded so.
    """
    engine = db.engine(url, hasty=hasty)
    db.must_be_current(engine)
    (data / "files").mkdir(parents=True, exist_ok=True)
    return House(db.sessions(engine), data, limits, smtp, base, sender, inbox, scans=scans or ScansPlace())
