"""A house with a second version of the method, and a quarter published by each."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import factories
from plain.figures_files import figures

from app import handbook
from app.actions.draft_edition import draft_edition
from app.actions.freeze_edition import freeze_edition
from app.actions.preview_edition import preview_edition
from app.actions.publish_edition import publish_edition
from app.domain.methods import Methods
from app.domain.periods import Quarter

Q3, Q4 = Quarter(2026, 3), Quarter(2026, 4)
IN_TIME, LATER = datetime(2026, 10, 20, 9, tzinfo=UTC), datetime(2027, 1, 20, 9, tzinfo=UTC)
FIGURES = ("service-quality", "customs-clearance", "data-exchange")


V1 = handbook.load("v1")
V2 = handbook.read_index((Path(__file__).parent / "handbook" / "v2.toml").read_bytes())
METHODS = Methods(((Quarter(2026, 1), V1), (Q4, V2)))


def sent(house, cast, dataset, quarter, now, size=1000):
    content = figures("EG", dataset, quarter, size)
    made = factories.draft(house, cast.uploader, dataset, now, content=content)
    factories.submit(house, cast.uploader, made, now)
    factories.accept(house, cast.analyst, made, now)
    return made


def publish(house, cast, quarter, now, reason=""):
    edition = draft_edition(house, person=cast.administrator, region="arab", quarter=quarter, reason=reason, now=now)
    for step in (preview_edition, freeze_edition, publish_edition):
        step(house, person=cast.administrator, edition=edition, now=now)
    return edition


def lived(house):
    """A house whose third quarter was published by v1, and whose fourth is measured by v2."""
    cast = factories.people(house, IN_TIME)
    for dataset in FIGURES:
        sent(house, cast, dataset, Q3, IN_TIME)
    factories.accepted(house, cast.uploader, cast.analyst, "preparedness", IN_TIME)
    factories.accepted(house, cast.uploader, cast.analyst, "disruptions", IN_TIME)
    edition = publish(house, cast, Q3, IN_TIME)
    for dataset in FIGURES:
        sent(house, cast, dataset, Q4, LATER, size=1500)
    return dataclasses.replace(house, methods=METHODS), cast, edition
