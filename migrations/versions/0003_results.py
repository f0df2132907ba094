"""Results, editions, reports, and the work that makes them."""

import sqlalchemy as sa
from alembic import op

from app.storage.tables.checks import choice, lengths
from app.storage.tables.columns import Moment, Text

revision = "0003"
down_revision = "0002"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _result()
    _result_member()
    _working()
    _edition()
    _report()
    _run()
    _lease()
    _notice()


def _result() -> None:
    op.create_table(
        "result",
        sa.Column("id", KEY, nullable=False, autoincrement=True),
        sa.Column("region", Text(40), nullable=False),
        sa.Column("quarter", Text(7), nullable=False),
        sa.Column("basis", Text(8), nullable=False),
        sa.Column("digest", Text(64), nullable=False),
        sa.Column("method_version", Text(20), nullable=False),
        sa.Column("method_hash", Text(64), nullable=False),
        sa.Column("engine_version", Text(40), nullable=False),
        sa.Column("computed_at", Moment(), nullable=False),
        choice("result", "basis", "working", "accepted"),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_result_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        *lengths("result", digest=64, engine_version=40, method_hash=64, method_version=20, quarter=7, region=40),
    )
    op.create_index(op.f("ix_result_region_quarter"), "result", ["region", "quarter", "basis"], unique=False)


def _result_member() -> None:
    op.create_table(
        "result_member",
        sa.Column("result", KEY, nullable=False, autoincrement=False),
        sa.Column("member", Text(8), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("published", sa.Float(53), nullable=True),
        sa.Column("reason", Text(40), nullable=True),
        sa.Column("standing", Text(20), nullable=False),
        sa.Column("grade", Text(4), nullable=False),
        sa.Column("coverage", sa.Float(53), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("ranked", sa.Integer(), nullable=False),
        sa.Column("change", sa.Float(53), nullable=True),
        sa.Column("lower", sa.Float(53), nullable=False),
        sa.Column("upper", sa.Float(53), nullable=False),
        sa.Column("risk", sa.Float(53), nullable=True),
        sa.Column("risk_class", Text(20), nullable=True),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("payload", Text(1000000), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_result_member_member")),
        sa.ForeignKeyConstraint(["result"], ["result.id"], name=op.f("fk_result_member_result")),
        sa.PrimaryKeyConstraint("result", "member", name=op.f("pk_result_member")),
        *lengths("result_member", grade=4, member=8, payload=1000000, reason=40, risk_class=20, standing=20),
    )


def _working() -> None:
    op.create_table(
        "working",
        sa.Column("region", Text(40), nullable=False),
        sa.Column("quarter", Text(7), nullable=False),
        sa.Column("result", KEY, nullable=False),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_working_region")),
        sa.ForeignKeyConstraint(["result"], ["result.id"], name=op.f("fk_working_result")),
        sa.PrimaryKeyConstraint("region", "quarter", name=op.f("pk_working")),
        *lengths("working", quarter=7, region=40),
    )


def _edition() -> None:
    op.create_table(
        "edition",
        sa.Column("id", KEY, nullable=False, autoincrement=True),
        sa.Column("region", Text(40), nullable=False),
        sa.Column("quarter", Text(7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", Text(9), nullable=False),
        sa.Column("result", KEY, nullable=False),
        sa.Column("digest", Text(64), nullable=True),
        sa.Column("reason", Text(2000), nullable=False),
        sa.Column("drafted_at", Moment(), nullable=False),
        sa.Column("previewed_at", Moment(), nullable=True),
        sa.Column("frozen_at", Moment(), nullable=True),
        sa.Column("frozen_by", Text(36), nullable=True),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("published_by", Text(36), nullable=True),
        choice("edition", "state", "draft", "preview", "frozen", "published"),
        sa.ForeignKeyConstraint(["frozen_by"], ["person.id"], name=op.f("fk_edition_frozen_by")),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("fk_edition_published_by")),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_edition_region")),
        sa.ForeignKeyConstraint(["result"], ["result.id"], name=op.f("fk_edition_result")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("region", "quarter", "number", name=op.f("uq_edition_region_quarter_number")),
        *lengths("edition", digest=64, frozen_by=36, published_by=36, quarter=7, reason=2000, region=40),
    )


def _report() -> None:
    op.create_table(
        "report",
        sa.Column("id", KEY, nullable=False, autoincrement=True),
        sa.Column("edition", KEY, nullable=False),
        sa.Column("member", Text(8), nullable=False),
        sa.Column("language", Text(2), nullable=False),
        sa.Column("sha256", Text(64), nullable=False),
        sa.Column("size", KEY, nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["edition"], ["edition.id"], name=op.f("fk_report_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("edition", "member", "language", name=op.f("uq_report_edition_member_language")),
        *lengths("report", language=2, member=8, sha256=64),
    )


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("id", KEY, nullable=False, autoincrement=True),
        sa.Column("key", Text(200), nullable=False),
        sa.Column("job", Text(40), nullable=False),
        sa.Column("state", Text(7), nullable=False),
        sa.Column("owner", Text(120), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("heartbeat_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("note", Text(4000), nullable=False),
        choice("run", "state", "due", "running", "done", "failed"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("key", name=op.f("uq_run_key")),
        *lengths("run", job=40, key=200, note=4000, owner=120),
    )


def _lease() -> None:
    op.create_table(
        "lease",
        sa.Column("name", Text(40), nullable=False),
        sa.Column("owner", Text(120), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("ticked_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
        *lengths("lease", name=40, owner=120),
    )


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", KEY, nullable=False, autoincrement=True),
        sa.Column("key", Text(200), nullable=False),
        sa.Column("member", Text(8), nullable=False),
        sa.Column("kind", Text(40), nullable=False),
        sa.Column("quarter", Text(7), nullable=False),
        sa.Column("datasets", Text(200), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("mailed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_notice_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
        *lengths("notice", datasets=200, key=200, kind=40, member=8, quarter=7),
    )
    op.create_index(op.f("ix_notice_member"), "notice", ["member"], unique=False)


def downgrade() -> None:
    op.drop_table("notice")
    op.drop_table("lease")
    op.drop_table("run")
    op.drop_table("report")
    op.drop_table("edition")
    op.drop_table("working")
    op.drop_table("result_member")
    op.drop_table("result")
