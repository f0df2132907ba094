"""What editions were computed from, and the same by later versions of the method."""

import sqlalchemy as sa
from alembic import op

from app.storage.tables.checks import lengths
from app.storage.tables.columns import Text

revision = "0008"
down_revision = "0007"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "result_inputs",
        sa.Column("digest", Text(64), nullable=False),
        sa.Column("content", Text(10_000_000), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_result_inputs")),
        *lengths("result_inputs", digest=64, content=10_000_000),
    )
    op.create_table(
        "revised",
        sa.Column("published", KEY, nullable=False, autoincrement=False),
        sa.Column("method_hash", Text(64), nullable=False),
        sa.Column("result", KEY, nullable=False),
        sa.ForeignKeyConstraint(["published"], ["result.id"], name=op.f("fk_revised_published")),
        sa.ForeignKeyConstraint(["result"], ["result.id"], name=op.f("fk_revised_result")),
        sa.PrimaryKeyConstraint("published", "method_hash", name=op.f("pk_revised")),
        *lengths("revised", method_hash=64),
    )
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql():
        op.execute(statement)


def _sqlite() -> list[str]:
    """Inputs never change; REPLACE would take a row away without asking the trigger of DELETE."""
    never = "BEGIN SELECT RAISE(ABORT, 'this never changes'); END"
    taken = "WHEN EXISTS (SELECT 1 FROM result_inputs WHERE digest = NEW.digest) "
    return [
        f"CREATE TRIGGER result_inputs_{when} BEFORE {when.upper()} ON result_inputs {condition}{never}"
        for when, condition in {"insert": taken, "update": "", "delete": ""}.items()
    ]


def _postgresql() -> list[str]:
    each = {"UPDATE": "ROW", "DELETE": "ROW", "TRUNCATE": "STATEMENT"}
    return [
        f"CREATE TRIGGER result_inputs_{when.lower()} BEFORE {when} ON result_inputs FOR EACH {of} "
        "EXECUTE FUNCTION refuse_always()"
        for when, of in each.items()
    ]


def downgrade() -> None:
    op.drop_table("revised")
    op.drop_table("result_inputs")
