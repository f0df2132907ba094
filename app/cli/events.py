"""`barid events`: item events of a file turned into measures, with what was used and what was set aside."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from app import settings
from app.cli import opening
from app.cli.words import as_lines


def events(call: argparse.Namespace) -> int:
    """Derive the measures of the files into `--out`; 0 done, 1 refused, 2 no such file or day."""
    from app.actions.derive_events_by_hand import derive_events_by_hand
    from app.locale import say

    for file in call.file:
        if not file.is_file():
            print(f"barid events: there is no file {file}", file=sys.stderr)
            return 2
    begun = time.perf_counter()
    try:
        as_of = date.fromisoformat(call.as_of) if call.as_of else None
    except ValueError:
        print(f"barid events: --as-of is not a day: {call.as_of!r}; write 2026-03-31", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="barid-events-") as folder:
        try:
            derived = derive_events_by_hand(
                call.file, profile=call.profile, member=call.member, out=call.out, folder=Path(folder),
                limits=opening.limits(), findings=call.findings, as_of=as_of,
                now=datetime.now(UTC).replace(tzinfo=None), standards=call.standards, cut_off=call.cut_off,
                engine=call.engine or settings.load().events_engine,
            )  # fmt: skip
        except (LookupError, ValueError) as error:
            print(f"barid events: {error.args[0] if error.args else error}", file=sys.stderr)
            return 2
    _print_counts(call.lang, derived)
    print(say(call.lang, "cli.events.seconds", seconds=f"{time.perf_counter() - begun:.1f}"))
    for line in as_lines(derived.findings, call.lang):
        print(line)
    return 0 if derived.outcome == "taken" else 1


def _print_counts(language: str, derived: Any) -> None:
    """Rows read, used and set aside, and each cause with its count, the most frequent first."""
    from app.locale import say, say_count

    print(say_count(language, "cli.events.read", derived.read))
    used, items = (say_count(language, f"cli.events.{what}", getattr(derived, what)) for what in ("used", "items"))
    print(used, "·", items)
    print(say(language, "cli.events.delivered", delivered=derived.delivered, on_time=derived.on_time))
    print(say_count(language, "cli.events.aside", sum(derived.set_aside.values())))
    _print_causes(derived.set_aside)
    if derived.warned:
        print(say(language, "cli.events.doubts"))
        _print_causes(derived.warned)


def _print_causes(counts: dict[str, int]) -> None:
    for code, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
        print(f"  {count:>9}  {code}")
