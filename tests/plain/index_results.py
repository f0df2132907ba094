"""How tests score a table: by the slow implementation or by the command; and where two results differ."""

import csv
import math
import subprocess
import sys

from plain.index_scores import COLUMNS, score_table
from plain.random_methods import to_csv, to_toml

from app.actions.score_by_hand import COLUMNS as SCORES
from app.actions.score_by_hand import score_by_hand, score_rows, write_rows

NUMBERS = ("value", "coverage", "lower", "upper", "rank")


def by_plain(method, rows, folder):
    """The table as the slow implementation scores it; nothing is written into the folder."""
    return score_table(method, rows)


def by_command(method, rows, folder):
    """The table as `barid score` scores it, started as a whole command."""
    paths = [folder / "method.toml", folder / "data.csv", folder / "scores.csv"]
    paths[0].write_text(to_toml(method), encoding="utf-8")
    paths[1].write_text(to_csv(method, rows), encoding="utf-8")
    options = zip(("--method", "--data", "--out"), map(str, paths), strict=True)
    command = [sys.executable, "-m", "app.cli", "score", *(word for option in options for word in option)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert answer.returncode == 0, answer.stderr
    return read_scores(paths[2])


def by_engine(method, rows, folder):
    """The table as the engine behind the command scores it, in this process."""
    paths = [folder / "method.toml", folder / "data.csv", folder / "scores.csv"]
    paths[0].write_text(to_toml(method), encoding="utf-8")
    paths[1].write_text(to_csv(method, rows), encoding="utf-8")
    index, scored = score_by_hand(paths[0], paths[1])
    write_rows(paths[2], SCORES, score_rows(index, scored))
    return read_scores(paths[2])


def read_scores(path):
    """SCORES.csv with its numbers as numbers and None where a cell is empty."""
    with path.open(encoding="utf-8", newline="") as source:
        reader = csv.DictReader(source)
        assert tuple(reader.fieldnames) == COLUMNS
        rows = list(reader)
    for row in rows:
        row["level"] = int(row["level"])
        row["reason"] = row["reason"] or None
        row |= {name: float(row[name]) if row[name] else None for name in NUMBERS}
    return rows


def keyed(table):
    """{(unit, period, code): result}, each once."""
    found = {(row["unit"], row["period"], row["code"]): row for row in table}
    assert len(found) == len(table)
    return found


def close(one, other, tolerance=1e-9):
    if one is None or other is None:
        return one is other
    return math.isfinite(other) and abs(one - other) <= tolerance * max(1.0, abs(one), abs(other))


def differences(expected, got):
    """A line for each result that differs: numbers by more than 1e-9 relative, the rest at all."""
    expected, got = keyed(expected), keyed(got)
    if expected.keys() != got.keys():
        return [f"only in one of them: {sorted(expected.keys() ^ got.keys())[:10]}"]
    found = []
    for key, one in expected.items():
        other = got[key]
        same = {name: close(one[name], other[name]) for name in ("value", "coverage", "lower", "upper")}
        same |= {name: one[name] == other[name] for name in ("level", "reason")}
        found += [f"{key} {name}: {one[name]} is {other[name]}" for name, equal in same.items() if not equal]
    blurred = blurred_groups(expected, got)
    for (unit, period, code), one in expected.items():
        theirs = got[unit, period, code]["rank"]
        if (period, code) in blurred:
            if (one["rank"] is None) != (theirs is None):
                found.append(f"{(unit, period, code)} rank: {one['rank']} is {theirs}")
        elif one["rank"] != theirs:
            found.append(f"{(unit, period, code)} rank: {one['rank']} is {theirs}")
    return found


def blurred_groups(expected, got):
    """(period, code) where two values are so near, but not the same, that rounding errors may settle their order."""
    groups = {}
    for key in expected:
        if expected[key]["value"] is not None and got[key]["value"] is not None:
            groups.setdefault(key[1:], []).append((expected[key]["value"], got[key]["value"]))
    blurred = set()
    for group, pairs in groups.items():
        pairs.sort()
        for (a, x), (b, y) in zip(pairs, pairs[1:], strict=False):
            if close(a, b) and (a != b or x != y):
                blurred.add(group)
    return blurred
