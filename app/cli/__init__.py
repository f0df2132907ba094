"""The command `barid`: the same deeds by hand. Exit codes: 0 done, 1 refused, 2 wrong call.

Only the standard library is imported here; each command imports what it needs when it runs, so that `barid check`
starts quickly.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

DATASETS = ("service-quality", "customs-clearance", "data-exchange", "preparedness", "disruptions")
LANGUAGES = ("ar", "fr", "en")
JOBS = ("recompute", "remind", "mail", "edition", "reports", "inbox", "sweep")

_ENCODING = "code page of a file that is not UTF-8, such as windows-1256"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the number is the exit code of the process."""
    call = parser().parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
    module, function = call.run.split(":")
    try:
        return int(getattr(import_module(f"app.cli.{module}"), function)(call))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1
    except Exception as error:
        told = _sentence(error)
        if told is None:
            raise
        print(f"barid: {told}", file=sys.stderr)
        return 1


def _joined(arguments: Sequence[str]) -> Sequence[str]:
    """The second word belongs to the command: `events` takes files, and one of them may not be named `explain`."""
    return ["events-explain", *arguments[2:]] if list(arguments[:2]) == ["events", "explain"] else arguments


def _sentence(error: Exception) -> str | None:
    """The error in one sentence when it is one that a person can act on; None for a fault of ours."""
    from app.cli.words import sentence

    return sentence(error)


def parser() -> argparse.ArgumentParser:
    """The whole command line, as `barid --help` shows it."""
    top = argparse.ArgumentParser(prog="barid", description="Is a country's post ready for cross-border e-commerce?")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _running(commands)
    _files(commands)
    _scores(commands)
    _office(commands)
    return top


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: str, told: str
) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=told, description=told)
    made.set_defaults(run=run)
    return made


