"""The code page in which a person said that a file is to be read, and the one that a member chose last."""

import sqlalchemy as sa
from alembic import op

from app.storage.tables.checks import lengths
from app.storage.tables.columns import Moment, Text

revision = "0011"
down_revision = "0010"

# One statement with its check: SQLite adds no constraint to a table that is there, and would have to copy this one.
COLUMN = 'encoding VARCHAR(20) {collation}CONSTRAINT ck_submission_encoding_length CHECK (length("encoding") <= 20)'
SQLITE = """CREATE TRIGGER submission_encoding BEFORE UPDATE ON submission WHEN NEW.encoding IS NOT OLD.encoding
    BEGIN SELECT RAISE(ABORT, 'this never changes'); END"""
POSTGRESQL = """CREATE TRIGGER submission_encoding BEFORE UPDATE ON submission FOR EACH ROW
    WHEN (NEW.encoding IS DISTINCT FROM OLD.encoding) EXECUTE FUNCTION refuse_always()"""


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    collation = 'COLLATE "C" ' if on_postgresql else ""
    op.execute(f"ALTER TABLE submission ADD COLUMN {COLUMN.format(collation=collation)}")
    op.execute(POSTGRESQL if on_postgresql else SQLITE)
    op.create_table(
        "reading",
        sa.Column("member", Text(8), nullable=False),
        sa.Column("encoding", Text(20), nullable=False),
        sa.Column("chosen_by", Text(36), nullable=False),
        sa.Column("chosen_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_reading_member")),
        sa.ForeignKeyConstraint(["chosen_by"], ["person.id"], name=op.f("fk_reading_chosen_by")),
        sa.PrimaryKeyConstraint("member", name=op.f("pk_reading")),
        *lengths("reading", member=8, encoding=20, chosen_by=36),
    )


def downgrade() -> None:
    op.drop_table("reading")
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP TRIGGER submission_encoding{' ON submission' if on_postgresql else ''}")
    op.drop_column("submission", "encoding")
