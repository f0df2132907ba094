"""The first sheet of a workbook of figures: what it holds, as of when, and whose figures they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.measures import FIGURE_DATASETS, FIGURES
from app.domain.observations import InformValue, Sent
from app.domain.periods import Quarter
from app.locale import say
from app.storage.editions import EditionRow
from app.storage.results import StoredResult

ANSWERS_HOLD = 4
"""Quarters for which an answer of `preparedness` counts (app/domain/risk.py)."""


@dataclass(frozen=True)
class About:
    """What the sheet says. `edition` and `result` are None where there is none; `as_of`: when the figures counted."""

    language: str
    region: str
    quarter: Quarter
    edition: EditionRow | None
    result: StoredResult | None
    method: tuple[str, str]
    as_of: datetime
    sent: tuple[Sent, ...]
    inform: tuple[InformValue, ...]
    synthetic: bool

    def lines(self) -> Iterator[tuple[str, str]]:
        """Name and text of each line."""
        yield self._t("region"), self.region
        yield self._t("quarter"), str(self.quarter)
        yield from self._basis()
        version, digest = self.method
        yield self._t("method"), self._t("method.version", version=version, hash=digest)
        for dataset in FIGURE_DATASETS:
            named = say(self.language, f"dataset.{dataset}")
            yield self._t("reported", dataset=named), self._reporters(dataset)
        yield from self._sheets()
        yield self._t("source"), self._t("source.operators")
        credit = say(self.language, "report.credit.inform")
        editions = ", ".join(sorted({one.edition for one in self.inform})) or "–"
        yield self._t("source"), self._t("source.inform", credit=credit, editions=editions)
        if self.synthetic:
            yield self._t("note"), self._t("synthetic")

    def _basis(self) -> Iterator[tuple[str, str]]:
        edition = self.edition
        if edition is None or edition.published_at is None:
            yield self._t("basis"), self._t("basis.working")
        else:
            day = edition.published_at.date().isoformat()
            yield self._t("basis"), self._t("basis.edition", number=edition.number, day=day)
            if edition.reason:
                yield self._t("correction"), edition.reason
            yield self._t("digest"), edition.digest or ""
        yield self._t("as_of"), _moment(self.as_of)
        if self.result is not None:
            yield self._t("computed"), _moment(self.result.computed_at)

    def _sheets(self) -> Iterator[tuple[str, str]]:
        first, last = str(self.quarter.months[0]), str(self.quarter.months[-1])
        periods = {
            "results": self._t("period.results"),
            "indicators": self._t("period.indicators"),
            **dict.fromkeys(FIGURES, self._t("period.figures", first=first, last=last)),
            "preparedness": self._t(
                "period.preparedness", first=self.quarter.back(ANSWERS_HOLD - 1), last=self.quarter
            ),
            "disruptions": self._t(
                "period.disruptions", first=self.quarter.first_day.isoformat(), last=self.quarter.last_day.isoformat()
            ),
        }
        for sheet, period in periods.items():
            yield self._t("sheet", sheet=sheet), period

    def _reporters(self, dataset: str) -> str:
        own = [one for one in self.sent if one.dataset == dataset and one.quarter == self.quarter]
        members = _sorted(one.member for one in own if one.state != "missing")
        if not members:
            return self._t("reported.none", all=len(own))
        return self._t("reported.members", count=len(members), all=len(own), members=", ".join(members))

    def _t(self, key: str, **params: object) -> str:
        """Codes and numbers keep their own direction, also among Arabic words."""
        isolated = {name: f"\u2068{value}\u2069" for name, value in params.items()} if self.language == "ar" else params
        return say(self.language, f"export.{key}", **isolated)


def _sorted(codes: Iterable[str]) -> list[str]:
    return sorted(set(codes))


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")
