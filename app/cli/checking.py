"""`barid check` and `barid submit`: a file's findings for a person or for a script."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import opening
from app.cli.words import as_json, as_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.findings import Finding


def check(call: argparse.Namespace) -> int:
    """Check one file; 0 it would be taken, 1 it would be refused, 2 there is no such file, member, encoding, column."""
    if not call.file.is_file():
        print(f"barid check: there is no file {call.file}", file=sys.stderr)
        return 2
    from concurrent.futures import ThreadPoolExecutor

    from app.actions.check_file_by_hand import check_file_by_hand
    from app.domain.encodings import encoding_named
    from app.locale import has

    if (call.member is not None and not _known(call.member)) or not _is_code_page(call.encoding):
        return 2
    if (aliases := _aliases(call)) is None:
        return 2
    # The reader of a large file works outside of Python's lock for long stretches: digest and words fit in there.
    with ThreadPoolExecutor(1) as beside:
        digest = beside.submit(_hash, call.file) if call.json else None
        beside.submit(has, call.lang, "finding.FIL_EMPTY")
        checked = check_file_by_hand(
            call.file,
            dataset=call.dataset,
            member=call.member,
            limits=opening.limits(),
            today=opening.now().date(),
            encoding=encoding_named(call.encoding or ""),
            aliases=aliases,
        )
    if digest is not None:
        told = {
            "file": str(call.file),
            "sha256": digest.result(),
            "rows": checked.rows,
            "outcome": checked.outcome,
            "findings": [as_json(finding, call.lang) for finding in checked.findings],
        }
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(_told(call.file.name, checked.outcome, checked.rows, checked.findings, call.lang))
    return 0 if checked.outcome == "taken" else 1


def _known(member: str) -> bool:
    """Whether the handbook has the member; says so where not."""
    from app.handbook import member_codes

    known = member_codes()
    if member not in known:
        print(f"barid check: no member {member!r}; known are {' '.join(known)}", file=sys.stderr)
    return member in known


def _is_code_page(name: str | None) -> bool:
    """Whether none was named, or one that we read; says so where not."""
    from app.domain.encodings import CHOICES, encoding_named

    known = name is None or encoding_named(name) is not None
    if not known:
        print(f"barid: no encoding {name!r}; known are {' '.join(CHOICES)}", file=sys.stderr)
    return known


def _aliases(call: argparse.Namespace) -> dict[str, str] | None:
    """The office's own names of columns; None, and says so, where one was said that means none of ours."""
    if not call.aliases and not call.said:
        return {}
    from app.actions.read_aliases import read_aliases
    from app.cli.words import sentence
    from app.domain.errors import BadRequest

    try:
        return read_aliases(call.dataset, file=call.aliases, said=call.said)
    except (BadRequest, OSError) as error:
        print(f"barid check: {sentence(error)}", file=sys.stderr)
        return None


def _hash(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _told(name: str, outcome: str, rows: int, findings: Sequence[Finding], language: str) -> str:
    """The outcome in a line, then the findings, then what to do."""
    from app.locale import say, say_count
    from app.locale.finding_words import isolated

    taken = outcome == "taken"
    key = "cli.check.taken" if taken else "cli.check.refused_file"
    first = say(language, key, file=isolated(name, language))
    lines = [f"{first} ({say_count(language, 'cli.check.rows', rows)})", *as_lines(findings, language)]
    if not taken:
        lines += ["", say(language, "cli.check.fix")]
    return "\n".join(lines)


def submit(call: argparse.Namespace) -> int:
    """Send one file as a person of the member: 0 submitted, 1 refused, 2 no such file, person or encoding."""
    from app.actions.check_submission import check_submission
    from app.actions.follow_submission import follow_submission
    from app.actions.receive_file import receive_file
    from app.actions.submit_submission import submit_submission
    from app.storage import people, submissions

    if not call.file.is_file():
        print(f"barid submit: there is no file {call.file}", file=sys.stderr)
        return 2
    if not _is_code_page(call.encoding):
        return 2
    house, now = opening.house(), opening.now()
    with house.sessions() as session:
        person = people.by_email(session, call.by)
    if person is None:
        print(f"barid submit: nobody is enrolled as {call.by}", file=sys.stderr)
        return 2
    number = receive_file(
        house, person=person, dataset=call.dataset, member=call.member, name=call.file.name, source=call.file, now=now,
        language=call.lang, encoding=call.encoding,
    )  # fmt: skip
    check_submission(house, submission=number, now=now)
    with house.sessions() as session:
        row, findings = submissions.one(session, number), submissions.findings(session, number)
    print(_told(call.file.name, row.outcome or "refused", row.rows or 0, findings, call.lang))
    if row.outcome != "taken":
        return 1
    if row.state.value == "draft":
        state = submit_submission(house, person=person, submission=number, reason=call.reason, now=now)
        follow_submission(house, submission=number, now=now)
        print(f"{row.shown}: {state.value} (version {row.version}, sha256 {row.file_sha256})")
    else:
        print(f"{row.shown}: {row.state.value}; these very bytes were sent before")
    return 0
