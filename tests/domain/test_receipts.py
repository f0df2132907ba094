"""One list of facts for every receipt: what there is stands in it, what does not apply is left out."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.domain.receipts import Fact, Kind, facts
from app.domain.submissions import State

AT = datetime(2026, 10, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Sent:
    number: int = 12
    dataset: str = "service-quality"
    periods: tuple[str, ...] = ("2026-07",)
    file_name: str = "q3.csv"
    file_size: int = 99
    file_sha256: str = "ab" * 32
    encoding: str | None = None
    sent_by_name: str = "Salma"
    backfilled: bool = False
    received_at: datetime = AT
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    late: bool = False
    checked: bool = False
    state: State = State.DRAFT
    version: int = 1
    replaces: int | None = None
    reason: str = ""
    rows: int | None = None
    errors: int = 0
    warnings: int = 0
    ruleset: str = ""


def told(sent):
    return {fact.label: fact.value for fact in facts(sent)}


def test_before_the_check_it_says_what_arrived_and_that_nothing_was_submitted():
    found = told(Sent())
    assert found["web.receipt.number"] == "#12"
    assert found["web.receipt.state"] == "web.state.checking"
    assert found["web.receipt.submitted"] == "receipt.not_submitted"
    assert (found["web.receipt.rows"], found["receipt.findings"]) == (None, None)
    left_out = {"encoding", "ruleset", "in_time", "previous", "reason", "decided"}
    assert not {f"web.receipt.{name}" for name in left_out} & set(found)


def test_at_the_end_it_says_all_there_is_each_once():
    sent = replace(
        Sent(), encoding="windows-1256", backfilled=True, submitted_at=AT, decided_at=AT, late=True, checked=True,
        state=State.ACCEPTED, version=2, replaces=9, reason="typo", rows=3, warnings=1, ruleset="2026.1",
    )  # fmt: skip
    found = facts(sent)
    assert len({fact.label for fact in found}) == len(found) == 19
    assert Fact("web.receipt.in_time", Kind.SAID, "lock.late.accepted") in found
    assert Fact("web.receipt.by", Kind.SENDER, ("Salma", True)) in found
    assert Fact("receipt.findings", Kind.FINDINGS, (0, 1)) in found
    assert Fact("web.receipt.previous", Kind.CODE, "#9") in found


def test_of_the_deadline_it_says_too_whether_somebody_has_opened_the_editions_to_a_late_file():
    sent = replace(Sent(), submitted_at=AT, checked=True, state=State.SUBMITTED)
    late = {state: told(replace(sent, late=True, state=state))["web.receipt.in_time"] for state in State}
    assert late[State.SUBMITTED] == "lock.late.waits"
    assert late[State.ACCEPTED] == "lock.late.accepted"
    assert late[State.SENT_BACK] == "web.receipt.no"
    assert told(sent)["web.receipt.in_time"] == "web.receipt.yes"
