"""The audit log, and what never changes."""

import sqlalchemy as sa
from alembic import op

from app.storage.tables.checks import lengths
from app.storage.tables.columns import Moment, Text

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# What was decided or published never changes, whoever asks: the database itself refuses.
NEVER = "SELECT RAISE(ABORT, 'this never changes')"
IN_EDITION = "EXISTS (SELECT 1 FROM edition WHERE state IN ('frozen', 'published') AND edition.result = OLD.{column})"
SAME = " AND ".join(
    f"NEW.{name} = OLD.{name}" for name in ("region", "quarter", "number", "result", "digest", "reason")
)
STEP = f"(OLD.state IN ('draft', 'preview') OR (OLD.state = 'frozen' AND NEW.state = 'published' AND {SAME}))"

SQLITE = (
    f"CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN {NEVER}; END",
    f"CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN {NEVER}; END",
    f"CREATE TRIGGER report_update BEFORE UPDATE ON report BEGIN {NEVER}; END",
    f"CREATE TRIGGER report_delete BEFORE DELETE ON report BEGIN {NEVER}; END",
    f"CREATE TRIGGER result_update BEFORE UPDATE ON result BEGIN {NEVER}; END",
    f"CREATE TRIGGER result_member_update BEFORE UPDATE ON result_member BEGIN {NEVER}; END",
    f"CREATE TRIGGER result_delete BEFORE DELETE ON result WHEN {IN_EDITION.format(column='id')} BEGIN {NEVER}; END",
    "CREATE TRIGGER result_member_delete BEFORE DELETE ON result_member "
    f"WHEN {IN_EDITION.format(column='result')} BEGIN {NEVER}; END",
    "CREATE TRIGGER result_member_insert BEFORE INSERT ON result_member "
    f"WHEN {IN_EDITION.format(column='result').replace('OLD.', 'NEW.')} BEGIN {NEVER}; END",
    f"CREATE TRIGGER edition_update BEFORE UPDATE ON edition WHEN NOT {STEP} BEGIN {NEVER}; END",
    "CREATE TRIGGER edition_delete BEFORE DELETE ON edition "
    f"WHEN OLD.state IN ('frozen', 'published') BEGIN {NEVER}; END",
)

SQLITE_NAMES = tuple(statement.split()[2] for statement in SQLITE)

RAISE = "RAISE EXCEPTION 'this never changes'"
FUNCTION = "CREATE FUNCTION refuse_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
TRIGGER = "CREATE TRIGGER {table}_{when} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_{name}()"

POSTGRESQL = (
    FUNCTION.format(name="audit", body=f"{RAISE};"),
    TRIGGER.format(table="audit", when="UPDATE", name="audit"),
    TRIGGER.format(table="audit", when="DELETE", name="audit"),
    "CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit()",
    FUNCTION.format(name="report", body=f"{RAISE};"),
    TRIGGER.format(table="report", when="UPDATE", name="report"),
    TRIGGER.format(table="report", when="DELETE", name="report"),
    FUNCTION.format(
        name="result",
        body=f"""
        IF TG_OP = 'UPDATE' THEN {RAISE}; END IF;
        IF TG_TABLE_NAME = 'result' THEN IF {IN_EDITION.format(column="id")} THEN {RAISE}; END IF; RETURN OLD; END IF;
        IF TG_OP = 'INSERT' THEN
            IF {IN_EDITION.format(column="result").replace("OLD.", "NEW.")} THEN {RAISE}; END IF;
            RETURN NEW;
        END IF;
        IF {IN_EDITION.format(column="result")} THEN {RAISE}; END IF;
        RETURN OLD;""",
    ),
    TRIGGER.format(table="result", when="UPDATE", name="result"),
    TRIGGER.format(table="result", when="DELETE", name="result"),
    TRIGGER.format(table="result_member", when="UPDATE", name="result"),
    TRIGGER.format(table="result_member", when="DELETE", name="result"),
    TRIGGER.format(table="result_member", when="INSERT", name="result"),
    FUNCTION.format(
        name="edition",
        body=f"""
        IF TG_OP = 'DELETE' THEN IF OLD.state IN ('frozen', 'published') THEN {RAISE}; END IF; RETURN OLD; END IF;
        IF NOT {STEP} THEN {RAISE}; END IF;
        RETURN NEW;""",
    ),
    TRIGGER.format(table="edition", when="UPDATE", name="edition"),
    TRIGGER.format(table="edition", when="DELETE", name="edition"),
)


def upgrade() -> None:
    _audit()
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", KEY, nullable=False, autoincrement=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", Text(36), nullable=True),
        sa.Column("action", Text(60), nullable=False),
        sa.Column("object", Text(200), nullable=False),
        sa.Column("region", Text(40), nullable=True),
        sa.Column("member", Text(8), nullable=True),
        sa.Column("reason", Text(2000), nullable=False),
        sa.Column("details", Text(1000000), nullable=False),
        sa.Column("previous_hash", Text(64), nullable=False),
        sa.Column("hash", Text(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_hash")),
        *lengths(
            "audit",
            action=60,
            actor=36,
            details=1000000,
            hash=64,
            member=8,
            object=200,
            previous_hash=64,
            reason=2000,
            region=40,
        ),
    )
    op.create_index(op.f("ix_audit_object"), "audit", ["object"], unique=False)
    op.create_index(op.f("ix_audit_region_seq"), "audit", ["region", "seq"], unique=False)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in ("audit", "report", "result", "edition"):
            op.execute(f"DROP FUNCTION refuse_{name}() CASCADE")
    else:
        for name in SQLITE_NAMES:
            op.execute(f"DROP TRIGGER {name}")
    op.drop_table("audit")
