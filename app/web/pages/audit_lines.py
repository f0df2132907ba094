"""One line of the audit log in words."""

from __future__ import annotations

from dataclasses import dataclass

from app.storage.log import LogRow
from app.web.deps import Visit


@dataclass(frozen=True)
class AuditLine:
    seq: int
    moment: str
    actor: str
    deed: str
    about: str
    href: str
    member: str
    reason: str


def line_of(row: LogRow, visit: Visit, zone: str) -> AuditLine:
    about, href = _about(row, visit)
    return AuditLine(
        seq=row.seq, moment=visit.words.moment(row.at, zone), actor=actor_of(row, visit),
        deed=visit.words.t(f"web.audit.deed.{row.action}"), about=about, href=href,
        member=visit.directory.name(row.member, visit.words) if row.member else "", reason=row.reason,
    )  # fmt: skip


def actor_of(row: LogRow, visit: Visit) -> str:
    """Who did it; what nobody did, the system did by itself."""
    return row.actor_name if row.actor is not None else visit.words.t("web.audit.system")


def _about(row: LogRow, visit: Visit) -> tuple[str, str]:
    """What it was done to, and where that is shown."""
    kind, base = row.object.partition(":")[0], f"/{visit.language}"
    if kind == "submission" and row.called:
        return f"#{row.called}", f"{base}/submissions/{row.key}"
    if kind == "edition" and row.called:
        return visit.words.quarter(row.called), f"{base}/regions/{row.region}?quarter={row.called}"
    if kind == "question":
        return visit.words.t("questions.one"), f"{base}/questions/{row.key}"
    return row.called, ""
