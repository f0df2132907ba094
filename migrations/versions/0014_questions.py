"""Questions on values, what a submission moved, and who approved it: never whoever sent it or asked.

Who approved earlier submissions stands in the log alone: what is decided is closed to changes.
"""

import sqlalchemy as sa
from alembic import op

from app.storage.tables.checks import choice, lengths
from app.storage.tables.columns import Moment, Number, Text

revision = "0014"
down_revision = "0013"

DATASETS = ("service-quality", "customs-clearance", "data-exchange", "preparedness", "disruptions", "item-events")
# One statement with its checks: SQLite adds no constraint to a table that is there, and would have to copy this one.
APPROVED_BY = (
    "approved_by VARCHAR(36) {collation}CONSTRAINT fk_submission_approved_by REFERENCES person (id) "
    'CONSTRAINT ck_submission_approved_by_length CHECK (length("approved_by") <= 36) '
    "CONSTRAINT ck_submission_approved_by_another CHECK (approved_by <> sent_by AND approved_by <> submitted_by)"
)
APPROVED = (
    "(OLD.state = 'awaiting_approver' AND NEW.state = 'submitted' AND NEW.approved_by IS NULL) OR "
    "(OLD.state NOT IN ('draft', 'awaiting_approver') AND NEW.approved_by IS DISTINCT FROM OLD.approved_by)"
)
WORDS = ("question", "question_entry")
TAKEN = {
    "question": "EXISTS (SELECT 1 FROM question WHERE id = NEW.id)",
    "question_entry": "EXISTS (SELECT 1 FROM question_entry WHERE question = NEW.question "
    "AND (place = NEW.place OR kind = 'close'))",
}
"""REPLACE takes a row away without asking the trigger of DELETE; and nothing is said once a question is closed."""


def upgrade() -> None:
    _questions()
    _effects()
    sqlite = op.get_bind().dialect.name == "sqlite"
    collation = "" if sqlite else 'COLLATE "C" '
    op.execute(f"ALTER TABLE submission ADD COLUMN {APPROVED_BY.format(collation=collation)}")
    for statement in _sqlite() if sqlite else _postgresql():
        op.execute(sa.text(statement))


def _questions() -> None:
    op.create_table(
        "question",
        sa.Column("id", Text(36), nullable=False),
        sa.Column("member", Text(8), nullable=False),
        sa.Column("submission", Text(36), nullable=False),
        sa.Column("dataset", Text(17), nullable=False),
        sa.Column("period", Text(7), nullable=False),
        sa.Column("product", Text(12), nullable=False),
        sa.Column("partner", Text(8), nullable=False),
        sa.Column("measure", Text(60), nullable=False),
        sa.Column("asked_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_question_member")),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_question_submission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        choice("question", "dataset", *DATASETS),
        *lengths("question", id=36, member=8, submission=36, period=7, product=12, partner=8, measure=60),
    )
    op.create_index("ix_question_member", "question", ["member", "dataset", "period"])
    op.create_index("ix_question_submission", "question", ["submission"])
    op.create_table(
        "question_entry",
        sa.Column("question", Text(36), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("kind", Text(5), nullable=False),
        sa.Column("side", Text(8), nullable=False),
        sa.Column("by", Text(36), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("text", Text(2000), nullable=False),
        sa.ForeignKeyConstraint(["question"], ["question.id"], name=op.f("fk_question_entry_question")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_question_entry_by")),
        sa.PrimaryKeyConstraint("question", "place", name=op.f("pk_question_entry")),
        choice("question_entry", "kind", "ask", "say", "close"),
        choice("question_entry", "side", "office", "operator"),
        *lengths("question_entry", question=36, by=36, text=2000),
    )


def _effects() -> None:
    op.create_table(
        "submission_effect",
        sa.Column("submission", Text(36), nullable=False),
        sa.Column("changed", sa.Integer),
        sa.Column("new", sa.Integer),
        sa.Column("gone", sa.Integer),
        sa.Column("same", sa.Integer),
        sa.Column("quarter", Text(7)),
        sa.Column("before", Number),
        sa.Column("after", Number),
        sa.Column("rank_before", sa.Integer),
        sa.Column("rank_after", sa.Integer),
        sa.Column("points", Number, nullable=False),
        sa.Column("ranks", sa.Integer, nullable=False),
        sa.Column("noted_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_submission_effect_submission")),
        sa.PrimaryKeyConstraint("submission", name=op.f("pk_submission_effect")),
        *lengths("submission_effect", submission=36, quarter=7),
    )


def _sqlite() -> list[str]:
    never = "BEGIN SELECT RAISE(ABORT, 'this never changes'); END"
    conditions = [(table, "INSERT", f"WHEN {taken} ") for table, taken in TAKEN.items()]
    conditions += [(table, when, "") for table in WORDS for when in ("UPDATE", "DELETE")]
    # Libraries before 3.39 know IS NOT, which means the same there, and not IS DISTINCT FROM.
    approved = APPROVED.replace("IS DISTINCT FROM", "IS NOT")
    return [
        *(
            f"CREATE TRIGGER {table}_{when.lower()} BEFORE {when} ON {table} {condition}{never}"
            for table, when, condition in conditions
        ),
        f"CREATE TRIGGER submission_approved BEFORE UPDATE ON submission WHEN {approved} "
        "BEGIN SELECT RAISE(ABORT, 'another person approves'); END",
    ]


def _postgresql() -> list[str]:
    schema = op.get_bind().scalar(sa.text("SELECT quote_ident(current_schema())"))
    path = f"SET search_path = {schema}, pg_temp"
    function = "CREATE FUNCTION refuse_{name}() RETURNS trigger LANGUAGE plpgsql {path} AS $$ BEGIN {body} END $$"
    bodies = {
        "unapproved": f"IF {APPROVED} THEN RAISE EXCEPTION 'another person approves'; END IF; RETURN NEW;",
        "after_close": f"IF {TAKEN['question_entry']} THEN RAISE EXCEPTION 'this never changes'; END IF; RETURN NEW;",
    }
    each = {"UPDATE": "ROW", "DELETE": "ROW", "TRUNCATE": "STATEMENT"}
    return [
        *(function.format(name=name, path=path, body=body) for name, body in bodies.items()),
        "CREATE TRIGGER submission_approved BEFORE UPDATE ON submission FOR EACH ROW "
        "EXECUTE FUNCTION refuse_unapproved()",
        "CREATE TRIGGER question_entry_insert BEFORE INSERT ON question_entry FOR EACH ROW "
        "EXECUTE FUNCTION refuse_after_close()",
        *(
            f"CREATE TRIGGER {table}_{when.lower()} BEFORE {when} ON {table} FOR EACH {of} "
            "EXECUTE FUNCTION refuse_always()"
            for table in WORDS
            for when, of in each.items()
        ),
    ]


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER submission_approved")
    else:
        op.execute("DROP FUNCTION refuse_unapproved() CASCADE")
        op.execute("DROP FUNCTION refuse_after_close() CASCADE")
    op.drop_column("submission", "approved_by")
    for table in ("submission_effect", "question_entry", "question"):
        op.drop_table(table)
