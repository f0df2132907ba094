"""Keys by which a program's request counts once, however often it is sent."""

import sqlalchemy as sa
from alembic import op

from app.storage.tables.checks import lengths
from app.storage.tables.columns import Moment, Text

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "idempotency",
        sa.Column("person", Text(36), nullable=False),
        sa.Column("key", Text(255), nullable=False),
        sa.Column("fingerprint", Text(64), nullable=False),
        sa.Column("submission", Text(36), nullable=False),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_idempotency_person")),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_idempotency_submission")),
        sa.PrimaryKeyConstraint("person", "key", name=op.f("pk_idempotency")),
        *lengths("idempotency", person=36, key=255, fingerprint=64, submission=36),
    )
    op.create_index(op.f("ix_idempotency_at"), "idempotency", ["at"])


def downgrade() -> None:
    op.drop_table("idempotency")
