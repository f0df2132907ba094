"""Column types that mean the same on SQLite and PostgreSQL, and the constraints that come with them.

SQLite takes any length and any kind of value, PostgreSQL refuses NUL; so lengths and choices are CHECK constraints
and texts are looked at before they are bound. Texts sort by code point on both.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import VARCHAR
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeEngine

from app.domain.errors import BadRequest
from app.storage.tables.checks import choice, lengths

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UnfitText(BadRequest, DontWrapMixin):
    """A text that one of the engines would refuse: NUL, a lone surrogate, or too long."""


class Text(TypeDecorator[str]):
    """Text of at most so many characters, without NUL and without surrogates."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(VARCHAR(self.length, collation="C"))
        return dialect.type_descriptor(String(self.length))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str) or len(value) > self.length or "\0" in value:
            raise UnfitText("bad_request.text")
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise UnfitText("bad_request.text") from None
        return str(value)


class Moment(TypeDecorator[datetime]):
    """A point in time: aware in Python, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Number = Float(53)
Key = BigInteger().with_variant(Integer(), "sqlite")
LONG = 1_000_000
"""The limit of texts that we write ourselves (results, details)."""


def one_of(name: str, choices: Sequence[str], *more: Any, **options: Any) -> Column[str]:
    """A text column that takes one of the choices alone."""
    return Column(
        name, Text(max(len(choice) for choice in choices)), *more, info={"choices": tuple(choices)}, **options
    )


def table(name: str, *parts: Any) -> Table:
    """A table in which every text column has its length, and every choice its list, as a CHECK."""
    checks: list[CheckConstraint] = []
    for column in (part for part in parts if isinstance(part, Column)):
        if "choices" in column.info:
            checks.append(choice(name, column.name, *column.info["choices"]))
        elif isinstance(column.type, Text):
            checks += lengths(name, **{column.name: column.type.length})
    return Table(name, METADATA, *parts, *checks)
