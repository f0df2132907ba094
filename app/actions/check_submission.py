"""Check a received file, and keep its findings and its rows: all of them or none."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pyarrow as pa
from sqlalchemy.orm import Session

from app.actions.history_doubts import doubts_of
from app.actions.house import House
from app.actions.situations import situation_of
from app.domain.findings import Finding, Severity
from app.domain.measures import FIGURES
from app.domain.submissions import State
from app.storage import audit, files, keeping, profiles, progress, submissions
from app.storage.submissions import SubmissionRow
from ingest.checking import Checked
from ingest.child import check_in_child
from ingest.events import figure_tables
from ingest.events_child import derive_in_child
from ingest.profiles import PLAIN_PROFILE
from ingest.situation import Situation
from ingest.telling import Telling

Check = Callable[..., Checked]
_BATCH = 5_000
_EVENTS_RULES = "events-3"


@dataclass(frozen=True)
class _Outcome:
    """What a check gave, whatever kind of file it was."""

    taken: bool
    rows: int
    set_aside: int
    ruleset: str
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    tables: Mapping[str, pa.Table]
    quantiles: pa.Table | None = None


def check_submission(house: House, *, submission: str, now: datetime, check: Check = check_in_child) -> None:
    """Check the file and store what was found. Does nothing when that was done already."""
    with house.sessions() as session:
        row = submissions.one(session, submission)
        if row.checked:
            return
        situation = situation_of(session, row, now)
    path = files.path(house.data, row.file_sha256)
    with progress.lying(house.data, submission) as file:
        telling = Telling(file)
        if row.dataset == "item-events":
            outcome = _events(house, row, path, telling, now)
        else:
            outcome = _figures(house, row, path, situation, partial(check, telling=telling))
        with house.sessions.begin() as session:
            audit.lock(session)
            row = submissions.one(session, submission)
            if not row.checked and row.state is State.DRAFT:
                _keep(session, row, outcome, now, telling)


def _figures(house: House, row: SubmissionRow, path: Path, situation: Situation, check: Check) -> _Outcome:
    checked = check(path, row.dataset, situation, house.limits, encoding=row.encoding)
    tables = {row.dataset: checked.table} if checked.table is not None else {}
    taken = checked.outcome == "taken"
    return _Outcome(taken, checked.rows, 0, checked.ruleset, checked.findings, checked.counts, tables)


def _events(house: House, row: SubmissionRow, path: Path, telling: Telling, now: datetime) -> _Outcome:
    telling.at("reading")
    folder = house.data / "scans"
    folder.mkdir(exist_ok=True)
    clock = now.astimezone(UTC).replace(tzinfo=None)
    with profile_of(house, row.member, row.profile, folder) as profile:
        derived = derive_in_child(path, profile, member=row.member, folder=folder, limits=house.limits, now=clock)
    taken = derived.outcome == "taken"
    tables = figure_tables(derived) if taken else {}
    aside = sum(derived.set_aside.values())
    return _Outcome(
        taken, derived.read, aside, _EVENTS_RULES, derived.findings, derived.set_aside, tables, derived.quarters
    )


@contextmanager
def profile_of(house: House, member: str, profile: str | None, folder: Path) -> Iterator[str]:
    """The name of a shipped profile, or the path of the member's own, which lies there meanwhile."""
    if profile is None or "@" not in profile:
        yield profile or PLAIN_PROFILE
        return
    with house.sessions() as session:
        content = profiles.one(session, member, profile).content
    with tempfile.TemporaryDirectory(prefix="profile-", dir=folder) as name:
        written = Path(name) / "own.toml"
        written.write_text(content, encoding="utf-8")
        yield str(written.resolve())


def _keep(session: Session, row: SubmissionRow, outcome: _Outcome, now: datetime, telling: Telling) -> None:
    periods: dict[tuple[str, str], int] = {}
    if outcome.taken:
        for dataset, table in outcome.tables.items():
            _rows(session, row.id, dataset, table, periods, telling)
        if outcome.quantiles is not None:
            keeping.add_quantiles(session, row.id, outcome.quantiles.to_pylist())
    keeping.add_periods(session, row.id, periods)
    telling.at("history")
    replaced = submissions.standing_for(
        session, member=row.member, dataset=row.dataset, periods=[period for _, period in periods]
    )
    history = doubts_of(session, row, periods, replaced, now) if outcome.taken else ()
    findings, counts = (*outcome.findings, *history), Counter(outcome.counts)
    for one in history:
        counts[one.code] += 1 + one.more
    keeping.add_findings(session, row.id, findings)
    values = {
        "checked_at": now, "rows": outcome.rows, "set_aside": outcome.set_aside, "ruleset": outcome.ruleset,
        "outcome": "taken" if outcome.taken else "refused", "counts": json.dumps(dict(counts), sort_keys=True),
        "errors": _count(findings, Severity.ERROR, Severity.REFUSED),
        "warnings": _count(findings, Severity.WARNING),
        "previous": replaced[0].id if replaced else None, "version": replaced[0].version + 1 if replaced else 1,
    }  # fmt: skip
    if outcome.taken:
        keeping.note(session, row, **values)
    else:
        keeping.change(session, row, State.REFUSED, **values)
    audit.write(
        session, at=now, actor=None, action="submission.check", object=f"submission:{row.id}", region=row.region,
        member=row.member, details={"outcome": values["outcome"], "rows": outcome.rows, "ruleset": outcome.ruleset},
    )  # fmt: skip


def _rows(
    session: Session, id: str, dataset: str, table: pa.Table, periods: dict[tuple[str, str], int], telling: Telling
) -> None:
    """Keep the rows in pieces, and count them by period on the way."""
    # An empty file of disruptions says that there were none: it counts as well.
    if dataset == "disruptions":
        periods[dataset, ""] = table.num_rows
    place, kept = 1, 0
    for rows in _pieces(table):
        telling.at("keeping", kept, 100 * kept // table.num_rows)
        kept += len(rows)
        if dataset != "disruptions":
            for row in rows:
                key = (dataset, str(row["month" if dataset in FIGURES else "quarter"]))
                periods[key] = periods.get(key, 0) + 1
        place = keeping.add_rows(session, id, dataset, rows, place)


def _pieces(table: pa.Table) -> Iterator[list[dict[str, object]]]:
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield batch.to_pylist()


def _count(findings: tuple[Finding, ...], *severities: Severity) -> int:
    return sum(1 + found.more for found in findings if found.severity in severities)
