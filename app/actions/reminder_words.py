"""A reminder as the letter that one person reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.calendars import Stage, closes_at, grace_closes_at, is_working, working_days_left
from app.domain.letters import Letter
from app.domain.members import Member
from app.domain.observations import Sent
from app.domain.periods import Cycle, Quarter
from app.locale import say, say_count
from app.locale.letter_words import day, listed, moment, paragraphs, put, quarter
from app.storage.people import PersonRow


@dataclass(frozen=True)
class Notice:
    """What one member is told of one quarter. `missing`: the datasets that are not complete; `today` in its zone."""

    member: Member
    cycle: Cycle
    quarter: Quarter
    stage: Stage
    today: date
    missing: tuple[Sent, ...]

    @property
    def key(self) -> str:
        """The same for the same thing said, whenever it is said."""
        return f"remind:{self.member.code}:{self.quarter}:{self.stage.value}"


def reminder(notice: Notice, reader: PersonRow, kind: str, base: str | None) -> Letter:
    """The letter in the reader's language; with a link where the address of the site is known."""
    language, cycle = reader.language, notice.cycle
    last = cycle.due_day(notice.quarter)
    filled = {
        "member": put(language, notice.member.names.in_language(language)),
        "quarter": quarter(language, notice.quarter), "day": day(language, last),
        "moment": moment(language, closes_at(cycle, notice.quarter, notice.member.zone)),
    }  # fmt: skip
    text = paragraphs(
        say(language, "mail.hello", name=put(language, reader.name)),
        say(language, f"mail.{kind}.text", **filled),
        _time_left(notice, language),
        say_count(language, "mail.missing", len(notice.missing))
        + "\n"
        + listed(language, (_missing(one, language) for one in notice.missing)),
        say(language, "mail.link", address=f"{base}/{language}/send") if base is not None else "",
        say(language, "mail.why", member=filled["member"]),
    )
    subject = say(language, f"mail.{kind}.subject", **filled)
    return Letter(f"{notice.key}:{reader.id}", reader.id, reader.email, kind, subject, text, language)


def _time_left(notice: Notice, language: str) -> str:
    cycle, member, today = notice.cycle, notice.member, notice.today
    last = cycle.due_day(notice.quarter)
    if notice.stage is Stage.LATE:
        ends = moment(language, grace_closes_at(cycle, notice.quarter, member.zone))
        left = (cycle.grace_ends(notice.quarter) - today).days
        return say_count(language, "mail.grace", left, moment=ends)
    if today == last:
        return say(language, "mail.today")
    told = say_count(language, "mail.left", (last - today).days)
    told += " " + say_count(language, "mail.left.working", working_days_left(member, today, last))
    return told if is_working(member, last) else told + " " + say(language, "mail.day_off", day=day(language, last))


def _missing(one: Sent, language: str) -> str:
    name = say(language, f"dataset.{one.dataset}")
    return name if one.state == "missing" else say_count(language, "mail.months", 3 - one.months, dataset=name)
