"""The charts and the map of a report: values and words; `templates/charts.typ` draws them."""

from __future__ import annotations

import math

from app.domain.editions import MemberResult
from reports.blocks import Block
from reports.given import ReportInput

_MOST_LABELS = 6


def pillars(given: ReportInput, result: MemberResult) -> Block:
    """One bar for each pillar, with the quarter before as a tick."""
    form = given.form
    nodes = {node.code: node for node in result.nodes}
    rows = [
        {
            "label": form.name(pillar.names), "value": node.score.value,
            "text": form.number(node.score.value) if node.score.value is not None else form.say("report.no_score"),
            "before": node.previous.value if node.previous else None,
        }
        for pillar in given.method.pillars
        for node in [nodes.get(pillar.code)]
        if node is not None
    ]  # fmt: skip
    told = form.say("report.comma").join(f"{row['label']} {row['text']}" for row in rows)
    return {"type": "bars", "highest": 100, "rows": rows, "caption": form.say("report.pillars.caption"),
            "alt": form.say("report.pillars.alt", values=told)}  # fmt: skip


def history(given: ReportInput, result: MemberResult) -> Block | None:
    """The published index over the quarters; None when this is the first, or none was published."""
    form = given.form
    known = [(quarter, values.get(result.member)) for quarter, values in given.history if quarter <= given.quarter]
    if given.quarter not in [quarter for quarter, _ in known]:
        known.append((given.quarter, result.published.value))
    if len(known) < 2 or all(value is None for _, value in known):
        return None
    every = math.ceil(len(known) / _MOST_LABELS)
    points = [
        {
            "label": form.quarter(quarter, "QQQ") if (len(known) - 1 - at) % every == 0 else "", "value": value,
            "text": form.number(value),
        }
        for at, (quarter, value) in enumerate(known)
    ]  # fmt: skip
    low, high = _axis([value for _, value in known if value is not None])
    told = form.say("report.comma").join(f"{form.quarter(quarter)} {form.number(value)}" for quarter, value in known)
    ticks = [{"value": v, "text": form.number(v, 0)} for v in range(low, high + 1, 10 if high - low <= 50 else 20)]
    return {"type": "lines", "points": points, "low": low, "high": high, "ticks": ticks,
            "caption": form.say("report.history.caption", low=form.number(low, 0), high=form.number(high, 0)),
            "alt": form.say("report.history.alt", values=told)}  # fmt: skip


def _axis(values: list[float]) -> tuple[int, int]:
    """Tens around the values, at least 40 apart, inside 0-100."""
    if not values:
        return 0, 100
    low, high = 10 * math.floor(min(values) / 10 - 0.5), 10 * math.ceil(max(values) / 10 + 0.5)
    while high - low < 40:
        low, high = low - 10, high + 10
    return max(0, low), min(100, high)


def atlas(given: ReportInput, *, locator: bool) -> Block:
    """The members of the region by their index; as a locator only the member itself stands out."""
    form = given.form
    values = {result.member: result.published.value for result in given.results}
    places = {
        member.iso3: {
            "value": None if locator else values.get(member.code),
            "mark": member.code,
            "focus": member.code == given.member,
        }
        for member in sorted(given.members, key=lambda m: m.iso3)
    }
    key = "report.locator" if locator else "report.map"
    told = form.say("report.comma").join(
        f"{given.names[member.code]} {form.number(values.get(member.code))}" for member in given.members
    )
    return {
        "type": "map", "locator": locator, "countries": sorted(places), "places": places,
        "legend": {"low": form.number(0, 0), "high": form.number(100, 0), "none": form.say("report.no_score")},
        "caption": form.say(f"{key}.caption", name=given.title),
        "alt": form.say("report.locator.alt", name=given.title) if locator else form.say("report.map.alt", values=told),
        "disclaimer": form.say("report.map.disclaimer"),
    }  # fmt: skip
