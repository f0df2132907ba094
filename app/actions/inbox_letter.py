"""What is written beside a file that came by the watched folder: its findings, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.encodings import ASKING
from app.domain.errors import HouseError
from app.domain.findings import Finding
from app.domain.submissions import State
from app.locale import has, say, say_count
from app.locale.finding_words import finding_words, isolated, shown
from app.storage.submissions import SubmissionRow


@dataclass(frozen=True)
class Letter:
    text: str
    json: str


def of_submission(
    row: SubmissionRow, findings: Sequence[Finding], language: str, base: str | None, last: str | None = None
) -> Letter:
    """What was found in a received file, and where a person goes on with it.

    `last`: the encoding that was chosen last for a file of the member. It is told where one is asked for, never used.
    """
    address = f"{base or ''}/{language}/submissions/{row.id}"
    named = {"number": isolated(row.shown, language), "file": isolated(shown(row.file_name), language)}
    if row.outcome == "refused":
        said = say_count(language, "inbox.refused", row.errors, count=row.errors, **named)
    else:
        said = say(language, "inbox.taken" if row.state is State.DRAFT else "inbox.already", **named)
    asked = next((one for one in findings if one.code in ASKING), None)
    lines = [said, isolated(address, language), *(_line(one, language) for one in findings)]
    lines += _choosing(last, language) if asked is not None else []
    told = {
        "submission": row.id, "number": row.number, "member": row.member, "dataset": row.dataset,
        "outcome": row.outcome, "file_name": row.file_name, "file_sha256": row.file_sha256, "address": address,
        "detail": said, "findings": [_as_json(one, language) for one in findings],
    }  # fmt: skip
    if asked is not None:
        told["encodings"] = {"likeliest": _likeliest(asked), "last": last}
    return _letter(lines, told)


def _choosing(last: str | None, language: str) -> list[str]:
    """What a person does about a file whose letters can be read in more than one way."""
    named = isolated(last, language) if last else ""
    before = [say(language, "inbox.reading.last", encoding=named)] if last else []
    return ["", say(language, "inbox.reading"), *before]


def _likeliest(asked: Finding) -> list[str]:
    """Those that read the file without a fault, the likeliest first; those that read it alike beside each other."""
    readings = asked.params.get("readings", [])
    assert isinstance(readings, list)
    return [name for one in readings for name in (one["encoding"], *one["also"])]


def of_error(name: str, error: HouseError, language: str) -> Letter:
    """Why a file could not be received at all."""
    reason = say(language, error.code, **error.params) if has(language, error.code) else error.code
    said = say(language, "inbox.unreceived", file=isolated(shown(name), language), reason=reason)
    return _letter([said], {"submission": None, "code": error.code, "detail": said, "findings": []})


def _letter(lines: list[str], told: dict[str, object]) -> Letter:
    return Letter("\n".join([*lines, ""]), json.dumps(told, ensure_ascii=True, indent=1) + "\n")


def _line(one: Finding, language: str) -> str:
    sentence, hint = finding_words(one, language)
    place = [] if one.line is None else [say(language, "cli.check.line", line=one.line)]
    place += [isolated(shown(one.column), language)] if one.column else []
    return f"- {one.code} " + ", ".join(place) + f": {sentence} {hint}".rstrip()


def _as_json(one: Finding, language: str) -> dict[str, object]:
    sentence, hint = finding_words(one, language)
    return {
        "code": one.code, "severity": one.severity.value, "scope": one.scope.value, "line": one.line,
        "column": one.column, "value": one.value, "sheet": one.sheet, "sentence": sentence, "hint": hint,
        "more": one.more,
    }  # fmt: skip
