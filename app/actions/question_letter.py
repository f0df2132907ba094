"""Letters about a question: to the operator's people when the office speaks, to the asker when they answer."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.actions.house import House
from app.domain.access import OPERATOR, Person
from app.domain.letters import Letter
from app.domain.questions import Entry, Kind, Side
from app.domain.value_history import ValueKey
from app.locale.letter_words import paragraphs
from app.storage import letters, people, questions, regions
from app.storage.people import PersonRow
from app.storage.questions import Question
from reports.formatting import Form, plain


def write_question_letters(house: House, session: Session, *, person: Person, question: str, entry: Entry) -> None:
    """In the transaction of the entry itself, in each reader's language; nothing without a mail server, and nothing of
    closing, which asks nobody for anything."""
    if house.smtp is None or entry.kind is Kind.CLOSE:
        return
    found = questions.one(session, person, question)
    letters.add(
        session, [_letter(session, found, entry, reader, house.base) for reader in _readers(session, found, entry)],
        now=entry.at,
    )  # fmt: skip


def _readers(session: Session, found: Question, entry: Entry) -> list[PersonRow]:
    if entry.side is Side.OFFICE:
        own = people.of_member(session, found.member)
        return [one for one in own if one.left_at is None and one.role in OPERATOR]
    asker = found.entries[0].by
    return [one for one in people.in_region(session, found.region) if one.left_at is None and one.id == asker]


def _letter(session: Session, found: Question, entry: Entry, reader: PersonRow, base: str | None) -> Letter:
    form, kind = Form(reader.language), "question" if entry.side is Side.OFFICE else "answer"
    about = _about(session, found, form)
    member = regions.member(session, found.member).names.in_language(reader.language)
    text = paragraphs(
        form.say("mail.hello", name=reader.name),
        form.say(f"mail.{kind}.text", about=about, member=member),
        form.say("mail.question.words", name=found.names[entry.place - 1], words=entry.text),
        form.say("mail.question.link", address=f"{base}/{reader.language}/questions/{found.id}") if base else "",
    )
    subject = form.say(f"mail.{kind}.subject", about=about, member=member)
    key = f"question:{found.id}:{entry.place}:{reader.id}"
    return Letter(key, reader.id, reader.email, kind, subject, text, reader.language)


def _about(session: Session, found: Question, form: Form) -> str:
    """The value with its month, product and partner; or the submission with its dataset."""
    key = found.key
    if key is None:
        dataset = form.say(f"dataset.{found.dataset}")
        return form.say("questions.about_submission", number=f"#{found.number}", dataset=dataset)
    room = "item" if key.dataset == "preparedness" else "measure"
    told = [form.or_code(f"{room}.{key.measure}", key.measure), form.since(key.period)]
    if key.dataset != "preparedness":
        product = form.or_code(f"web.product.{key.product}", key.product)
        told += [product if key.product else form.say("history.all_products"), _partner(session, key, form)]
    return " · ".join(told)


def _partner(session: Session, key: ValueKey, form: Form) -> str:
    known = {one.code: one.names for one in regions.members(session)}
    if not key.partner:
        return form.say("web.all_partners")
    return form.name(known[key.partner]) if key.partner in known else plain(key.partner)
