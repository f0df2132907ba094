"""Tables of results, editions, reports, and of the work that makes them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, UniqueConstraint

from app.storage.tables.columns import LONG, Key, Moment, Number, Text, one_of, table

EDITION_STATES = ("draft", "preview", "frozen", "published")
RUN_STATES = ("due", "running", "done", "failed")

result = table(
    "result",
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("region", Text(40), ForeignKey("region.code"), nullable=False),
    Column("quarter", Text(7), nullable=False),
    one_of("basis", ["working", "accepted"], nullable=False),
    Column("digest", Text(64), nullable=False),
    Column("method_version", Text(20), nullable=False),
    Column("method_hash", Text(64), nullable=False),
    Column("engine_version", Text(40), nullable=False),
    Column("computed_at", Moment, nullable=False),
    Index("ix_result_region_quarter", "region", "quarter", "basis"),
)

result_inputs = table(
    "result_inputs",
    Column("digest", Text(64), primary_key=True),
    Column("content", Text(10_000_000), nullable=False),
)
"""What a result of accepted figures was computed from, as the text of which `result.digest` is the SHA-256."""

revised = table(
    "revised",
    Column("published", Key, ForeignKey("result.id"), primary_key=True, autoincrement=False),
    Column("method_hash", Text(64), primary_key=True),
    Column("result", Key, ForeignKey("result.id"), nullable=False),
)
"""The same inputs as a published result, by a later method."""

result_member = table(
    "result_member",
    Column("result", Key, ForeignKey("result.id"), primary_key=True),
    Column("member", Text(8), ForeignKey("member.code"), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("published", Number),
    Column("reason", Text(40)),
    Column("standing", Text(20), nullable=False),
    Column("grade", Text(4), nullable=False),
    Column("coverage", Number, nullable=False),
    Column("level", Integer),
    Column("rank", Integer),
    Column("ranked", Integer, nullable=False),
    Column("change", Number),
    Column("lower", Number, nullable=False),
    Column("upper", Number, nullable=False),
    Column("risk", Number),
    Column("risk_class", Text(20)),
    Column("missing", Integer, nullable=False),
    Column("payload", Text(LONG), nullable=False),
)
"""One member of one result: what lists show as columns, all that is known as JSON."""

working = table(
    "working",
    Column("region", Text(40), ForeignKey("region.code"), primary_key=True),
    Column("quarter", Text(7), primary_key=True),
    Column("result", Key, ForeignKey("result.id"), nullable=False),
)
"""Which result is the working one: the pointer that a new result flips."""

edition = table(
    "edition",
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("region", Text(40), ForeignKey("region.code"), nullable=False),
    Column("quarter", Text(7), nullable=False),
    Column("number", Integer, nullable=False),
    one_of("state", EDITION_STATES, nullable=False),
    Column("result", Key, ForeignKey("result.id"), nullable=False),
    Column("digest", Text(64)),
    Column("reason", Text(2000), nullable=False),
    Column("drafted_at", Moment, nullable=False),
    Column("previewed_at", Moment),
    Column("frozen_at", Moment),
    Column("frozen_by", Text(36), ForeignKey("person.id")),
    Column("published_at", Moment),
    Column("published_by", Text(36), ForeignKey("person.id")),
    UniqueConstraint("region", "quarter", "number"),
)

report = table(
    "report",
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("edition", Key, ForeignKey("edition.id"), nullable=False),
    # A region's own report has the empty member, so that the constraint below sees it.
    Column("member", Text(8), nullable=False),
    Column("language", Text(2), nullable=False),
    Column("sha256", Text(64), nullable=False),
    Column("size", Key, nullable=False),
    Column("issued_at", Moment, nullable=False),
    UniqueConstraint("edition", "member", "language"),
)

run = table(
    "run",
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("key", Text(200), nullable=False, unique=True),
    Column("job", Text(40), nullable=False),
    one_of("state", RUN_STATES, nullable=False),
    Column("owner", Text(120), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("heartbeat_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("note", Text(4000), nullable=False),
)

lease = table(
    "lease",
    Column("name", Text(40), primary_key=True),
    Column("owner", Text(120), nullable=False),
    Column("fence", Integer, nullable=False),
    Column("ticked_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

notice = table(
    "notice",
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("key", Text(200), nullable=False, unique=True),
    Column("member", Text(8), ForeignKey("member.code"), nullable=False, index=True),
    Column("kind", Text(40), nullable=False),
    Column("quarter", Text(7), nullable=False),
    Column("datasets", Text(200), nullable=False),
    Column("created_at", Moment, nullable=False),
)

audit = table(
    "audit",
    Column("seq", Key, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text(36)),
    Column("action", Text(60), nullable=False),
    Column("object", Text(200), nullable=False, index=True),
    Column("region", Text(40)),
    Column("member", Text(8)),
    Column("reason", Text(2000), nullable=False),
    Column("details", Text(LONG), nullable=False),
    Column("previous_hash", Text(64), nullable=False),
    Column("hash", Text(64), nullable=False, unique=True),
    Index("ix_audit_region_seq", "region", "seq"),
)
"""Who did what, each row bound to the one before by its hash. Written in the transaction of the deed itself."""
