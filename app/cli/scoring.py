"""`barid score`: a table scored by a method file, and the change of a unit's index taken apart."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

MOST_DRAWS = 1_000_000


def score(call: argparse.Namespace) -> int:
    """Write the scores; 0 done, 2 a file or a call that cannot be used: then nothing is written."""
    from app.actions.score_by_hand import COLUMNS, score_by_hand, score_rows, write_rows
    from app.actions.trace_scores import TRACE, trace_rows

    missing = [f"--{name}" for name in ("method", "data", "out") if getattr(call, name) is None]
    if missing:
        return _refuse(f"{', '.join(missing)} missing; see barid score --help")
    fault = _no_file(call.method, call.data) or _no_folder(call.out, call.trace)
    if call.draws is not None and not 1 <= call.draws <= MOST_DRAWS:
        fault = f"--draws must be between 1 and {MOST_DRAWS:,}"
    if fault:
        return _refuse(fault)
    try:
        index, scored = score_by_hand(call.method, call.data)
    except ValueError as error:
        return _refuse(str(error))
    _note_absent([leaf.code for leaf in index.indicators if leaf.code not in scored.table.columns])
    header: tuple[str, ...] = COLUMNS
    rows = list(score_rows(index, scored))
    if call.draws is not None:
        from app.actions.draw_scores import BANDS, band_columns, with_bands

        try:
            bands = band_columns(index, scored, draws=call.draws, seed=call.seed)
        except ValueError as error:
            return _refuse(str(error))
        header = (*COLUMNS, *BANDS)
        rows = with_bands(rows, index.root.code, bands, len(rows) // len(scored.table))
    write_rows(call.out, header, rows)
    if call.trace is not None:
        write_rows(call.trace, TRACE, trace_rows(index, scored))
    return 0


def explain(call: argparse.Namespace) -> int:
    """Print the parts of a change; 0 done, 1 there is no change to explain, 2 a file or call that cannot be used."""
    from app.actions.explain_by_hand import explain_by_hand

    given = [call.method, call.data, *(path for path in (call.from_method, call.from_data) if path is not None)]
    fault = _no_file(*given)
    if fault:
        return _refuse(fault)
    try:
        told = explain_by_hand(
            method=call.method,
            data=call.data,
            unit=call.unit,
            periods=(call.first, call.second),
            earlier_method=call.from_method,
            earlier_data=call.from_data,
        )
    except (ValueError, LookupError) as error:
        return _refuse(str(error.args[0] if error.args else error))
    if call.json:
        print(json.dumps(told.as_json(), ensure_ascii=False))
    else:
        print("\n".join(told.as_lines()))
    return 0 if told.change is not None else 1


def _refuse(told: str) -> int:
    print(f"barid score: {told}", file=sys.stderr)
    return 2


def _no_file(*paths: Path) -> str | None:
    """What to say when one of the files is not there."""
    return next((f"there is no file {path}" for path in paths if not path.is_file()), None)


def _no_folder(*paths: Path | None) -> str | None:
    """What to say when a file could not be written where it is wanted."""
    for path in paths:
        if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
            return f"{path} cannot be written: there is no folder for it, or it is one"
    return None


def _note_absent(codes: list[str]) -> None:
    if codes:
        print(f"barid score: no column for {', '.join(codes)}: missing for every unit", file=sys.stderr)
