"""Random but reproducible evidence: complete, holed, wrong and empty members, over six quarters."""

from app.domain.measures import CHECKLIST_COUNTS, DISASTER_READINESS, FIGURES, REQUIREMENTS, Kind
from app.domain.observations import (
    ChecklistAnswer,
    Evidence,
    InformValue,
    MonthSums,
    PartnerVolume,
    QuarterQuantile,
    Sent,
)
from app.domain.periods import Month, Quarter

QUARTER = Quarter(2027, 2)
QUANTILES = {measure.name for measures in FIGURES.values() for measure in measures if measure.kind is Kind.QUANTILE}
EARLIEST = Month(2026, 1)


def months_until(last):
    month, found = EARLIEST, []
    while month <= last:
        found.append(month)
        month = month.after()
    return found


def figures(r, measures, quality, holes):
    values, n = {}, {}
    for measure in measures:
        if measure.kind is Kind.QUANTILE:
            continue
        top = values.get(measure.at_most) if measure.at_most else None
        wild = 1.3 if r.random() < holes / 10 else 1.0
        value = r.randint(0, 400) * 10 if top is None else int(top * min(quality * r.uniform(0.8, 1.1), 1) * wild)
        if r.random() < holes / 5:
            value = 0
        values[measure.name] = float(value)
    for measure in measures:
        if measure.kind is Kind.QUANTILE:
            base = {"50": 1.0, "90": 3.0}[measure.name[-2:]] * (24 if measure.unit == "hours" else 1)
            values[measure.name] = base * r.uniform(0.5, 2.5) * (2 - quality)
            if r.random() > holes / 3:
                n[measure.name] = values.get(measure.n, 0.0)
    kept = {name: value for name, value in values.items() if r.random() >= holes}
    return kept, {name: value for name, value in n.items() if name in kept}


def member_months(r, member):
    quality, holes = r.uniform(0.4, 1.0), r.choice([0.0, 0.0, 0.05, 0.2, 0.5])
    products = r.choice([("",), ("letter", "parcel"), ("letter", "parcel", "ems")])
    for month in months_until(QUARTER.months[2]):
        for dataset, measures in FIGURES.items():
            for product in products:
                if r.random() >= holes:
                    values, n = figures(r, measures, quality, holes)
                    yield MonthSums(member, dataset, month, values, n, rows=3, product=product)


def quantiles(r, months):
    """For about half of the quarters those of the items, over the months that report and sometimes not over all."""
    reporting = {}
    for sums in months:
        for name in sums.values:
            if name in QUANTILES:
                reporting.setdefault((sums.member, sums.month.quarter, name), set()).add(sums.month)
    for (member, quarter, name), there in sorted(reporting.items()):
        if r.random() < 0.5:
            covered = {month for month in there if r.random() < 0.9}
            yield QuarterQuantile(member, quarter, name, r.uniform(1, 300), r.randint(1, 900), frozenset(covered))


def member_answers(r, member):
    for quarter in (Quarter(2026, 1), Quarter(2027, 1), QUARTER):
        if r.random() < 0.3:
            continue
        for item in (*REQUIREMENTS, *DISASTER_READINESS):
            if r.random() < 0.9:
                yield ChecklistAnswer(member, quarter, item, r.choice(["yes", "yes", "no", "not-applicable"]))
        served = r.randint(0, 40)
        for item, count in zip(CHECKLIST_COUNTS, (served, r.randint(0, served)), strict=True):
            if r.random() < 0.9:
                yield ChecklistAnswer(member, quarter, item, None, float(count))


def evidence(r, members=8, quarter=QUARTER):
    codes = tuple(f"{a}{b}" for a in "NKXQ" for b in "ABCDEFGH")[:members]
    months = [sums for code in codes[: members - 1] for sums in member_months(r, code) if sums.month.quarter <= quarter]
    answers = [answer for code in codes[: members - 1] for answer in member_answers(r, code)]
    volumes = tuple(
        PartnerVolume(code, month, partner, float(r.randint(0, 900)))
        for code in codes[: members // 2]
        for month in quarter.months
        for partner in ("FR", "CN", "NA")
    )
    inform = tuple(InformValue(code, "test", 3.0, "low", r.uniform(0, 10), 3.0, 3.0, "test") for code in codes[1:])
    sent = tuple(
        Sent(code, dataset, quarter, 3, "complete", late=r.random() < 0.1, silent=False)
        for code in codes
        for dataset in (*FIGURES, "disruptions")
    )
    whole = tuple(quantiles(r, months))
    return Evidence(quarter, codes, tuple(months), volumes, tuple(answers), (), inform, sent, whole)