def _running(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = _add(commands, "demo", "demo:demo", "load synthetic figures of two regions, start web and scheduler")
    demo.add_argument("--load-only", action="store_true", help="migrate, load, run the jobs once, end")
    demo.add_argument("--port", type=int, default=8000, help="port of the pages on 127.0.0.1 (8000)")
    serve = _add(commands, "serve", "running:serve", "serve the pages and the API")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    serve.add_argument("--workers", type=int, default=1, help="how many processes (1)")
    _add(commands, "scheduler", "running:scheduler", "run the jobs when they are due; safe to start twice")
    _add(commands, "migrate", "running:migrate", "bring the database to this version's tables")
    run = _add(commands, "run", "running:run_job", "run one job now")
    run.add_argument("job", choices=JOBS)


def _scores(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    told = "score a table by a method file, or explain a change of its scores (barid score explain --help)"
    score = _add(commands, "score", "scoring:score", told)
    score.add_argument("--method", type=Path, help="the method file (docs/method-files.md)")
    score.add_argument("--data", type=Path, help="CSV with a column unit, perhaps period, and one for each indicator")
    score.add_argument("--out", type=Path, help="where the scores are written")
    score.add_argument("--draws", type=int, help="draw values and method this many times, for bands beside the scores")
    score.add_argument("--seed", type=int, default=1, help="of the draws; the same seed gives the same bytes (1)")
    score.add_argument("--trace", type=Path, help="where each step from value to score is written")
    kinds = score.add_subparsers(dest="kind", metavar="explain")
    told = "parts that sum to the change of a unit's index between two periods"
    explain = kinds.add_parser("explain", help=told, description=told)
    explain.set_defaults(run="scoring:explain")
    explain.add_argument("--method", type=Path, required=True, help="the method file")
    explain.add_argument("--data", type=Path, required=True, help="the table with a column period")
    explain.add_argument("--unit", required=True, help="the unit to explain")
    explain.add_argument("--from", dest="first", required=True, metavar="P1", help="the period before")
    explain.add_argument("--to", dest="second", required=True, metavar="P2", help="the period after")
    explain.add_argument("--from-method", type=Path, help="the method in force in P1, where it was another")
    explain.add_argument("--from-data", type=Path, help="the table as it was known then, where it has been revised")
    explain.add_argument("--json", action="store_true", help="print one object")


def _files(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = _add(commands, "check", "checking:check", "check a file of figures; nothing is stored")
    check.add_argument("file", type=Path)
    check.add_argument("--dataset", required=True, choices=DATASETS)
    check.add_argument("--member", help="code of the member that reports; without it any one member of the file")
    check.add_argument("--lang", default="en", choices=LANGUAGES, help="language of the findings (en)")
    check.add_argument("--encoding", metavar="NAME", help=f"{_ENCODING}; the findings name the likeliest")
    told = "CSV of your own names of columns, from the page of the dataset"
    check.add_argument("--aliases", type=Path, metavar="FILE", help=told)
    told = "a column of the file and the one of ours that it means; may be given again"
    check.add_argument("--as", dest="said", action="append", default=[], metavar="THEIRS=OURS", help=told)
    check.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    told = "list every rule by which files are checked, as CSV, with what it does today"
    rules = _add(commands, "rules", "rules:rules", told)
    rules.add_argument("--lang", default="en", choices=LANGUAGES, help="language of the sentences (en)")
    submit = _add(commands, "submit", "checking:submit", "send a file as a person of a member's operator")
    submit.add_argument("file", type=Path)
    submit.add_argument("--dataset", required=True, choices=(*DATASETS, "item-events"))
    submit.add_argument("--member", required=True)
    submit.add_argument("--by", required=True, metavar="NAME", help="e-mail address of the person who sends")
    submit.add_argument("--reason", default="", help="why warnings are accepted or figures corrected")
    submit.add_argument("--encoding", metavar="NAME", help=_ENCODING)
    submit.add_argument("--lang", default="en", choices=LANGUAGES, help="language of the findings (en)")
    events = _add(commands, "events", "events:events", "turn item events into measures (or: events explain)")
    events.add_argument("file", type=Path, nargs="+")
    events.add_argument("--profile", required=True, help="barid, ips, olist, olist-corridors, scms, or a file")
    events.add_argument("--out", required=True, type=Path, metavar="MEASURES.csv")
    events.add_argument("--findings", type=Path, metavar="F.csv", help="every finding goes there, not only the first")
    events.add_argument("--engine", metavar="ADDRESS", help="duckdb, postgresql://… or spark://… (BARID_EVENTS_ENGINE)")
    events.add_argument("--member", help="whose items these are, where the file does not say")
    events.add_argument("--as-of", metavar="DATE", help="open items are aged to this day (the last event's)")
    events.add_argument("--lang", default="en", choices=LANGUAGES, help="language of the findings (en)")
    _terms(events)
    _events_explain(commands)


def _events_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    told = "tell one item's scans and the rules that put it where it is counted (barid events explain)"
    explain = _add(commands, "events-explain", "events_explain:explain", told)
    explain.prog = "barid events explain"
    explain.add_argument("item", metavar="ITEM", help="its identifier as the files write it")
    explain.add_argument("file", type=Path, nargs="+", metavar="FILE", help="files of item events, read as one")
    explain.add_argument("--profile", required=True, help="barid, ips, olist, olist-corridors, scms, or a file")
    explain.add_argument("--member", help="whose items these are, where the file does not say")
    explain.add_argument("--as-of", metavar="DATE", help="an open item is aged to this day (the last event's)")
    _terms(explain)
    explain.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    explain.add_argument("--lang", default="en", choices=LANGUAGES, help="language of the sentences (en)")


def _terms(command: argparse.ArgumentParser) -> None:
    told = "CSV of standards by date: member, product, zone, valid_from, days (working days)"
    command.add_argument("--standards", type=Path, metavar="FILE", help=told)
    told = "scans at or after this hour start their clock the next day (24: none does)"
    command.add_argument("--cut-off", type=int, choices=range(25), default=24, metavar="HOUR", help=told)


def _office(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    enrol = _add(commands, "enrol", "office:enrol", "enrol an administrator of a region (the first one)")
    enrol.add_argument("--email", required=True)
    enrol.add_argument("--name", required=True)
    enrol.add_argument("--region", required=True)
    enrol.add_argument("--lang", default="en", choices=LANGUAGES)
    enrol.add_argument("--password-file", type=Path, help="read the password from a file; - from standard input")
    backup = _add(commands, "backup", "office:backup", "write database and files into one archive")
    backup.add_argument("--to", required=True, type=Path, metavar="FILE")
    restore = _add(commands, "restore", "office:restore", "bring an archive back where nobody has done anything")
    restore.add_argument("source", type=Path, metavar="FILE")
    _add(commands, "verify", "office:verify", "compare log, editions and files with their hashes")
    told = "compute a frozen edition again and compare it, byte for byte; nothing is written"
    again = _add(commands, "recompute", "office:recompute", told)
    again.add_argument("edition", metavar="EDITION", help="REGION/QUARTER/NUMBER, as arab/2026-Q1/1, or its id")
    report = _add(commands, "report", "office:report", "write the PDF of a member or a region")
    whom = report.add_mutually_exclusive_group(required=True)
    whom.add_argument("--member")
    whom.add_argument("--region")
    report.add_argument("--quarter", required=True, metavar="2026-Q1")
    report.add_argument("--lang", default="en", choices=LANGUAGES)
    report.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
    report.add_argument(
        "--draft", action="store_true", help="working results, marked DRAFT, where no edition is published"
    )
