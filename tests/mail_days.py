"""The moment at which tests of mail happen: within the last fortnight before the deadline of 2026-Q3."""

from datetime import UTC, datetime

IN_TIME = datetime(2026, 10, 20, 9, tzinfo=UTC)
