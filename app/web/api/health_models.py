"""The shapes of health."""

from __future__ import annotations

from datetime import datetime

from app.web.api.models import Shape


class HealthShape(Shape):
    healthy: bool


class HealthDetailShape(Shape):
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
