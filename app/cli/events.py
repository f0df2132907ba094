"""`barid events`: item events of a file turned into measures, with what was used and what was set aside."""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

from app.cli import opening
from app.cli.words import as_lines


def events(call: argparse.Namespace) -> int:
    """Derive the measures of one file into `--out`; 0 done, 1 refused, 2 no such file, profile or day."""
    from app.actions.derive_events_by_hand import derive_events_by_hand
    from app.locale import say, say_count

    if not call.file.is_file():
        print(f"barid events: there is no file {call.file}", file=sys.stderr)
        return 2
    try:
        as_of = date.fromisoformat(call.as_of) if call.as_of else None
    except ValueError:
        print(f"barid events: --as-of is not a day: {call.as_of!r}; write 2026-03-31", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="barid-events-") as folder:
        try:
            derived = derive_events_by_hand(
                call.file, profile=call.profile, member=call.member, out=call.out, folder=Path(folder),
                limits=opening.limits(), as_of=as_of, standards=call.standards, cut_off=call.cut_off,
            )  # fmt: skip
        except (LookupError, ValueError) as error:
            print(f"barid events: {error.args[0] if error.args else error}", file=sys.stderr)
            return 2
    aside = sum(derived.set_aside.values())
    print(say_count(call.lang, "cli.events.read", derived.read))
    print(
        say_count(call.lang, "cli.events.used", derived.used),
        "·",
        say_count(call.lang, "cli.events.items", derived.items),
    )
    print(say(call.lang, "cli.events.delivered", delivered=derived.delivered, on_time=derived.on_time))
    print(say_count(call.lang, "cli.events.aside", aside))
    for code, count in sorted(derived.set_aside.items(), key=lambda entry: (-entry[1], entry[0])):
        print(f"  {count:>9}  {code}")
    for line in as_lines(derived.findings, call.lang):
        print(line)
    return 0 if derived.outcome == "taken" else 1
