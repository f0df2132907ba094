"""The receipt of a submission as a page of paper: what was sent, when, by whom, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from app.domain.members import Names
from reports.formatting import DASH, Form, plain


@dataclass(frozen=True)
class Step:
    """One deed as the audit log holds it; `actor` is empty where the system did it by itself."""

    at: datetime
    actor: str
    action: str
    seq: int
    hash: str


@dataclass(frozen=True)
class ReceiptInput:
    """Everything that a receipt shows. `zone`: the member's, in which its times are told.

    `periods`: months or quarters; `replaces`: the number of the version that it corrects.
    """

    language: str
    number: int
    member: Names
    operator: str
    zone: str
    dataset: str
    periods: tuple[str, ...]
    file_name: str
    file_size: int
    sha256: str
    sent_by: str
    received_at: datetime
    submitted_at: datetime | None
    late: bool
    state: str
    version: int
    replaces: int | None
    reason: str
    rows: int | None
    errors: int
    warnings: int
    ruleset: str
    steps: tuple[Step, ...]
    synthetic: bool = False

    @cached_property
    def form(self) -> Form:
        return Form(self.language)


def as_of(given: ReceiptInput) -> int:
    """The moment that the bytes carry, in UNIX seconds: that of the last step."""
    return int(max([given.received_at, *(step.at for step in given.steps)]).timestamp())


def content(given: ReceiptInput) -> dict[str, Any]:
    """The receipt as data for `rendering.render`."""
    form = given.form
    name = form.name(given.member)
    return {
        "language": given.language,
        "title": form.say("receipt.title", number=f"#{given.number}", name=name),
        "author": form.say("report.brand"),
        "keywords": [given.dataset, given.sha256],
        "summary": form.say("receipt.summary", name=name, dataset=form.say(f"dataset.{given.dataset}")),
        "synthetic": form.say("report.synthetic") if given.synthetic else None,
        "stamp": [form.say("web.receipt.stamp"), given.received_at.strftime("%Y-%m-%d")],
        "facts": [{"label": label, "text": text, "code": code} for label, text, code in _facts(given)],
        "steps-title": form.say("receipt.steps"),
        "steps-heads": [form.say(f"receipt.{name}") for name in ("when", "who", "what", "entry")],
        "steps": [_step(step, given) for step in given.steps],
        "proof": form.say("receipt.proof"),
        "footer": f"{form.say('report.brand')} · {form.say('web.receipt')} #{given.number}",
        "sections": [],
    }


def _facts(given: ReceiptInput) -> list[tuple[str, str, bool]]:
    form = given.form
    sent = form.moment(given.submitted_at, given.zone) if given.submitted_at else form.say("receipt.not_submitted")
    found = [
        (form.say("report.member"), f"{form.name(given.member)} · {plain(given.operator)}", False),
        (form.say("report.dataset"), form.say(f"dataset.{given.dataset}"), False),
        (form.say("receipt.periods"), form.say("report.comma").join(map(form.since, given.periods)) or DASH, False),
        (form.say("web.receipt.file"), plain(given.file_name), True),
        (form.say("web.receipt.size"), form.say("receipt.bytes", count=form.number(given.file_size, 0)), False),
        (form.say("web.receipt.sha256"), given.sha256, True),
        (form.say("web.receipt.rows"), form.number(given.rows, 0), False),
        (form.say("receipt.findings"), _findings(given), False),
        (form.say("web.receipt.ruleset"), given.ruleset or DASH, True),
        (form.say("web.receipt.received"), form.moment(given.received_at, given.zone), False),
        (form.say("web.receipt.by"), plain(given.sent_by), False),
        (form.say("web.receipt.submitted"), sent, False),
        (form.say("web.receipt.state"), form.say(f"web.state.{given.state}"), False),
        (form.say("web.receipt.version"), str(given.version), False),
    ]
    if given.submitted_at:
        found.insert(
            12, (form.say("web.receipt.in_time"), form.say(f"web.receipt.{'no' if given.late else 'yes'}"), False)
        )
    if given.replaces:
        found.append((form.say("web.receipt.previous"), f"#{given.replaces}", True))
    if given.reason:
        found.append((form.say("web.receipt.reason"), plain(given.reason), False))
    return found


def _findings(given: ReceiptInput) -> str:
    form = given.form
    told = [form.count("receipt.errors", given.errors), form.count("receipt.warnings", given.warnings)]
    return form.say("report.comma").join(told)


def _step(step: Step, given: ReceiptInput) -> list[str]:
    form = given.form
    who = plain(step.actor) or form.say("web.audit.system")
    entry = f"{step.seq} · {step.hash[:16]}"
    return [form.moment(step.at, given.zone), who, form.say(f"web.audit.deed.{step.action}"), entry]
