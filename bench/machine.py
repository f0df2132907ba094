"""The state of the machine, printed above every table, so that figures can be compared."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import version


def state(command: str, *packages: str) -> str:
    """Cores, load, memory, versions, and the command that repeats the table."""
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    told = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"machine: {os.cpu_count()} cores, {memory:.1f} GiB, load {load}; {platform.system()} {platform.machine()}, "
        f"Python {sys.version.split()[0]}; {told}\nrepeat:  {command}\n"
    )


def table(header: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """A plain table with aligned columns."""
    cells = [header, *(tuple(str(cell) for cell in row) for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
