"""The engines that count item events: DuckDB inside the process, PostgreSQL and Apache Spark by their address.

All run the same Ibis expressions. What their SQL dialects understand differently is set right in `differences.py`
alone; docs/events-engines.md tells it.
"""

from __future__ import annotations

from pathlib import Path

from ingest.events.engines.engine import Engine, EngineError

__all__ = ["EMBEDDED", "Engine", "EngineError", "open_engine"]

EMBEDDED = "duckdb"
_FORMS = "duckdb, postgresql://user@host/database, spark://host:7077"


def open_engine(address: str, folder: Path, memory: int | None = None) -> Engine:
    """The engine at that address, connected; to be closed by whoever opened it.

    `folder` takes what DuckDB does not hold within `memory` bytes (None leaves it to the engine); the others have
    settings of their own. EngineError when the address is none or nothing answers there; it repeats no password.
    """
    scheme = address.partition("://")[0]
    # Late: each engine is slow to load, and only one is wanted.
    if address == EMBEDDED:
        from ingest.events.engines.embedded import Embedded

        return Embedded(folder, memory)
    if scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        from ingest.events.engines.postgresql import PostgreSQL

        return PostgreSQL("postgresql" + address.removeprefix(scheme))
    if scheme == "spark":
        from ingest.events.engines.spark import Spark

        return Spark(address)
    raise EngineError(f"write one of {_FORMS}")
