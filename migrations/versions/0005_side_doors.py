"""What never changes is closed to REPLACE, TRUNCATE and unknown values too, and so are the figures of a submission."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ROWS = (
    "submission_period", "finding", "service_quality", "customs_clearance", "data_exchange", "preparedness",
    "disruption",
)  # fmt: skip
"""What a submission brought. It comes while the submission is a draft, and then stays as it is."""

KEPT = ("result", "result_member", "edition", "report", "submission", *ROWS)


def _differ(*columns: str) -> str:
    """Whether any of the columns would change; an unknown value is a change too, and `=` would not see it."""
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


EDITION = (
    f"{_differ('id', 'region', 'quarter', 'number')} OR (OLD.state = 'frozen' AND "
    f"({_differ('result', 'digest', 'reason', 'drafted_at', 'previewed_at', 'frozen_at', 'frozen_by')}))"
)
IDENTITY = ("id", "number", "member", "dataset", "file_sha256", "file_name", "file_size", "sent_by", "received_at")
TOLD = (
    "version", "previous", "reason", "language", "profile", "checked_at", "submitted_at", "submitted_by", "late",
    "rows", "set_aside", "outcome", "ruleset", "errors", "warnings", "counts",
)  # fmt: skip
SUBMISSION = (
    f"{_differ(*IDENTITY)} OR OLD.state IN ('superseded', 'sent_back', 'withdrawn', 'refused') "
    "OR (OLD.state = 'accepted' AND NEW.state NOT IN ('superseded', 'sent_back')) "
    "OR (OLD.state = 'submitted' AND NEW.state IN ('draft', 'awaiting_approver', 'refused')) "
    f"OR (OLD.state IN ('submitted', 'accepted') AND ({_differ(*TOLD)}))"
)
CLOSED = "EXISTS (SELECT 1 FROM submission WHERE submission.id = {row}.submission AND state <> 'draft')"

# REPLACE takes the old row away without asking the triggers of DELETE: who brings its key again is stopped before.
TAKEN = {
    "audit": "seq = NEW.seq OR hash = NEW.hash",
    "report": "id = NEW.id OR (edition = NEW.edition AND member = NEW.member AND language = NEW.language)",
    "edition": "state IN ('frozen', 'published') AND (id = NEW.id "
    "OR (region = NEW.region AND quarter = NEW.quarter AND number = NEW.number))",
    "submission": "state <> 'draft' AND (id = NEW.id OR number = NEW.number)",
}
IN_EDITION = "EXISTS (SELECT 1 FROM edition WHERE state IN ('frozen', 'published') AND edition.result = NEW.id)"


def _refusals() -> list[tuple[str, str, str, str | None]]:
    """Table, end of the trigger's name, statement, and when it is refused (None: always); for SQLite."""
    found: list[tuple[str, str, str, str | None]] = [
        (table, "insert", "INSERT", f"EXISTS (SELECT 1 FROM {table} WHERE {key})") for table, key in TAKEN.items()
    ]
    found += [
        ("result", "insert", "INSERT", IN_EDITION),
        ("edition", "stays", "UPDATE", EDITION),
        ("submission", "update", "UPDATE", SUBMISSION),
        ("submission", "delete", "DELETE", "OLD.state <> 'draft'"),
    ]
    for table in ROWS:
        found.append((table, "insert", "INSERT", CLOSED.format(row="NEW")))
        found.append((table, "update", "UPDATE", None))
        found.append((table, "delete", "DELETE", CLOSED.format(row="OLD")))
    return found


def _sqlite() -> list[str]:
    never = "BEGIN SELECT RAISE(ABORT, 'this never changes'); END"
    return [
        f"CREATE TRIGGER {table}_{name} BEFORE {statement} ON {table} {_when(condition)}{never}"
        for table, name, statement, condition in _refusals()
    ]


def _when(condition: str | None) -> str:
    # Libraries before 3.39 know IS NOT, which means the same there, and not IS DISTINCT FROM.
    return f"WHEN {condition.replace('IS DISTINCT FROM', 'IS NOT')} " if condition else ""


RAISE = "RAISE EXCEPTION 'this never changes'"
BODIES = {
    "always": f"{RAISE};",
    "edition_stays": f"IF {EDITION} THEN {RAISE}; END IF; RETURN NEW;",
    "submission": f"""
        IF TG_OP = 'DELETE' THEN IF OLD.state <> 'draft' THEN {RAISE}; END IF; RETURN OLD; END IF;
        IF {SUBMISSION} THEN {RAISE}; END IF;
        RETURN NEW;""",
    "rows": f"""
        IF TG_OP = 'UPDATE' THEN {RAISE}; END IF;
        IF TG_OP = 'DELETE' THEN IF {CLOSED.format(row="OLD")} THEN {RAISE}; END IF; RETURN OLD; END IF;
        IF {CLOSED.format(row="NEW")} THEN {RAISE}; END IF;
        RETURN NEW;""",
}


def _postgresql(schema: str) -> list[str]:
    # Temporary tables come last, or one named `submission` would answer in the place of ours.
    path = f"SET search_path = {schema}, pg_temp"
    statements = [
        f"CREATE FUNCTION refuse_{name}() RETURNS trigger LANGUAGE plpgsql {path} AS $$ BEGIN {body} END $$"
        for name, body in BODIES.items()
    ]
    statements.append(f"ALTER FUNCTION refuse_result() {path}")
    each = "FOR EACH ROW EXECUTE FUNCTION"
    statements += [
        f"CREATE TRIGGER edition_stays BEFORE UPDATE ON edition {each} refuse_edition_stays()",
        f"CREATE TRIGGER submission_update BEFORE UPDATE ON submission {each} refuse_submission()",
        f"CREATE TRIGGER submission_delete BEFORE DELETE ON submission {each} refuse_submission()",
    ]
    statements += [
        f"CREATE TRIGGER {table}_{when.lower()} BEFORE {when} ON {table} {each} refuse_rows()"
        for table in ROWS
        for when in ("INSERT", "UPDATE", "DELETE")
    ]
    statements += [
        f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        "EXECUTE FUNCTION refuse_always()"
        for table in KEPT
    ]
    return statements


def upgrade() -> None:
    bound = op.get_bind()
    if bound.dialect.name == "sqlite":
        statements = _sqlite()
    else:
        statements = _postgresql(bound.scalar(sa.text("SELECT quote_ident(current_schema())")))
    for statement in statements:
        op.execute(sa.text(statement))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, name, _, _ in _refusals():
            op.execute(f"DROP TRIGGER {table}_{name}")
        return
    for name in BODIES:
        op.execute(f"DROP FUNCTION refuse_{name}() CASCADE")
    op.execute("ALTER FUNCTION refuse_result() RESET search_path")
