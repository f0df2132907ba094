"""The method's diagnostics on one quarter, for the analysts and administrators of the region."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from app.actions.diagnose_method import Diagnosis, diagnose_method
from app.actions.export_diagnostics import export_diagnostics
from app.domain.access import Permission
from app.domain.advice import advice
from app.domain.errors import NotFound
from app.domain.periods import Quarter
from app.web import shown
from app.web.csv_out import WORKBOOK, download
from app.web.deps import Visit, Visiting
from app.web.directory import quarter_of
from app.web.doors import may
from app.web.pages import diagnostics_lines as lines
from app.web.pages.other_lines import OtherLines, other_lines
from app.web.pages.sending import Choice
from app.web.show import show
from app.web.shown import Shown
from app.web.words import Words

router = APIRouter(prefix="/{language:language}/method")


@dataclass(frozen=True)
class DiagnosticsPage:
    region: str
    region_name: str
    regions: tuple[Choice, ...]
    quarter: str
    quarter_code: str
    quarters: tuple[Choice, ...]
    empty: str
    source: str = ""
    version: str = ""
    hash: str = ""
    basis: str = ""
    advice: tuple[str, ...] = ()
    heats: tuple[lines.Heat, ...] = ()
    pairs: tuple[lines.PairLine, ...] = ()
    alphas: tuple[lines.AlphaLine, ...] = ()
    weights: tuple[lines.WeightLine, ...] = ()
    reaches: tuple[lines.ReachLine, ...] = ()
    drops: tuple[lines.DropLine, ...] = ()
    others: OtherLines | None = None


@router.get("/diagnostics", dependencies=[may(Permission.DECIDE)])
def diagnostics(visit: Visiting, region: str = "", quarter: str = "") -> HTMLResponse:
    """Of the person's own region; any other answers as a missing one."""
    code = own_region(visit, region)
    with visit.reading() as session:
        choices = shown.quarters(session, code, working=True)
    asked = quarter_of(quarter) if quarter else (choices[0] if choices else None)
    bare = _bare(visit, code, asked, choices)
    if asked is None or asked not in choices:
        return show(visit, "diagnostics.html", bare)
    found = diagnose_method(visit.house, person=visit.signed_in(), region=code, quarter=asked)
    return show(visit, "diagnostics.html", _filled(visit, bare, found))


@router.get("/diagnostics.xlsx", dependencies=[may(Permission.DECIDE)])
def diagnostics_workbook(visit: Visiting, quarter: str, region: str = "") -> Response:
    """Inputs, every step as formulas, and the diagnostics."""
    code, asked = own_region(visit, region), quarter_of(quarter)
    body = export_diagnostics(
        visit.house, person=visit.signed_in(), region=code, quarter=asked, language=visit.language
    )  # fmt: skip
    return download(f"barid-method-{code}-{asked}.xlsx", body, WORKBOOK)


def own_region(visit: Visit, asked: str) -> str:
    """The region asked for, or the person's own; NotFound for any other."""
    region = asked or str(visit.signed_in().region)
    visit.directory.region(region)
    if not shown.sees_region(visit.person, region):
        raise NotFound("not_found")
    return region


def _bare(visit: Visit, region: str, quarter: Quarter | None, choices: list[Quarter]) -> DiagnosticsPage:
    words = visit.words
    name = visit.directory.region(region).names.in_language(words.language)
    return DiagnosticsPage(
        region=region, region_name=name, regions=(Choice(region, name, "", True),),
        quarter=words.quarter(quarter) if quarter else "", quarter_code=str(quarter or ""),
        quarters=tuple(Choice(str(each), words.quarter(each), "", each == quarter) for each in choices),
        empty=words.t("web.diagnostics.empty"),
    )  # fmt: skip


def _filled(visit: Visit, bare: DiagnosticsPage, of: Diagnosis) -> DiagnosticsPage:
    words, found, stored = visit.words, of.found, of.stored

    def names(code: str) -> str:
        return _name(of, code, words)

    def subject(code: str) -> str:
        return names(code) if of.method.is_node(code) else code

    def members(code: str) -> str:
        return visit.directory.name(code, words)

    source = Shown(stored.id, stored.digest, stored.computed_at, stored.method_version, stored.method_hash, of.edition)
    return DiagnosticsPage(
        region=bare.region, region_name=bare.region_name, regions=bare.regions, quarter=bare.quarter,
        quarter_code=bare.quarter_code, quarters=bare.quarters, empty="", source=source.text(words),
        version=stored.method_version, hash=stored.method_hash,
        basis=words.t("web.diagnostics.basis", scored=words.whole(found.scored), all=words.whole(found.units)),
        advice=tuple(lines.sentence(one, subject, members, words) for one in advice(of.method, found)),
        heats=tuple(lines.heats(of.method, found, names, words)),
        pairs=tuple(lines.pair_lines(found, names, words)), alphas=tuple(lines.alpha_lines(found, names, words)),
        weights=tuple(lines.weight_lines(found, names, words)),
        reaches=tuple(lines.reach_lines(found, names, words)),
        drops=tuple(lines.drop_lines(found, names, members, words)),
        others=other_lines(of.others, members, words),
    )  # fmt: skip


def _name(of: Diagnosis, code: str, words: Words) -> str:
    method = of.method
    names = method.node(code).names if method.is_node(code) else method.indicator(code).names
    return words.named(names)
