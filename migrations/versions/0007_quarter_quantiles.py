"""Quantiles of whole quarters, which item events give and months do not."""

import sqlalchemy as sa
from alembic import op

from app.storage.tables.checks import in_range, lengths
from app.storage.tables.columns import Number, Text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "quarter_quantile",
        sa.Column("submission", Text(36), nullable=False),
        sa.Column("member", Text(8), nullable=False),
        sa.Column("quarter", Text(7), nullable=False),
        sa.Column("measure", Text(60), nullable=False),
        sa.Column("value", Number, nullable=False),
        sa.Column("n", Number, nullable=False),
        sa.Column("months", Text(23), nullable=False),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_quarter_quantile_submission")),
        sa.PrimaryKeyConstraint("submission", "member", "quarter", "measure", name=op.f("pk_quarter_quantile")),
        *lengths("quarter_quantile", submission=36, member=8, quarter=7, measure=60, months=23),
        in_range("quarter_quantile", "value"),
        in_range("quarter_quantile", "n"),
    )
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql():
        op.execute(statement)


def _sqlite() -> list[str]:
    """The guards of every row of a submission, as 0005 gave them to its other tables."""
    never = "BEGIN SELECT RAISE(ABORT, 'this never changes'); END"
    closed = "EXISTS (SELECT 1 FROM submission WHERE submission.id = {row}.submission AND state <> 'draft')"
    conditions = {"insert": f"WHEN {closed.format(row='NEW')} ", "update": "",
                  "delete": f"WHEN {closed.format(row='OLD')} "}  # fmt: skip
    return [
        f"CREATE TRIGGER quarter_quantile_{when} BEFORE {when.upper()} ON quarter_quantile {condition}{never}"
        for when, condition in conditions.items()
    ]


def _postgresql() -> list[str]:
    rows = [
        f"CREATE TRIGGER quarter_quantile_{when.lower()} BEFORE {when} ON quarter_quantile "
        "FOR EACH ROW EXECUTE FUNCTION refuse_rows()"
        for when in ("INSERT", "UPDATE", "DELETE")
    ]
    return [
        *rows,
        "CREATE TRIGGER quarter_quantile_truncate BEFORE TRUNCATE ON quarter_quantile "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_always()",
    ]


def downgrade() -> None:
    op.drop_table("quarter_quantile")
