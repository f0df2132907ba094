"""The rules by which files are checked. Open to all: rules are no secret."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.domain.findings import Severity
from app.domain.rules import Rule, rules
from app.locale.rule_words import rule_words
from app.web.deps import Visiting
from app.web.doors import OPEN
from app.web.show import show
from app.web.words import Words

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class RuleLine:
    """`now`: what the rule does today, in code and in words; `coming`: what will change, and when."""

    code: str
    sentence: str
    hint: str
    now: str
    now_text: str
    ruleset: str
    coming: str


@dataclass(frozen=True)
class RulePart:
    """The rules that do the same at their worst."""

    id: str
    title: str
    text: str
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True)
class RulesPage:
    parts: tuple[RulePart, ...]


@router.get("/rules", dependencies=[OPEN])
def rules_page(visit: Visiting) -> HTMLResponse:
    """Every rule, what it does today and since when."""
    declared, words = rules(visit.now.date()), visit.words
    parts = tuple(
        RulePart(
            severity.value,
            words.t(f"web.severity.{severity.value}"),
            words.t(f"web.rules.{severity.value}"),
            tuple(_line(rule, words) for rule in declared if rule.severity is severity),
        )
        for severity in Severity
    )
    return show(visit, "rules.html", RulesPage(parts))


def _line(rule: Rule, words: Words) -> RuleLine:
    sentence, hint = rule_words(rule.code, words.language)
    now = rule.now.value if rule.now else "not_yet"
    text = words.t(f"web.severity.{now}") if rule.now else words.t("web.rules.not_yet")
    return RuleLine(rule.code, sentence, hint, now, text, rule.ruleset, _coming(rule, words))


def _coming(rule: Rule, words: Words) -> str:
    start = rule.start
    if start is not None and rule.now is None:
        return words.t("web.rules.warns_from", quarter=words.quarter(start.warns_from))
    if start is not None and start.blocks_from is not None and rule.now is not rule.severity:
        return words.t("web.rules.blocks_from", quarter=words.quarter(start.blocks_from))
    return ""
