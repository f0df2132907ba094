"""The CHECK constraints of a column: its length, its choices, its range. Used by the tables and by the migrations."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.sql.elements import conv

MOST = 1_000_000_000_000_000
"""No figure is larger: doubles are exact below it, and NaN and infinity are not below it."""


def lengths(table: str, **limits: int) -> list[CheckConstraint]:
    """No text of these columns is longer than so many characters."""
    return [
        CheckConstraint(f'length("{column}") <= {limit}', name=conv(f"ck_{table}_{column}_length"))
        for column, limit in limits.items()
    ]


def choice(table: str, column: str, *choices: str) -> CheckConstraint:
    """The column takes one of these texts alone."""
    listed = ", ".join(f"'{text}'" for text in choices)
    return CheckConstraint(f'"{column}" IN ({listed})', name=conv(f"ck_{table}_{column}_choice"))


def in_range(table: str, column: str) -> CheckConstraint:
    """The column takes figures: not negative, finite, exact."""
    return CheckConstraint(f'"{column}" >= 0 AND "{column}" < {MOST}', name=conv(f"ck_{table}_{column}_range"))
