"""The receipt of a submission as a page of paper: what was sent, when, by whom, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from app.domain.members import Names
from app.domain.receipts import Fact
from reports.formatting import Form, plain
from reports.receipt_facts import written


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
    """Everything that a receipt shows. `zone`: the member's, in which its times are told."""

    language: str
    member: Names
    operator: str
    zone: str
    number: int
    dataset: str
    file_sha256: str
    received_at: datetime
    facts: tuple[Fact, ...]
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
    whose = (form.say("report.member"), f"{name} · {plain(given.operator)}", False)
    facts = [whose, *written(given.facts, form, given.zone)]
    return {
        "language": given.language,
        "title": form.say("receipt.title", number=f"#{given.number}", name=name),
        "author": form.say("report.brand"),
        "keywords": [given.dataset, given.file_sha256],
        "summary": form.say("receipt.summary", name=name, dataset=form.say(f"dataset.{given.dataset}")),
        "synthetic": form.say("report.synthetic") if given.synthetic else None,
        "stamp": [form.say("web.receipt.stamp"), given.received_at.strftime("%Y-%m-%d")],
        "facts": [{"label": label, "text": text, "code": code} for label, text, code in facts],
        "steps-title": form.say("receipt.steps"),
        "steps-heads": [form.say(f"receipt.{name}") for name in ("when", "who", "what", "entry")],
        "steps": [_step(step, given) for step in given.steps],
        "proof": form.say("receipt.proof"),
        "footer": f"{form.say('report.brand')} · {form.say('web.receipt')} #{given.number}",
        "sections": [],
    }


def _step(step: Step, given: ReceiptInput) -> list[str]:
    form = given.form
    who = plain(step.actor) or form.say("web.audit.system")
    entry = f"{step.seq} · {step.hash[:16]}"
    return [form.moment(step.at, given.zone), who, form.say(f"web.audit.deed.{step.action}"), entry]
