"""The table of names that members use for our columns."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey

from app.domain.measures import DATASETS
from app.storage.tables.columns import Moment, Text, one_of, table

column_alias = table(
    "column_alias",
    Column("member", Text(8), ForeignKey("member.code"), primary_key=True),
    one_of("dataset", DATASETS, primary_key=True),
    Column("name", Text(200), primary_key=True),
    Column("column", Text(60), nullable=False, key="column_name"),
    Column("taken_at", Moment, nullable=False),
    Column("taken_by", Text(36), ForeignKey("person.id"), nullable=False),
)
"""`name` is tidied as the checks tidy headers (`ingest/spelling.py`)."""
