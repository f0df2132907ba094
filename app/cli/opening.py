"""The clock, the limits and the house of one command, from the settings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app import settings

if TYPE_CHECKING:
    from app.actions.house import House
    from app.actions.limits import Limits


def now() -> datetime:
    """The one place where the command line reads the clock."""
    return datetime.now(UTC)


def limits(read: settings.Settings | None = None) -> Limits:
    """The limits of files that the settings name; the others as ingest has them."""
    from app.actions.limits import limits_of

    read = read or settings.load()
    return limits_of(
        max_csv_bytes=read.max_csv_bytes,
        max_workbook_bytes=read.max_workbook_bytes,
        max_rows=read.max_rows,
        max_cells=read.max_cells,
        max_set_aside=read.max_set_aside,
    )


def house(read: settings.Settings | None = None, *, hasty: bool = False) -> House:
    """The house that the settings name; its database must be at this version's tables."""
    from app.actions.house import ScansPlace, open_house

    read = read or settings.load()
    return open_house(
        read.database_url, data=read.data, limits=limits(read), smtp=read.smtp, base=read.base_address,
        sender=read.mail_from, scans=ScansPlace(read.events_store, read.events_keep_months), hasty=hasty,
    )  # fmt: skip
