"""The names that a member uses for our columns, and the mapping profiles of its own files of item events."""

import sqlalchemy as sa
from alembic import op

from app.storage.tables.checks import choice, lengths
from app.storage.tables.columns import Moment, Text

revision = "0015"
down_revision = "0014"

DATASETS = ("service-quality", "customs-clearance", "data-exchange", "preparedness", "disruptions", "item-events")


def upgrade() -> None:
    op.create_table(
        "column_alias",
        sa.Column("member", Text(8), nullable=False),
        sa.Column("dataset", Text(17), nullable=False),
        sa.Column("name", Text(200), nullable=False),
        sa.Column("column", Text(60), nullable=False),
        sa.Column("taken_at", Moment, nullable=False),
        sa.Column("taken_by", Text(36), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_column_alias_member")),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_column_alias_taken_by")),
        sa.PrimaryKeyConstraint("member", "dataset", "name", name=op.f("pk_column_alias")),
        *lengths("column_alias", member=8, name=200, column=60, taken_by=36),
        choice("column_alias", "dataset", *DATASETS),
    )
    op.create_table(
        "profile",
        sa.Column("member", Text(8), nullable=False),
        sa.Column("name", Text(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("content", Text(60_000), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("made_by", Text(36), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_profile_member")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_profile_made_by")),
        sa.PrimaryKeyConstraint("member", "name", "version", name=op.f("pk_profile")),
        *lengths("profile", member=8, name=40, content=60_000, made_by=36),
    )


def downgrade() -> None:
    op.drop_table("profile")
    op.drop_table("column_alias")
