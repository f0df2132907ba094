"""Everything that a report of a quarter is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.domain.editions import MemberResult
from app.domain.members import Member, Region
from app.domain.method import Method
from app.domain.periods import Quarter
from reports.formatting import Form

History = tuple[tuple[Quarter, Mapping[str, float | None]], ...]


@dataclass(frozen=True)
class ReportInput:
    """Everything that a report shows.

    `members`: all of the region. `results`: those of the quarter, best first; the report of a member uses its own
    alone. `history`: oldest first, published values or None. `issued_for`: the day up to which data were known.
    """

    language: str
    quarter: Quarter
    region: Region
    members: tuple[Member, ...]
    results: tuple[MemberResult, ...]
    history: History
    method: Method
    digest: str
    issued_for: date
    member: str | None = None
    edition_number: int | None = None
    draft: bool = False
    synthetic: bool = False

    @cached_property
    def form(self) -> Form:
        return Form(self.language)

    @cached_property
    def own(self) -> MemberResult:
        """The result of the member reported on; ValueError when there is none."""
        for result in self.results:
            if result.member == self.member:
                return result
        raise ValueError(f"no result of {self.member} in {self.quarter}")

    @cached_property
    def names(self) -> dict[str, str]:
        """The members' names; a member of whom nothing but a result is known keeps its code."""
        known = {member.code: self.form.name(member.names) for member in self.members}
        return {result.member: result.member for result in self.results} | known

    @cached_property
    def title(self) -> str:
        """The member or the region."""
        if self.member is None:
            return self.form.name(self.region.names)
        return self.names.get(self.member, self.member)
