"""What one member reported, month by month: the view that risk and signals take of the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.observations import ChecklistAnswer, Evidence, InformValue, Sent
from app.domain.periods import Month, Quarter
from app.domain.readings import is_figure
from app.domain.sources import Gap


@dataclass(frozen=True)
class History:
    """One member's months (datasets and products together), partner volumes, answers, what others publish of it,
    and where its scans tell something else than its reports."""

    months: Mapping[Month, Mapping[str, float]] = field(default_factory=dict)
    partners: Mapping[Quarter, Mapping[str, float]] = field(default_factory=dict)
    answers: Mapping[Quarter, tuple[ChecklistAnswer, ...]] = field(default_factory=dict)
    inform: InformValue | None = None
    sent: tuple[Sent, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def figure(self, month: Month, measure: str) -> float | None:
        """A count or stock of that month over all products; None when not reported or not a number that can be."""
        value = self.months.get(month, {}).get(measure)
        return value if value is not None and is_figure(value) else None

    def anything_until(self, quarter: Quarter) -> bool:
        """Whether anything was reported for the quarter or an earlier one."""
        return any(month.quarter <= quarter for month in self.months) or any(q <= quarter for q in self.answers)


def histories(evidence: Evidence) -> dict[str, History]:
    """The history of each member of the evidence."""
    months: dict[str, dict[Month, dict[str, float]]] = {member: {} for member in evidence.members}
    partners: dict[str, dict[Quarter, dict[str, float]]] = {member: {} for member in evidence.members}
    answers: dict[str, dict[Quarter, tuple[ChecklistAnswer, ...]]] = {member: {} for member in evidence.members}
    for sums in sorted(evidence.months, key=lambda s: (s.member, s.month, s.dataset, s.product)):
        if sums.member in months and sums.month.quarter <= evidence.quarter:
            month = months[sums.member].setdefault(sums.month, {})
            for name, value in sums.values.items():
                month[name] = month.get(name, 0.0) + value
    for volume in sorted(evidence.partners, key=lambda v: (v.member, v.month, v.partner)):
        if volume.member in partners and is_figure(volume.items_arrived):
            by_partner = partners[volume.member].setdefault(volume.month.quarter, {})
            by_partner[volume.partner] = by_partner.get(volume.partner, 0.0) + volume.items_arrived
    for answer in evidence.answers:
        if answer.member in answers and answer.quarter <= evidence.quarter:
            earlier = answers[answer.member].get(answer.quarter, ())
            answers[answer.member][answer.quarter] = (*earlier, answer)
    inform = {value.member: value for value in evidence.inform}
    sent = {member: tuple(s for s in evidence.sent if s.member == member) for member in evidence.members}
    return {
        member: History(months[member], partners[member], answers[member], inform.get(member), sent[member])
        for member in evidence.members
    }
