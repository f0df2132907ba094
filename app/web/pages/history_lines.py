"""What the page of a value's history shows, shaped from its versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.submissions import State
from app.domain.value_history import Step, ValueKey, Version, known_on, steps, stood
from app.web.deps import Visit
from app.web.words import DASH, Words


@dataclass(frozen=True)
class VersionLine:
    """One version: old and new, who sent it and when, where it stands, what became of it."""

    number: int
    href: str
    file_name: str
    line: str
    line_href: str
    sent: str
    sent_by: str
    old: str
    new: str
    changed: bool
    state: str
    state_text: str
    standing: bool
    shut: bool
    reason: str
    decided: str


def lines(versions: Sequence[Version], at: datetime | None, zone: str, visit: Visit) -> tuple[VersionLine, ...]:
    """Newest first; with `at` those alone that had left their house by then, in the state in which they were."""
    known = known_on(versions, at) if at is not None else versions
    standing = stood(versions, at or visit.now)
    return tuple(_line(step, standing, at, zone, visit) for step in steps(list(known)))


def said(version: Version | None, words: Words) -> str:
    """The value in words; a dash where it is not reported."""
    if version is None or (version.value is None and not version.answer):
        return DASH
    if version.answer:
        return words.or_code(f"web.answer.{version.answer}", version.answer)
    return words.plain(version.value)


def measure_name(key: ValueKey, words: Words) -> str:
    room = "item" if key.dataset == "preparedness" else "measure"
    return words.or_code(f"{room}.{key.measure}", key.measure)


def period_name(key: ValueKey, words: Words) -> str:
    return words.quarter(key.period) if "Q" in key.period else words.month(key.period)


def partner_name(key: ValueKey, visit: Visit) -> str:
    if not key.partner:
        return visit.words.t("web.all_partners")
    known = key.partner in visit.directory.members
    return visit.directory.name(key.partner, visit.words) if known else visit.words.country(key.partner)


def place(key: ValueKey, visit: Visit) -> str:
    """Where the value stands: its month, product and partner."""
    words, parts = visit.words, [period_name(key, visit.words)]
    if key.dataset != "preparedness":
        product = words.or_code(f"web.product.{key.product}", key.product) if key.product else ""
        parts += [product or words.t("history.all_products"), partner_name(key, visit)]
    return " · ".join(parts)


def _line(step: Step, standing: Version | None, at: datetime | None, zone: str, visit: Visit) -> VersionLine:
    words, one = visit.words, step.version
    state = one.state_at(at) if at is not None else one.state
    href = f"/{words.language}/submissions/{one.submission}"
    return VersionLine(
        number=one.number, href=href, file_name=one.file_name,
        line=words.t("web.findings.line", line=words.whole(one.line)) if one.line else "",
        line_href=f"{href}/lines/{one.line}" if one.line else "",
        sent=words.moment(one.submitted_at or one.received_at, zone), sent_by=one.sent_by,
        old=said(step.before, words), new=said(one, words), changed=step.changed,
        state=str(state), state_text=words.t(f"web.state.{state}"), standing=one == standing,
        shut=state is State.SUBMITTED and one.is_shut(at or visit.now), reason=one.reason,
        decided=_decided(one, state, zone, words),
    )  # fmt: skip


def _decided(one: Version, state: State | None, zone: str, words: Words) -> str:
    """What became of it, when, by whom and with which words; nothing of what came after the state."""
    at = one.accepted_at if state is State.ACCEPTED else one.ended_at if state is one.state else None
    if at is None:
        return ""
    parts = [words.moment(at, zone)]
    if state in (State.ACCEPTED, State.SENT_BACK) and one.decided_by:
        parts.append(one.decided_by)
    if state is State.SUPERSEDED:
        parts.append(words.t("history.superseded_by", number=one.decision))
    elif state is one.state and one.decision:
        parts.append(one.decision)
    return " · ".join(parts)
