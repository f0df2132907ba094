"""One edition: 192 members x 35 indicators from 12 months of figures by product and 20 partners.

Promise: under 10 s and 1 GiB, from rows in the database to results in the database.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import Connection, Table, insert, select, update  # noqa: E402

from app.actions import demo_answers, demo_figures  # noqa: E402
from app.actions.declare_cycle import declare_cycle  # noqa: E402
from app.actions.declare_member import declare_member  # noqa: E402
from app.actions.declare_region import declare_region  # noqa: E402
from app.actions.demo_members import Profile  # noqa: E402
from app.actions.enrol_person import enrol_person  # noqa: E402
from app.actions.house import House, open_house  # noqa: E402
from app.actions.limits import limits_of  # noqa: E402
from app.actions.recompute import recompute  # noqa: E402
from app.domain.measures import FIGURES  # noqa: E402
from app.domain.members import Member, Names, Region  # noqa: E402
from app.domain.periods import Cycle, Quarter  # noqa: E402
from app.handbook import partners  # noqa: E402
from app.storage import db, tables  # noqa: E402
from bench.machine import state, table  # noqa: E402

MEMBERS, PARTNERS = 192, 20
LAST = Quarter(2026, 4)
NOW = datetime(2027, 3, 1, tzinfo=UTC)


def members() -> list[str]:
    """So many codes of our own making; which countries they are does not matter here."""
    return sorted(partners())[:MEMBERS]


def fill(house: House) -> int:
    """Cycle, region, members, one person, and accepted submissions with their rows; how many rows of figures."""
    declare_cycle(house, cycle=Cycle("bench", Quarter(2026, 1), LAST), now=NOW)
    declare_region(house, region=Region("world", Names("world", "world", "world")), cycle="bench", now=NOW)
    codes, total = members(), 0
    for code in codes:
        names = Names(code, code, code)
        declare_member(house, member=Member(code, f"X{code}", "world", names, f"Post of {code}"), now=NOW)
    person = enrol_person(
        house, email="bench@example.org", name="Bench", password="no-one-signs-in-here", region="world", now=NOW
    )
    with house.sessions.begin() as session:
        connection = session.connection()
        for number, code in enumerate(codes):
            total += _fill_member(connection, number, code, codes, person)
    return total


def _fill_member(connection: Connection, number: int, code: str, codes: list[str], person: str) -> int:
    corridors = tuple(codes[(number + step) % MEMBERS] for step in range(1, PARTNERS + 1))
    quality = random.Random(code).uniform(0.1, 0.95)
    profile = Profile(code, quality, 40, 0.3, corridors[:6])
    total = 0
    for place, dataset in enumerate(FIGURES):
        rows = []
        for quarter in (LAST.back(3), LAST.back(2), LAST.back(1), LAST):
            six = [demo_figures.figures(profile, dataset, quarter)]
            rows += [row | {"partner": p} for p in corridors for row in six[0] if row["partner"] == corridors[0]]
        total += _store(connection, number * 5 + place, code, dataset, tables.figures[dataset], rows, person)
    answers = [row for quarter in (LAST.back(3), LAST) for row in demo_answers.preparedness(profile, quarter)]
    answers = [row | {"answer": row["answer"] or None, "count": row["count"] or None} for row in answers]
    _store(connection, number * 5 + 3, code, "preparedness", tables.preparedness, answers, person)
    _store(connection, number * 5 + 4, code, "disruptions", tables.disruption, [], person)
    return total


def _store(
    connection: Connection,
    number: int,
    code: str,
    dataset: str,
    into: Table,
    rows: list[dict[str, object]],
    person: str,
) -> int:
    """One accepted submission with its rows, as the actions would have stored them."""
    sent = datetime(2027, 1, 20, tzinfo=UTC) + timedelta(seconds=number)
    submission = str(uuid.UUID(int=number + 1))
    connection.execute(
        insert(tables.submission).values(
            id=submission, number=number + 1, member=code, dataset=dataset, state="draft", version=1, reason="",
            language="en", file_sha256=f"{number:064x}", file_name="bench.csv", file_size=1, sent_by=person,
            received_at=sent, checked_at=sent, submitted_at=sent, submitted_by=person, decided_at=sent,
            decided_by=person, decision="", late=False, rows=len(rows), set_aside=0, outcome="taken", ruleset="2026.1",
            errors=0, warnings=0, counts="{}",
        )
    )  # fmt: skip
    periods = sorted({str(row.get("month") or row.get("quarter")) for row in rows})
    for period in periods:
        connection.execute(
            insert(tables.submission_period).values(submission=submission, dataset=dataset, period=period, rows=1)
        )
    names = {column.name for column in into.columns}
    kept = [
        {k: (None if v == "not-applicable" else v) for k, v in row.items() if k in names}
        | {"submission": submission, "place": place, "line": place + 2}
        for place, row in enumerate(rows)
    ]
    if kept:
        connection.execute(insert(into), kept)
    # The database takes rows of a draft alone.
    this = tables.submission.c.id == submission
    connection.execute(update(tables.submission).where(this).values(state="accepted"))
    return len(kept)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        db.migrate(url)
        house = open_house(url, data=Path(folder), limits=limits_of())
        begun = time.perf_counter()
        rows = fill(house)
        filled = time.perf_counter() - begun
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        begun = time.perf_counter()
        recompute(house, regions=["world"], quarters=[LAST], now=NOW)
        seconds = time.perf_counter() - begun
        begun = time.perf_counter()
        recompute(house, regions=["world"], quarters=[LAST], now=NOW)
        again = time.perf_counter() - begun
        with house.sessions() as session:
            scored = len(session.execute(select(tables.result_member.c.member)).all())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(state(".venv/bin/python bench/edition_speed.py", "sqlalchemy", "pandas"))
    print(f"{MEMBERS} members, 35 indicators, {PARTNERS} partners, 3 products, 12 months: {rows:,} rows on SQLite\n")
    print(
        table(
            ("step", "seconds", "note"),
            [
                ("fill (not part of the promise)", f"{filled:.1f}", f"peak {before:.0f} MiB"),
                ("one quarter scored and stored", f"{seconds:.2f}", f"{scored} results, peak {peak:.0f} MiB"),
                ("the same again (nothing changed)", f"{again:.2f}", ""),
            ],
        )
    )


if __name__ == "__main__":
    main()
