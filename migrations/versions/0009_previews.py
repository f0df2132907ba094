"""What a draft would change, before it is submitted."""

import sqlalchemy as sa
from alembic import op

from app.storage.tables.checks import lengths
from app.storage.tables.columns import LONG, Moment, Text

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "preview",
        sa.Column("submission", Text(36), nullable=False),
        sa.Column("content", Text(LONG), nullable=False),
        sa.Column("computed_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_preview_submission")),
        sa.PrimaryKeyConstraint("submission", name=op.f("pk_preview")),
        *lengths("preview", submission=36, content=LONG),
    )


def downgrade() -> None:
    op.drop_table("preview")
