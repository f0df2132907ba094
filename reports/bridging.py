"""The way from what was published of the quarter before, in one sentence of a report."""

from __future__ import annotations

from app.domain.causes import counts
from app.domain.editions import MemberResult
from app.domain.periods import Quarter
from reports.formatting import Form

EFFECTS = ("value", "coverage", "revision", "method", "rounding")


def sentence(own: MemberResult, form: Form) -> str | None:
    """Told where figures were corrected or the method is another; None where the change itself says it all."""
    found = own.bridge
    if found is None or not (counts(found.revision) or counts(found.method)):
        return None
    key = "bridge.from.edition" if found.edition is not None else "bridge.from.method"
    way = form.say(key, before=form.number(found.previous), quarter=form.quarter(Quarter.parse(found.quarter)),
                   edition=found.edition, method=found.method_version, now=form.number(own.index.value))  # fmt: skip
    parts = form.say("report.comma").join(
        form.say("report.cause", name=form.say(f"bridge.{effect}"), change=form.signed(getattr(found, effect)))
        for effect in EFFECTS
        if counts(getattr(found, effect))
    )
    return f"{way} {parts}."
