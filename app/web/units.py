"""Values with their units, as a reader's language writes them."""

from __future__ import annotations

from app.domain.editions import Measured
from app.domain.method import Indicator
from app.web.words import DASH, Words


def with_unit(value: float | None, unit: str, words: Words, digits: int = 1) -> str:
    """A value in an indicator's unit; `percent` takes the language's own sign."""
    if value is None:
        return DASH
    if unit in ("percent", "%"):
        return words.share(value / 100, 0 if digits == 0 or float(value).is_integer() else digits)
    number = words.plain(value) if digits == 0 else words.number(value, digits)
    name = words.or_code(f"unit.{unit}", "")
    return f"{number} {name}".strip()


def goal(indicator: Indicator, words: Words) -> str:
    """From floor to target; figures run from the left in every language, and so does the arrow."""
    # Arabic-Indic digits run from the right where nothing holds each of them by itself.
    floor, target = words.plain(indicator.floor), with_unit(indicator.target, indicator.unit, words, 0)
    return f"{words.isolate(floor)} → {words.isolate(target)}"


def why_not(measured: Measured, words: Words) -> str:
    """The reason for which there is no number; empty when there is one."""
    if measured.reason is None:
        return ""
    return words.or_code(f"reason.{measured.reason.value}", measured.reason.value)
