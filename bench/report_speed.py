"""PDFs of one member and of the region, first and after; drafts of the demo's third quarter.

Promise: a member's PDF under 0.5 s after the first. Wants the demo: `.venv/bin/barid demo --load-only`.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from app import settings  # noqa: E402
from app.actions.house import open_house  # noqa: E402
from app.actions.issue_report import issue_report  # noqa: E402
from app.actions.limits import limits_of  # noqa: E402
from app.domain.periods import Quarter  # noqa: E402
from app.handbook import members  # noqa: E402
from bench.machine import state, table  # noqa: E402

QUARTER = Quarter(2026, 3)  # not published: its report is made each time, never taken from the shelf


def main() -> None:
    """Print the table."""
    read = settings.load()
    house = open_house(read.database_url, data=read.data, limits=limits_of())
    now, lines = datetime.now(UTC), []
    codes = [member.code for member in members()[1] if member.region == "arab"]
    for language in ("en", "fr", "ar"):
        times = []
        for code in codes[:8]:
            begun = time.perf_counter()
            pdf = issue_report(house, member=code, quarter=QUARTER, language=language, draft=True, now=now)
            times.append(time.perf_counter() - begun)
        size = f"{len(pdf) / 1024:.0f}"
        lines.append(
            (f"member, {language}", f"{times[0]:.2f}", f"{median(times[1:]):.2f}", f"{max(times[1:]):.2f}", size)
        )
    begun = time.perf_counter()
    pdf = issue_report(house, region="arab", quarter=QUARTER, language="en", draft=True, now=now)
    first = time.perf_counter() - begun
    lines.append(("region, en", f"{first:.2f}", "", "", f"{len(pdf) / 1024:.0f}"))
    print(state(".venv/bin/python bench/report_speed.py", "typst"))
    print(table(("report", "first, s", "after: median, s", "after: longest, s", "KiB"), lines))


if __name__ == "__main__":
    main()
