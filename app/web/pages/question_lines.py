"""Questions as pages show them: what they are about, what was said, and who must speak next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.access import Permission, Person, grants
from app.domain.questions import Entry, Kind, Waiting, side_of
from app.storage.questions import Question
from app.web.deps import Visit
from app.web.pages import history_lines
from app.web.value_asked import address


@dataclass(frozen=True)
class EntryLine:
    side: str
    name: str
    moment: str
    text: str


@dataclass(frozen=True)
class QuestionView:
    """One question. `mine`: whether the reader's side must speak next; `closes`: whether the reader may close it."""

    id: str
    href: str
    about: str
    about_href: str
    member: str
    weight: str
    waiting: str
    mine: bool
    open: bool
    closes: bool
    asked: str
    last: str
    entries: tuple[EntryLine, ...]


def view(found: Question, person: Person, visit: Visit) -> QuestionView:
    words, waits = visit.words, found.waiting
    zone = visit.directory.member(found.member).zone
    about, href = _about(found, visit)
    named = zip(found.entries, found.names, strict=True)
    is_open, mine = waits is not Waiting.NOBODY, waits.value == side_of(person).value
    weight = "watch" if mine else "" if is_open else "good"
    return QuestionView(
        id=found.id, href=f"/{words.language}/questions/{found.id}", about=about, about_href=href,
        member=visit.directory.name(found.member, words), weight=weight,
        waiting=words.t(f"questions.waiting.{waits.value}"), mine=mine, open=is_open,
        closes=is_open and grants(person, Permission.ASK), asked=words.moment(found.asked_at, zone),
        last=found.entries[-1].text, entries=tuple(_entry(one, name, zone, visit) for one, name in named),
    )  # fmt: skip


def views(found: Iterable[Question], visit: Visit) -> tuple[QuestionView, ...]:
    """Those that wait for the reader's side first, else in their order."""
    person = visit.signed_in()
    made = [view(one, person, visit) for one in found]
    return tuple(sorted(made, key=lambda one: (not one.mine, not one.open)))


def _about(found: Question, visit: Visit) -> tuple[str, str]:
    words, key = visit.words, found.key
    if key is None:
        about = words.t("questions.about_submission", number=f"#{found.number}",
                        dataset=words.t(f"web.dataset.{found.dataset}"))  # fmt: skip
        return about, f"/{words.language}/submissions/{found.submission}"
    return f"{history_lines.measure_name(key, words)} · {history_lines.place(key, visit)}", address(key, words.language)


def _entry(entry: Entry, name: str, zone: str, visit: Visit) -> EntryLine:
    words = visit.words
    side = words.t(f"questions.{'closed' if entry.kind is Kind.CLOSE else 'side'}.{entry.side.value}")
    return EntryLine(side, name, words.moment(entry.at, zone), entry.text)
