"""What the page of a submission shows, shaped from its row and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.access import OFFICE, OPERATOR, Person, Role
from app.domain.findings import Finding, Severity
from app.domain.members import Member
from app.domain.submissions import State
from app.locale.finding_words import finding_words, shown
from app.storage.submissions import SubmissionRow
from app.web.pages.next_lines import may_approve
from app.web.words import DASH, Words

ORDER = {Severity.REFUSED: 0, Severity.ERROR: 1, Severity.WARNING: 2, Severity.NORMALISED: 3}


@dataclass(frozen=True)
class SubmissionLine:
    """One line of a list of submissions."""

    id: str
    number: int
    file_name: str
    member: str
    dataset: str
    received: str
    state: str
    state_text: str
    late: bool
    backfilled: bool
    rows: str


@dataclass(frozen=True)
class FindingLine:
    place: str
    column: str
    value: str
    sentence: str
    hint: str
    more: str
    severity: str
    severity_text: str
    code: str


@dataclass(frozen=True)
class DeedForm:
    """A button, with the question that it asks."""

    name: str
    text: str
    kind: str = ""
    reason: str = ""
    hint: str = ""
    needed: bool = False


def list_line(row: SubmissionRow, name: str, zone: str, words: Words) -> SubmissionLine:
    state, text = state_of(row, words)
    return SubmissionLine(
        id=row.id,
        number=row.number,
        file_name=row.file_name,
        member=name,
        dataset=words.t(f"web.dataset.{row.dataset}"),
        received=words.moment(row.received_at, zone),
        state=state,
        state_text=text,
        late=row.late,
        backfilled=row.backfilled,
        rows=words.number(row.rows, 0) if row.rows is not None else DASH,
    )


def state_of(row: SubmissionRow, words: Words) -> tuple[str, str]:
    code = "checking" if not row.checked else row.state.value
    return code, words.t(f"web.state.{code}")


def finding_lines(findings: Sequence[Finding], words: Words) -> tuple[FindingLine, ...]:
    """Faults first, in the order of the file."""
    ordered = sorted(findings, key=lambda one: (ORDER[one.severity], one.line or 0, one.column_no or 0, one.code))
    return tuple(finding_line(one, words) for one in ordered)


def finding_line(one: Finding, words: Words) -> FindingLine:
    sentence, hint = finding_words(one, words.language)
    place = words.t("web.findings.line", line=words.whole(one.line)) if one.line else words.t("web.findings.file")
    if one.sheet:
        place = f"{words.t('web.findings.sheet', sheet=one.sheet)} · {place}"
    return FindingLine(
        place=place,
        column=one.column or "",
        value=shown(one.value or "", 120),
        sentence=sentence,
        hint=hint,
        more=words.n("web.findings.more", one.more) if one.more else "",
        severity=one.severity.value,
        severity_text=words.t(f"web.severity.{one.severity.value}"),
        code=one.code,
    )


def deeds(
    row: SubmissionRow, person: Person, member: Member, words: Words, *, asks: bool = False
) -> tuple[DeedForm, ...]:
    """What this person may do with it now; the actions decide again. `asks`: it would be a request."""
    if not row.checked:
        return ()
    if person.role in OPERATOR:
        return _operator_deeds(row, person, member, words, asks=asks)
    if row.state is State.DRAFT:
        # The office sees no draft but the one that this person fills in.
        withdraw = DeedForm("withdraw", words.t("web.deed.withdraw"), "danger", words.t("web.deed.reason.withdraw"))
        return (DeedForm("backfill", words.t("web.deed.backfill")), withdraw)
    if row.state is State.SUBMITTED and row.sent_by == person.id:
        # Whoever filled it in does not accept it; taking it back is the only step left to this person.
        return (DeedForm("withdraw", words.t("web.deed.withdraw"), "danger", words.t("web.deed.reason.withdraw")),)
    if person.role in OFFICE and row.state is State.SUBMITTED:
        opens = DeedForm("open", words.t("lock.deed.open"), "", words.t("lock.deed.open.reason"), "", True)
        accepts = DeedForm("accept", words.t("lock.deed.accept_late" if row.late else "web.deed.accept"))
        return (
            opens if row.is_request else accepts,
            DeedForm(
                "send-back", words.t("web.deed.send-back"), "danger", words.t("web.deed.reason.send_back"), "", True
            ),
        )
    return ()


def _operator_deeds(
    row: SubmissionRow, person: Person, member: Member, words: Words, *, asks: bool
) -> tuple[DeedForm, ...]:
    withdraw = DeedForm("withdraw", words.t("web.deed.withdraw"), "danger", words.t("web.deed.reason.withdraw"))
    if row.state is State.DRAFT:
        first = member.needs_approver and person.role is Role.UPLOADER
        text = words.t("web.deed.submit_approval" if first else "lock.deed.ask" if asks else "web.deed.submit")
        needed = row.needs_reason or asks
        question = "correction" if row.replaces or asks else "warnings"
        reason = words.t(f"web.deed.reason.{question}") if needed else ""
        hint = words.t("web.deed.reason.hint") if reason else ""
        return (DeedForm("submit", text, "", reason, hint, needed), withdraw)
    if row.state is State.AWAITING_APPROVER and may_approve(row, person):
        back = DeedForm(
            "send-back", words.t("web.deed.send-back"), "quiet", words.t("web.deed.reason.send_back"), "", True
        )
        return (DeedForm("approve", words.t("web.deed.approve")), back, withdraw)
    if row.state in (State.AWAITING_APPROVER, State.SUBMITTED):
        return (withdraw,)
    return ()
