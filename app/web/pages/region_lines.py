"""The lines of a region's page, shaped from one stored result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.charts import Bar, Place, Spec, bars, world
from app.domain.editions import MemberResult, QuarterResult, Standing
from app.domain.measures import FIGURE_DATASETS
from app.domain.members import Member
from app.domain.observations import Sent
from app.web.explain import LEAST_PART
from app.web.pages.member_lines import signals
from app.web.units import why_not
from app.web.words import DASH, Words

BOXES = {"arab": (-19.0, 61.0, -14.0, 40.0), "central-asia": (40.0, 90.0, 33.0, 57.0)}
"""West, east, south, north of each region's map, in degrees; another region gets the world."""
WORLD = (-170.0, 190.0, -56.0, 78.0)
MANY_BARS = 10


@dataclass(frozen=True)
class Line:
    """One member in the ranking."""

    code: str
    rank: str
    name: str
    href: str
    score: str
    value: float | None
    upper: float | None
    change: float | None
    level: str
    grade: str
    standing: str
    standing_text: str
    risk: str
    risk_class: str
    risk_text: str
    sent: str
    reason: str
    signal: str
    signal_count: str


@dataclass(frozen=True)
class Cell:
    state: str
    text: str


@dataclass(frozen=True)
class SentLine:
    name: str
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Tile:
    name: str
    value: str
    note: str = ""


def ranking(result: QuarterResult, members: Mapping[str, Member], words: Words, link: str) -> tuple[Line, ...]:
    """Best first, the unranked last, as stored. `link` is an address with `{code}` for the member."""
    return tuple(_line(one, members[one.member], words, link) for one in result.members if one.member in members)


def _line(one: MemberResult, member: Member, words: Words, link: str) -> Line:
    risk = one.risk
    loud = [signal for signal in signals(one, words) if signal.weight != "good"]
    complete = sum(1 for sent in one.sent if sent.state == "complete")
    class_code = (risk.risk_class if risk else None) or ""
    return Line(
        code=one.member,
        rank=words.whole(one.rank) if one.rank else DASH,
        name=member.names.in_language(words.language),
        href=link.format(code=one.member),
        score=words.number(one.published.value),
        value=one.published.value,
        upper=one.upper if one.published.value is not None else None,
        change=one.change,
        level=words.whole(one.level) if one.level else DASH,
        grade=one.grade,
        standing=one.standing.value,
        standing_text=words.t(f"web.standing.{one.standing.value}"),
        risk=words.number(risk.index.value) if risk else DASH,
        risk_class=class_code,
        risk_text=words.t(f"web.risk.{class_code}") if class_code else "",
        sent=_sent_of(complete, words) if one.sent else DASH,
        reason=why_not(one.published, words),
        signal=" · ".join(signal.text for signal in loud[:3]),
        signal_count=words.n("web.region.signals", len(loud)) if loud else "",
    )


def _sent_of(complete: int, words: Words) -> str:
    return words.t("web.sent.of", count=words.whole(complete), all=words.whole(len(FIGURE_DATASETS)))


def chart(lines: tuple[Line, ...], words: Words) -> Spec:
    return bars([Bar(line.name, line.value, line.score, link=line.href) for line in lines], language=words.language)


def atlas(lines: tuple[Line, ...], members: Mapping[str, Member], region: str, words: Words) -> Spec:
    places = [Place(members[line.code].iso3, line.name, line.value, line.score, link=line.href) for line in lines]
    return world(places, language=words.language, box=BOXES.get(region, WORLD), title=words.t("web.score"))


def sent_line(name: str, href: str, sent: Mapping[str, Sent], words: Words) -> SentLine:
    """One cell for each dataset."""
    cells = []
    for dataset in FIGURE_DATASETS:
        cells.append(sent_cell(sent.get(dataset), words))
    return SentLine(name, href, tuple(cells))


def sent_cell(sent: Sent | None, words: Words) -> Cell:
    state = "missing" if sent is None else sent.state
    if sent is not None and sent.silent:
        return Cell("silent", words.t("web.sent.silent"))
    text = words.t(f"web.sent.{state}")
    if sent is not None and sent.late and state != "missing":
        return Cell("late", f"{text} · {words.t('web.sent.late')}")
    return Cell(state, text)


def sentence(lines: tuple[Line, ...], words: Words) -> str:
    scored = [line for line in lines if line.value is not None]
    if not scored:
        return words.t("web.region.sentence_none", all=words.whole(len(lines)))
    best = max(scored, key=lambda line: line.value or 0.0)
    text = words.t(
        "web.region.sentence", scored=words.whole(len(scored)), all=words.whole(len(lines)), best=best.name,
        score=best.score,
    )  # fmt: skip
    moved = [line for line in scored if line.change is not None and abs(line.change) >= LEAST_PART]
    if moved:
        most = max(moved, key=lambda line: abs(line.change or 0.0))
        text += " " + words.t("web.region.sentence_moved", name=most.name, change=words.signed(most.change))
    return text


def tiles(result: QuarterResult, lines: tuple[Line, ...], words: Words) -> tuple[Tile, ...]:
    values = [line.value for line in lines if line.value is not None]
    whole = sum(1 for one in result.members if one.sent and all(sent.state == "complete" for sent in one.sent))
    alarms = sum(1 for one in result.members for signal in one.signals if signal.weight == "alarm")
    final = sum(1 for one in result.members if one.standing is Standing.FINAL)
    of = f"/ {words.whole(len(lines))}"
    return (
        Tile(words.t("web.region.tile.scored"), words.whole(len(values)), of),
        Tile(words.t("web.standing.FINAL"), words.whole(final), of),
        Tile(words.t("web.region.tile.sent"), words.whole(whole), of),
        Tile(words.t("web.region.tile.alarms"), words.whole(alarms)),
    )
