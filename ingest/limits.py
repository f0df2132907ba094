"""How much one file may ask of us. Numbers come from the settings; these are the defaults of docs/running.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one check. Bytes, rows, cells, characters and seconds as named; `max_listed`: findings of one code in
    one column that are listed and not only counted."""

    max_csv_bytes: int = 64 * 2**20
    max_workbook_bytes: int = 10 * 2**20
    max_rows: int = 500_000
    max_workbook_rows: int = 200_000
    max_cells: int = 10_000_000
    max_columns: int = 200
    max_cell_chars: int = 1_000
    max_findings: int = 500
    max_listed: int = 20
    max_unpacked_bytes: int = 100 * 2**20
    max_part_bytes: int = 50 * 2**20
    max_ratio: int = 150
    max_parts: int = 200
    max_sheets: int = 20
    cpu_seconds: int = 20
    wall_seconds: int = 30
    memory_bytes: int = 1536 * 2**20
    max_set_aside: float = 0.20
    events_cpu_seconds: int = 4 * 3_600
    events_wall_seconds: int = 3_600
    events_memory_bytes: int = 6 * 2**30
