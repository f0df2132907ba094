"""The shapes of health."""

from __future__ import annotations

from datetime import datetime

from app.web.api.models import Shape


class HealthShape(Shape):
    healthy: bool


class InboxShape(Shape):
    """The watched folder. `ready` and `waiting`: files that are whole, and that may still be written to; `left`: what
    nobody takes. `since`: when the oldest of all was first seen."""

    there: bool
    ready: int
    waiting: int
    left: int
    since: datetime | None


class HealthDetailShape(Shape):
    """`inbox` is null without a watched folder."""

    healthy: bool
    engine: str
    version: str
    journal: str
    note: str
    revision: str | None
    code_revision: str
    last_tick: datetime | None
    last_run: datetime | None
    unchecked: int
    audit_seq: int
    inbox: InboxShape | None
