"""Members, regions, people and what lets them in."""

import sqlalchemy as sa
from alembic import op

from app.storage.tables.checks import choice, lengths
from app.storage.tables.columns import Moment, Text

revision = "0001"
down_revision = None


def upgrade() -> None:
    _cycle()
    _region()
    _member()
    _inform()
    _person()
    _invitation()
    _session()
    _token()
    _attempt()
    _flag()


def _cycle() -> None:
    op.create_table(
        "cycle",
        sa.Column("code", Text(40), nullable=False),
        sa.Column("first", Text(7), nullable=False),
        sa.Column("last", Text(7), nullable=False),
        sa.Column("deadline_months", sa.Integer(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_cycle")),
        *lengths("cycle", code=40, first=7, last=7),
    )


def _region() -> None:
    op.create_table(
        "region",
        sa.Column("code", Text(40), nullable=False),
        sa.Column("ar", Text(120), nullable=False),
        sa.Column("fr", Text(120), nullable=False),
        sa.Column("en", Text(120), nullable=False),
        sa.Column("cycle", Text(40), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.code"], name=op.f("fk_region_cycle")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
        *lengths("region", ar=120, code=40, cycle=40, en=120, fr=120),
    )


def _member() -> None:
    op.create_table(
        "member",
        sa.Column("code", Text(8), nullable=False),
        sa.Column("iso3", Text(8), nullable=False),
        sa.Column("region", Text(40), nullable=False),
        sa.Column("ar", Text(120), nullable=False),
        sa.Column("fr", Text(120), nullable=False),
        sa.Column("en", Text(120), nullable=False),
        sa.Column("operator", Text(200), nullable=False),
        sa.Column("zone", Text(64), nullable=False),
        sa.Column("weekend", Text(20), nullable=False),
        sa.Column("weekend_source", Text(200), nullable=False),
        sa.Column("holidays", Text(4000), nullable=False),
        sa.Column("products", Text(60), nullable=False),
        sa.Column("needs_approver", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_member_region")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_member")),
        *lengths(
            "member",
            ar=120,
            code=8,
            en=120,
            fr=120,
            holidays=4000,
            iso3=8,
            operator=200,
            products=60,
            region=40,
            weekend=20,
            weekend_source=200,
            zone=64,
        ),
    )
    op.create_index(op.f("ix_member_region"), "member", ["region"], unique=False)


def _inform() -> None:
    op.create_table(
        "inform",
        sa.Column("member", Text(8), nullable=False),
        sa.Column("edition", Text(120), nullable=False),
        sa.Column("risk", sa.Float(53), nullable=False),
        sa.Column("risk_class", Text(40), nullable=False),
        sa.Column("hazard", sa.Float(53), nullable=False),
        sa.Column("vulnerability", sa.Float(53), nullable=False),
        sa.Column("coping", sa.Float(53), nullable=False),
        sa.Column("source", Text(300), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_inform_member")),
        sa.PrimaryKeyConstraint("member", "edition", name=op.f("pk_inform")),
        *lengths("inform", edition=120, member=8, risk_class=40, source=300),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", Text(36), nullable=False),
        sa.Column("email", Text(254), nullable=False),
        sa.Column("name", Text(120), nullable=False),
        sa.Column("role", Text(13), nullable=False),
        sa.Column("member", Text(8), nullable=True),
        sa.Column("region", Text(40), nullable=True),
        sa.Column("language", Text(2), nullable=False),
        sa.Column("password_hash", Text(200), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("left_at", Moment(), nullable=True),
        choice("person", "role", "uploader", "approver", "analyst", "administrator", "reader"),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_person_member")),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_person_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        *lengths("person", email=254, id=36, language=2, member=8, name=120, password_hash=200, region=40),
    )
    op.create_index(op.f("ix_person_member"), "person", ["member"], unique=False)
    op.create_index(op.f("ix_person_region"), "person", ["region"], unique=False)


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", Text(36), nullable=False),
        sa.Column("word_hash", Text(64), nullable=False),
        sa.Column("email", Text(254), nullable=False),
        sa.Column("name", Text(120), nullable=False),
        sa.Column("role", Text(13), nullable=False),
        sa.Column("member", Text(8), nullable=True),
        sa.Column("region", Text(40), nullable=True),
        sa.Column("language", Text(2), nullable=False),
        sa.Column("invited_by", Text(36), nullable=False),
        sa.Column("resets", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        choice("invitation", "role", "uploader", "approver", "analyst", "administrator", "reader"),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_invitation_invited_by")),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_invitation_member")),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_invitation_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("word_hash", name=op.f("uq_invitation_word_hash")),
        *lengths(
            "invitation", email=254, id=36, invited_by=36, language=2, member=8, name=120, region=40, word_hash=64
        ),
    )
    op.create_index(op.f("ix_invitation_region"), "invitation", ["region"], unique=False)


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("word_hash", Text(64), nullable=False),
        sa.Column("person", Text(36), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_session_person")),
        sa.PrimaryKeyConstraint("word_hash", name=op.f("pk_session")),
        *lengths("session", person=36, word_hash=64),
    )
    op.create_index(op.f("ix_session_person"), "session", ["person"], unique=False)


def _token() -> None:
    op.create_table(
        "token",
        sa.Column("id", Text(36), nullable=False),
        sa.Column("word_hash", Text(64), nullable=False),
        sa.Column("person", Text(36), nullable=False),
        sa.Column("name", Text(120), nullable=False),
        sa.Column("scope", Text(4), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.Column("revoked_at", Moment(), nullable=True),
        choice("token", "scope", "read", "send"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_token_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("word_hash", name=op.f("uq_token_word_hash")),
        *lengths("token", id=36, name=120, person=36, word_hash=64),
    )
    op.create_index(op.f("ix_token_person"), "token", ["person"], unique=False)


def _attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("key", Text(300), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt")),
        *lengths("attempt", key=300),
    )


def _flag() -> None:
    op.create_table(
        "flag",
        sa.Column("name", Text(40), nullable=False),
        sa.Column("value", Text(1000000), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_flag")),
        *lengths("flag", name=40, value=1000000),
    )


def downgrade() -> None:
    op.drop_table("flag")
    op.drop_table("attempt")
    op.drop_table("token")
    op.drop_table("session")
    op.drop_table("invitation")
    op.drop_table("person")
    op.drop_table("inform")
    op.drop_table("member")
    op.drop_table("region")
    op.drop_table("cycle")
