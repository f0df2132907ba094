"""Letters by mail, kept until they are sent, and the secret addresses of calendars."""

import sqlalchemy as sa
from alembic import op

from app.storage.tables.checks import lengths
from app.storage.tables.columns import Moment, Text

revision = "0012"
down_revision = "0011"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("key", Text(240), nullable=False),
        sa.Column("person", Text(36), nullable=False),
        sa.Column("address", Text(254), nullable=False),
        sa.Column("kind", Text(40), nullable=False),
        sa.Column("subject", Text(500), nullable=False),
        sa.Column("text", Text(50_000), nullable=False),
        sa.Column("language", Text(2), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", Text(1000), nullable=False),
        sa.Column("next_try_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_letter_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("key", name=op.f("uq_letter_key")),
        *lengths(
            "letter", key=240, person=36, address=254, kind=40, subject=500, text=50_000, language=2, last_error=1000
        ),
    )
    op.create_index(op.f("ix_letter_person"), "letter", ["person"])
    op.create_index("ix_letter_due", "letter", ["sent_at", "next_try_at"])
    op.create_table(
        "calendar_word",
        sa.Column("member", Text(8), nullable=False),
        sa.Column("word_hash", Text(64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", Text(36), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_calendar_word_member")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_calendar_word_made_by")),
        sa.PrimaryKeyConstraint("member", name=op.f("pk_calendar_word")),
        sa.UniqueConstraint("word_hash", name=op.f("uq_calendar_word_word_hash")),
        *lengths("calendar_word", member=8, word_hash=64, made_by=36),
    )
    # Letters say themselves whether they went out.
    op.drop_column("notice", "mailed_at")


def downgrade() -> None:
    op.add_column("notice", sa.Column("mailed_at", Moment(), nullable=True))
    op.drop_table("calendar_word")
    op.drop_table("letter")
