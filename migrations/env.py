"""How Alembic runs our migrations: on the caller's connection, or on the database of the settings."""

from alembic import context

from app.settings import load
from app.storage import db
from app.storage.tables import METADATA


def run(connection) -> None:
    """One transaction around everything. SQLite too can roll DDL back, if the driver is kept from committing."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        transactional_ddl=True,
        transaction_per_migration=False,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with db.engine(load().database_url).begin() as opened:
        run(opened)
