"""What the rules need of an engine, whichever it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from app.domain.errors import BadRequest


class EngineError(BadRequest):
    """No engine is at the address; `reason` says why and never repeats the address, which may hold a password."""

    def __init__(self, reason: str) -> None:
        super().__init__("events.engine", reason=reason)


class Engine(ABC):
    """A connection with a clock in UTC. What it keeps is temporary and gone when it is closed."""

    @abstractmethod
    def scans(self, parquet: Path) -> ir.Table:
        """The scans of a Parquet file of `storing.SCHEMA`."""

    @abstractmethod
    def keep(self, name: str, table: ir.Table) -> ir.Table:
        """The rows of an expression, computed once."""

    @abstractmethod
    def beside(self, name: str, table: pa.Table) -> ir.Table:
        """A small table of ours as one of the engine, in place of an earlier one of that name."""

    @abstractmethod
    def run(self, table: ir.Table) -> pa.Table:
        """The result in the types of the expression."""

    @abstractmethod
    def rows(self, table: ir.Table) -> Iterator[dict[str, Any]]:
        """The rows one after another in the order of the expression, never all in memory."""

    @abstractmethod
    def close(self) -> None:
        """End the connection and give back what it held."""

    def scalar(self, value: ir.Scalar) -> Any:
        """One value, None where it is unknown."""
        return self.run(value.name("value").as_table())["value"][0].as_py()

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
