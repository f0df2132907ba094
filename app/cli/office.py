"""What an office does by hand: enrol the first administrator, back up, restore, verify, write a report."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from app import settings
from app.cli import opening


def enrol(call: argparse.Namespace) -> int:
    """Enrol an administrator of a region and say what to do next."""
    from app.actions.enrol_person import enrol_person

    password = _password(call.password_file)
    if password is None:
        return 2
    enrol_person(
        opening.house(), email=call.email, name=call.name, password=password, region=call.region, language=call.lang,
        now=opening.now(),
    )  # fmt: skip
    print(f"{call.email} is an administrator of {call.region}.")
    print("Next: start `barid serve` and `barid scheduler`, sign in, and invite the others under People.")
    return 0


def _password(file: Path | None) -> str | None:
    """From the file, from standard input (`-`), or asked twice on the terminal; None when the two differ."""
    if file is not None and str(file) != "-":
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    if file is not None or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Again: "):
        print("barid enrol: the two passwords differ", file=sys.stderr)
        return None
    return first


def backup(call: argparse.Namespace) -> int:
    """Write one archive of database and files."""
    from app.actions.backup import backup as write

    write(opening.house(), to=call.to, now=opening.now())
    print(f"{call.to} holds the database and every file. Try `barid restore` on another machine now and then.")
    return 0


def restore(call: argparse.Namespace) -> int:
    """Bring an archive back where nobody has done anything yet; migrated first where that was not done."""
    from app.actions.restore import restore as read
    from app.storage import db

    if not call.source.exists():
        print(f"barid restore: there is no file {call.source}", file=sys.stderr)
        return 2
    held = settings.load()
    held.data.mkdir(parents=True, exist_ok=True)
    db.migrate(held.database_url)
    read(opening.house(held), source=call.source)
    print(f"{call.source} is restored.")
    return 0


def verify(_call: argparse.Namespace) -> int:
    """Say what was looked at, and whether it is as it was written; 1 when it is not."""
    from app.actions.verify import verify as look

    found = look(opening.house())
    for fault in found.faults:
        print(f"barid verify: {fault}", file=sys.stderr)
    print(f"Audit log: {found.rows} rows, each with its hash and that of the row before it.")
    print(f"Editions: {found.editions} frozen or published, each with its digest and the one in the log.")
    print(f"Files: {found.files} received or issued, each with its SHA-256.")
    print(f"Guards: {found.guards} triggers of the database.")
    print(f"{len(found.faults)} faults.")
    print(f"Head of the log: {found.head}")
    return 1 if found.faults else 0


def recompute(call: argparse.Namespace) -> int:
    """Say whether an edition comes out the same, or name the first difference; 1 then."""
    from app.actions.recompute_edition import recompute_edition

    found = recompute_edition(opening.house(), name=call.edition)
    edition = found.edition
    print(f"Edition {edition.region} {edition.quarter} number {edition.number}, {found.members} members.")
    print(f"Method {edition.method_version}, hash {edition.method_hash}.")
    if found.engine == found.this_engine:
        print(f"Engine {found.engine}.")
    else:
        print(f"Computed by engine {found.engine}, and now by engine {found.this_engine}: another version.")
    print(f"Digest kept:     {edition.digest}")
    print(f"Digest computed: {found.digest}")
    if found.difference is None:
        print("same bytes")
        return 0
    print(f"barid recompute: not the same; first difference: {found.difference}", file=sys.stderr)
    return 1


def report(call: argparse.Namespace) -> int:
    """Write one PDF: the newest published edition, or with --draft the working results."""
    from app.actions.issue_report import issue_report
    from app.domain.periods import Quarter

    try:
        quarter = Quarter.parse(call.quarter)
    except ValueError:
        print(f"barid report: not a quarter: {call.quarter!r}; write 2026-Q1", file=sys.stderr)
        return 2
    pdf = issue_report(
        opening.house(), member=call.member, region=call.region, quarter=quarter, language=call.lang, draft=call.draft,
        now=opening.now(),
    )  # fmt: skip
    _write_whole(call.out, pdf)
    print(f"{call.out}: {len(pdf):,} bytes")
    return 0


def _write_whole(path: Path, content: bytes) -> None:
    """The file is there whole or as it was before."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)
