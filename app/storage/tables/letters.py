"""Tables of what leaves the house: letters by mail, and the secret addresses of calendars."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer

from app.storage.tables.columns import Key, Moment, Text, table

letter = table(
    "letter",
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("key", Text(240), nullable=False, unique=True),
    Column("person", Text(36), ForeignKey("person.id"), nullable=False, index=True),
    Column("address", Text(254), nullable=False),
    Column("kind", Text(40), nullable=False),
    Column("subject", Text(500), nullable=False),
    Column("text", Text(50_000), nullable=False),
    Column("language", Text(2), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("attempts", Integer, nullable=False),
    Column("last_error", Text(1000), nullable=False),
    Column("next_try_at", Moment),
    Index("ix_letter_due", "sent_at", "next_try_at"),
)
"""Mail to be sent, written with what causes it. Without `next_try_at` an unsent one waits for a person."""

calendar_word = table(
    "calendar_word",
    Column("member", Text(8), ForeignKey("member.code"), primary_key=True),
    Column("word_hash", Text(64), nullable=False, unique=True),
    Column("made_at", Moment, nullable=False),
    Column("made_by", Text(36), ForeignKey("person.id"), nullable=False),
)
"""The secret word in the address of a member's calendar, as its hash alone."""
