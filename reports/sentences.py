"""Sentences about results: what moved a score, what a signal says. The parts are the stored ones."""

from __future__ import annotations

from typing import Any

from app.domain.causes import Cause, causes_of_change, counts, foremost
from app.domain.editions import MemberResult, Reason, RiskResult
from app.domain.method import Method
from app.locale import has
from reports.blocks import Block
from reports.formatting import Form


def changed(result: MemberResult, method: Method, form: Form) -> str:
    """What the index is and what changed it: `Readiness is 54.6, +2.1 …: customs clearance +1.6, …`."""
    if result.published.value is None:
        return form.say("report.sentence.no_score", reasons=reasons(result, method, form))
    now = form.number(result.published.value)
    if result.change is None:
        return form.say("report.sentence.first", score=now)
    listed, more = causes(result, method, form), foremost(causes_of_change(result))[1]
    if not counts(result.change) or not listed:
        return form.say("report.sentence.unchanged", score=now)
    key = "report.sentence.changed.more" if more else "report.sentence.changed"
    return form.say(key, score=now, change=form.signed(result.change), causes=listed)


def causes(result: MemberResult, method: Method, form: Form) -> str:
    """What moved the index most, the largest first; empty when nothing did."""
    return form.say("report.comma").join(
        form.say("report.cause", name=_cause_name(cause, method, form), change=form.signed(cause.points))
        for cause in foremost(causes_of_change(result))[0]
    )


def _cause_name(cause: Cause, method: Method, form: Form) -> str:
    if cause.code is None:
        return form.say("report.cause.coverage")
    return form.name(method.indicator(cause.code).names)


def reason(found: Reason | None, form: Form) -> str:
    return form.or_code(f"reason.{found.value}", found.value) if found is not None else ""


def reasons(result: MemberResult, method: Method, form: Form) -> str:
    """Why the index has no number: its own reason and the pillars without a score."""
    names = [form.name(node.names) for node in method.pillars if node.code in dict(result.reasons)]
    why = reason(result.published.reason, form)
    return form.say("report.reasons", reason=why, names=form.say("report.comma").join(names)) if names else why


def risk_words(risk: RiskResult | None, form: Form) -> tuple[str, str, str]:
    """The risk index, its class or the reason why there is none, and a tone."""
    if risk is None or risk.index.value is None:
        return form.number(None), reason(risk.index.reason, form) if risk else "", "soft"
    tone = {"very_low": "good", "low": "good", "medium": "watch"}.get(risk.risk_class or "", "alarm")
    return form.number(risk.index.value), form.or_code(f"risk.class.{risk.risk_class}", risk.risk_class or ""), tone


def signal_items(result: MemberResult, form: Form, *, name: str = "") -> list[Any]:
    """The signals in their stored order, each with since when and what to do."""
    found = []
    for signal in result.signals:
        params = {key: form.param(value) for key, value in signal.params.items()}
        key = f"signal.{signal.code}"
        label = form.or_code(f"signal.weight.{signal.weight}", signal.weight)
        found.append({
            "weight": signal.weight if signal.weight in ("alarm", "watch", "good") else "soft",
            "label": f"{label} · {name}" if name else label,
            "text": form.say(key, **params) if has(form.language, key) else signal.code,
            "do": form.say(f"{key}.do", **params) if has(form.language, f"{key}.do") else "",
            "since": form.say("report.since", when=form.since(signal.since)) if signal.since else "",
            "kind": label, "when": form.since(signal.since),
        })  # fmt: skip
    return found


def signal_block(items: list[Any], form: Form) -> Block:
    if items:
        return {"type": "signals", "items": items}
    return {"type": "text", "text": form.say("report.signals.none")}
