"""Tables of regions, members, cycles, people and what lets them in."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer

from app.domain.access import Role
from app.domain.members import DIGITS
from app.storage.tables.columns import LONG, Moment, Number, Text, one_of, table

cycle = table(
    "cycle",
    Column("code", Text(40), primary_key=True),
    Column("first", Text(7), nullable=False),
    Column("last", Text(7), nullable=False),
    Column("deadline_months", Integer, nullable=False),
    Column("grace_days", Integer, nullable=False),
)

region = table(
    "region",
    Column("code", Text(40), primary_key=True),
    Column("ar", Text(120), nullable=False),
    Column("fr", Text(120), nullable=False),
    Column("en", Text(120), nullable=False),
    Column("cycle", Text(40), ForeignKey("cycle.code"), nullable=False),
)

member = table(
    "member",
    Column("code", Text(8), primary_key=True),
    Column("iso3", Text(8), nullable=False),
    Column("region", Text(40), ForeignKey("region.code"), nullable=False, index=True),
    Column("ar", Text(120), nullable=False),
    Column("fr", Text(120), nullable=False),
    Column("en", Text(120), nullable=False),
    Column("operator", Text(200), nullable=False),
    Column("zone", Text(64), nullable=False),
    Column("weekend", Text(20), nullable=False),
    Column("weekend_source", Text(200), nullable=False),
    Column("holidays", Text(4000), nullable=False),
    Column("products", Text(60), nullable=False),
    Column("needs_approver", Boolean, nullable=False),
)

inform = table(
    "inform",
    Column("member", Text(8), ForeignKey("member.code"), primary_key=True),
    Column("edition", Text(120), primary_key=True),
    Column("risk", Number, nullable=False),
    Column("risk_class", Text(40), nullable=False),
    Column("hazard", Number, nullable=False),
    Column("vulnerability", Number, nullable=False),
    Column("coping", Number, nullable=False),
    Column("source", Text(300), nullable=False),
)

person = table(
    "person",
    Column("id", Text(36), primary_key=True),
    Column("email", Text(254), nullable=False, unique=True),
    Column("name", Text(120), nullable=False),
    one_of("role", [role.value for role in Role], nullable=False),
    Column("member", Text(8), ForeignKey("member.code"), index=True),
    Column("region", Text(40), ForeignKey("region.code"), index=True),
    Column("language", Text(2), nullable=False),
    Column("password_hash", Text(200)),
    Column("created_at", Moment, nullable=False),
    Column("left_at", Moment),
    one_of("digits", DIGITS, nullable=False, server_default="latin"),
)

invitation = table(
    "invitation",
    Column("id", Text(36), primary_key=True),
    Column("word_hash", Text(64), nullable=False, unique=True),
    Column("email", Text(254), nullable=False),
    Column("name", Text(120), nullable=False),
    one_of("role", [role.value for role in Role], nullable=False),
    Column("member", Text(8), ForeignKey("member.code")),
    Column("region", Text(40), ForeignKey("region.code"), index=True),
    Column("language", Text(2), nullable=False),
    Column("invited_by", Text(36), ForeignKey("person.id"), nullable=False),
    Column("resets", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

session = table(
    "session",
    Column("word_hash", Text(64), primary_key=True),
    Column("person", Text(36), ForeignKey("person.id"), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

token = table(
    "token",
    Column("id", Text(36), primary_key=True),
    Column("word_hash", Text(64), nullable=False, unique=True),
    Column("person", Text(36), ForeignKey("person.id"), nullable=False, index=True),
    Column("name", Text(120), nullable=False),
    one_of("scope", ["read", "send"], nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("revoked_at", Moment),
)

attempt = table(
    "attempt",
    Column("key", Text(300), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("failed_at", Moment, nullable=False),
)

flag = table(
    "flag",
    Column("name", Text(40), primary_key=True),
    Column("value", Text(LONG), nullable=False),
)
