"""What a receipt tells of a submission: one list of facts for the page, for the paper and for the letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.submissions import State


class Kind(StrEnum):
    """How a fact is written. SAID is a key of the catalogues; SENDER a name and whether the office stood in."""

    TEXT = "text"
    CODE = "code"
    SAID = "said"
    MOMENT = "moment"
    COUNT = "count"
    BYTES = "bytes"
    PERIODS = "periods"
    FINDINGS = "findings"
    SENDER = "sender"
    ENCODING = "encoding"


Value = str | int | datetime | tuple[str, ...] | tuple[int, int] | tuple[str, bool] | None


@dataclass(frozen=True)
class Fact:
    """`label`: a key of the catalogues. A value of None is told as nothing known."""

    label: str
    kind: Kind
    value: Value


class Told(Protocol):
    """A submission as far as its receipt goes."""

    @property
    def number(self) -> int: ...
    @property
    def dataset(self) -> str: ...
    @property
    def periods(self) -> tuple[str, ...]: ...
    @property
    def file_name(self) -> str: ...
    @property
    def file_size(self) -> int: ...
    @property
    def file_sha256(self) -> str: ...
    @property
    def encoding(self) -> str | None: ...
    @property
    def sent_by_name(self) -> str: ...
    @property
    def backfilled(self) -> bool: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def submitted_at(self) -> datetime | None: ...
    @property
    def decided_at(self) -> datetime | None: ...
    @property
    def late(self) -> bool: ...
    @property
    def checked(self) -> bool: ...
    @property
    def state(self) -> State: ...
    @property
    def version(self) -> int: ...
    @property
    def replaces(self) -> int | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def rows(self) -> int | None: ...
    @property
    def errors(self) -> int: ...
    @property
    def warnings(self) -> int: ...
    @property
    def ruleset(self) -> str: ...


def facts(told: Told) -> tuple[Fact, ...]:
    """The file first, then its sending, then what became of it; what does not apply is left out."""
    found = [
        Fact("web.receipt.number", Kind.CODE, f"#{told.number}"),
        Fact("report.dataset", Kind.SAID, f"dataset.{told.dataset}"),
        Fact("receipt.periods", Kind.PERIODS, told.periods),
        Fact("web.receipt.file", Kind.CODE, told.file_name),
        Fact("web.receipt.size", Kind.BYTES, told.file_size),
        Fact("web.receipt.sha256", Kind.CODE, told.file_sha256),
    ]
    if told.encoding:
        found.append(Fact("web.receipt.encoding", Kind.ENCODING, told.encoding))
    found += [
        Fact("web.receipt.rows", Kind.COUNT, told.rows),
        Fact("receipt.findings", Kind.FINDINGS, (told.errors, told.warnings) if told.checked else None),
    ]
    if told.ruleset:
        found.append(Fact("web.receipt.ruleset", Kind.CODE, told.ruleset))
    return (*found, *_sending(told))


def _sending(told: Told) -> list[Fact]:
    found = [
        Fact("web.receipt.received", Kind.MOMENT, told.received_at),
        Fact("web.receipt.by", Kind.SENDER, (told.sent_by_name, told.backfilled)),
    ]
    if told.submitted_at is None:
        found.append(Fact("web.receipt.submitted", Kind.SAID, "receipt.not_submitted"))
    else:
        found.append(Fact("web.receipt.submitted", Kind.MOMENT, told.submitted_at))
        found.append(Fact("web.receipt.in_time", Kind.SAID, _in_time(told)))
    found += [
        Fact("web.receipt.state", Kind.SAID, f"web.state.{told.state.value if told.checked else 'checking'}"),
        Fact("web.receipt.version", Kind.COUNT, told.version),
    ]
    if told.replaces is not None:
        found.append(Fact("web.receipt.previous", Kind.CODE, f"#{told.replaces}"))
    if told.reason:
        found.append(Fact("web.receipt.reason", Kind.TEXT, told.reason))
    if told.decided_at is not None:
        found.append(Fact("web.receipt.decided", Kind.MOMENT, told.decided_at))
    return found


def _in_time(told: Told) -> str:
    """What is said of the deadline: of a late file, too, whether somebody has opened the editions to it."""
    if not told.late:
        return "web.receipt.yes"
    opening = {State.SUBMITTED: "lock.late.waits", State.ACCEPTED: "lock.late.accepted"}
    return opening.get(told.state, "web.receipt.no")
