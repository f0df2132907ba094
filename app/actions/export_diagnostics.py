"""The method on one quarter as a workbook: inputs, every step as formulas, diagnostics."""

from __future__ import annotations

from app.actions.diagnose_method import Diagnosis, diagnose_method
from app.actions.house import House
from app.domain.access import Person
from app.domain.periods import Quarter
from app.locale import say
from app.storage import regions
from reports.method_book import MethodBook, build


def export_diagnostics(house: House, *, person: Person, region: str, quarter: Quarter, language: str) -> bytes:
    """The workbook of what `diagnose_method` finds, for those whom it answers."""
    of = diagnose_method(house, person=person, region=region, quarter=quarter)
    with house.sessions() as session:
        name = regions.one(session, region).names.in_language(language)
        known = {one.code: one.names.in_language(language) for one in regions.members(session, region)}
    names = {one.member: known.get(one.member, one.member) for one in of.result.members}
    about = _about(of, name, language)
    return build(MethodBook(language, of.method, of.result, of.found, about, names, of.others))


def _about(of: Diagnosis, region: str, language: str) -> tuple[tuple[str, str], ...]:
    stored, edition = of.stored, of.edition
    basis = say(language, "book.basis.working")
    if edition is not None:
        basis = say(language, "book.basis.edition", number=str(edition.number))
    lines = [
        ("region", region),
        ("quarter", str(stored.quarter)),
        ("basis", basis),
        ("computed", stored.computed_at.strftime("%Y-%m-%d %H:%M")),
        ("method", f"{of.method.names.in_language(language)} ({stored.method_version})"),
        ("hash", stored.method_hash),
        ("engine", stored.engine_version),
        ("digest", stored.digest),
    ]
    if of.synthetic:
        lines.append(("note", say(language, "book.synthetic")))
    return tuple((say(language, f"book.{key}"), text) for key, text in lines)
