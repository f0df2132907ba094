"""The method: every indicator with its goalposts, where they come from, and why it matters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.domain.access import Permission, grants
from app.domain.index import Node
from app.domain.method import ASSUMPTION, Formula, Indicator, Method
from app.web.deps import Visiting
from app.web.doors import OPEN
from app.web.show import show
from app.web.units import with_unit
from app.web.words import Words

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class IndicatorLine:
    code: str
    name: str
    definition: str
    formula: str
    floor: str
    floor_source: str
    target: str
    target_source: str
    why: str
    mandatory: bool
    aside: bool


@dataclass(frozen=True)
class NodeBlock:
    code: str
    level: str
    name: str
    definition: str
    weight: str
    indicators: tuple[IndicatorLine, ...]


@dataclass(frozen=True)
class MethodPage:
    name: str
    version: str
    hash: str
    text: str
    nodes: tuple[NodeBlock, ...]
    sources: tuple[tuple[str, str], ...]
    diagnosed: bool = False


@router.get("/method", dependencies=[OPEN])
def method(visit: Visiting) -> HTMLResponse:
    """Rules are open to all (`rulings.md` 16)."""
    page = method_page(visit.todays_method, visit.words)
    diagnosed = visit.person is not None and grants(visit.person, Permission.DECIDE)
    return show(visit, "method.html", replace(page, diagnosed=diagnosed))


def method_page(method: Method, words: Words) -> MethodPage:
    asides = [node for node in method.nodes if node.level == "aside"]
    nodes = [node for node in method.depth_first if node.level != "index"] + asides
    return MethodPage(
        name=words.named(method.names), version=method.version, hash=method.hash,
        text=words.named(method.text),
        nodes=tuple(_block(node, method, words) for node in nodes), sources=method.sources,
    )  # fmt: skip


def _block(node: Node, method: Method, words: Words) -> NodeBlock:
    mandatory = {code for each in method.nodes for code in each.mandatory}
    share = method.weights.get(node.code, 0.0)
    return NodeBlock(
        code=node.code, level=node.level, name=words.named(node.names),
        definition=words.named(node.definition) if node.definition else "",
        weight=words.t("web.method.weight", share=words.share(share)) if share else "",
        indicators=tuple(
            _line(method.indicator(code), words, code in mandatory, node.level == "aside")
            for code, _ in method.children(node.code) if not method.is_node(code)
        ),
    )  # fmt: skip


def _line(one: Indicator, words: Words, mandatory: bool, aside: bool) -> IndicatorLine:
    def source(text: str) -> str:
        return words.t("web.method.assumption") if text == ASSUMPTION else text

    return IndicatorLine(
        code=one.code, name=words.named(one.names),
        definition=words.named(one.definition), formula=formula_text(one.formula),
        floor=with_unit(one.floor, one.unit, words, 0), floor_source=source(one.floor_source),
        target=with_unit(one.target, one.unit, words, 0), target_source=source(one.target_source),
        why=words.named(one.why), mandatory=mandatory, aside=aside or one.weight == 0,
    )  # fmt: skip


def formula_text(formula: Formula) -> str:
    """The formula in the names of measures, the same in every language."""
    if formula.numerator:
        return f"{formula.numerator} / {formula.denominator}"
    if formula.minus:
        return f"{formula.measure} - {formula.minus}"
    if formula.items:
        return ", ".join(formula.items)
    return formula.measure or formula.kind
