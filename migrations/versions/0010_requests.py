"""What was sent for a locked quarter is a request until the region opens it."""

import sqlalchemy as sa
from alembic import op

from app.storage.tables.checks import lengths
from app.storage.tables.columns import Moment, Text

revision = "0010"
down_revision = "0009"

ASKED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in ("submission", "quarters", "asked_at"))
STAYS = f"OLD.opened_at IS NOT NULL OR {ASKED}"


def upgrade() -> None:
    op.create_table(
        "request",
        sa.Column("submission", Text(36), nullable=False),
        sa.Column("quarters", Text(200), nullable=False),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("opened_at", Moment),
        sa.Column("opened_by", Text(36)),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_request_submission")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_request_opened_by")),
        sa.PrimaryKeyConstraint("submission", name=op.f("pk_request")),
        *lengths("request", submission=36, quarters=200, opened_by=36),
    )
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql():
        op.execute(statement)


def _sqlite() -> list[str]:
    """REPLACE would take a row away without asking the trigger of DELETE."""
    never = "BEGIN SELECT RAISE(ABORT, 'this never changes'); END"
    conditions = {
        "insert": "WHEN EXISTS (SELECT 1 FROM request WHERE submission = NEW.submission) ",
        # Libraries before 3.39 know IS NOT, which means the same there, and not IS DISTINCT FROM.
        "update": f"WHEN {STAYS.replace('IS DISTINCT FROM', 'IS NOT')} ",
        "delete": "",
    }
    return [
        f"CREATE TRIGGER request_{when} BEFORE {when.upper()} ON request {condition}{never}"
        for when, condition in conditions.items()
    ]


def _postgresql() -> list[str]:
    return [
        "CREATE FUNCTION refuse_request() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {STAYS} THEN RAISE EXCEPTION 'this never changes'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER request_update BEFORE UPDATE ON request FOR EACH ROW EXECUTE FUNCTION refuse_request()",
        "CREATE TRIGGER request_delete BEFORE DELETE ON request FOR EACH ROW EXECUTE FUNCTION refuse_always()",
        "CREATE TRIGGER request_truncate BEFORE TRUNCATE ON request FOR EACH STATEMENT "
        "EXECUTE FUNCTION refuse_always()",
    ]


def downgrade() -> None:
    op.drop_table("request")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_request()")
