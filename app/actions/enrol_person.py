"""Enrol an administrator from the command line: there is no other way to the first account."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.actions.seed_person import seed_person
from app.domain.access import Role


def enrol_person(
    house: House, *, email: str, name: str, password: str, region: str, language: str = "en", now: datetime
) -> str:
    """The id of the administrator's account; one that is there stays as it is."""
    return seed_person(
        house, email=email, name=name, role=Role.ADMINISTRATOR, password=password, region=region, language=language,
        now=now,
    )  # fmt: skip
