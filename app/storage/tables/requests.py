"""The table of requests that were asked to count once."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey

from app.storage.tables.columns import Moment, Text, table

idempotency = table(
    "idempotency",
    Column("person", Text(36), ForeignKey("person.id"), primary_key=True),
    Column("key", Text(255), primary_key=True),
    Column("fingerprint", Text(64), nullable=False),
    Column("submission", Text(36), ForeignKey("submission.id"), nullable=False),
    Column("made", Boolean, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
"""`fingerprint`: the hash of what was asked, body and all. `made`: whether that request made the submission, or found
it there."""
