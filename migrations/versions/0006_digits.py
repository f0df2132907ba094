"""The digits that a person chose for pages: Latin ones unless told otherwise."""

from alembic import op

revision = "0006"
down_revision = "0005"

# One statement with its check: SQLite adds no constraint to a table that is there, and would have to copy this one.
COLUMN = "digits VARCHAR(6) {collation}DEFAULT 'latin' NOT NULL"
CHECK = "CONSTRAINT ck_person_digits_choice CHECK (\"digits\" IN ('latin', 'arabic'))"


def upgrade() -> None:
    collation = 'COLLATE "C" ' if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"ALTER TABLE person ADD COLUMN {COLUMN.format(collation=collation)} {CHECK}")


def downgrade() -> None:
    op.drop_column("person", "digits")
