"""The table of mapping profiles that members made for their own files of item events."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer

from app.storage.tables.columns import Moment, Text, table

profile = table(
    "profile",
    Column("member", Text(8), ForeignKey("member.code"), primary_key=True),
    Column("name", Text(40), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content", Text(60_000), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", Text(36), ForeignKey("person.id"), nullable=False),
)
"""`content` is TOML. A version never changes: files say which one read them."""
