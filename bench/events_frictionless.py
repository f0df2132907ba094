"""The peer frictionless with the rules of `bench/events.py`: its own constraints, and a check of S10 beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
from frictionless import Check, Checklist, Resource, Schema, errors, fields

from bench.events_made import CLASSES, CODES
from ingest.identifiers import item_identifier


@attrs.define(kw_only=True, repr=False)
class _S10(Check):
    type = "s10"
    Errors = [errors.CellError]

    def validate_row(self, row: Any) -> Any:
        found = item_identifier(row["item_id"] or "")
        if found is None or not found.valid:
            yield errors.CellError.from_row(row, note="no S10 identifier", field_name="item_id")


def validate(path: Path) -> int:
    """How many errors it finds."""
    country = {"constraints": {"pattern": "[A-Z]{2}"}}
    schema = Schema(
        fields=[
            fields.StringField(name="item_id", constraints={"required": True}),
            fields.StringField(name="event_code", constraints={"enum": CODES}),
            fields.DatetimeField(name="event_ts", format="%Y-%m-%dT%H:%M:%S"),
            fields.StringField(name="office", constraints={"pattern": "[A-Z]{2}[A-Z0-9]{4}"}),
            fields.StringField(name="origin", **country),
            fields.StringField(name="dest", **country),
            fields.StringField(name="mail_class", constraints={"enum": CLASSES}),
            fields.NumberField(name="weight_kg", constraints={"minimum": 0}),
            fields.StringField(name="remark"),
        ]
    )
    resource = Resource(path=path.name, basepath=str(path.parent), schema=schema)
    report = resource.validate(Checklist(checks=[_S10()]), limit_errors=1_000_000)
    return int(report.stats["errors"])
