"""Made files of item events for `bench/events.py`: EMSEVT-like, nine columns, in the order of time, with known faults.

`write(path, rows, dialect)` writes the file and, beside it, `NAME.faults.csv` with the line, column and code of every
bad cell: 0.4 % of the rows, sixteen kinds. Quoted separators, doubled quotes and line ends in quotes are no faults.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

HEADER = ("item_id", "event_code", "event_ts", "office", "origin", "dest", "mail_class", "weight_kg", "remark")
PROFILE = """
name = "made"
separators = [",", ";"]
{encoding}
zone = "Asia/Riyadh"
formats = ["iso"]
measures = ["items_arrived", "identifiers_valid_s10"]
[columns]
item = "item_id"
event = "event_code"
time = "event_ts"
office = "office"
origin = "origin"
destination = "dest"
product = "mail_class"
weight = "weight_kg"
[products]
U = "letter"
C = "parcel"
E = "ems"
"""
COUNTRIES = [f"{pair[0]}{pair[1]}" for pair in zip("ABDDEIJKKLLMMOPQSSSSTY", "EHJZGQOMWBYARMSAADOYNE", strict=True)]
ORIGINS = [*COUNTRIES, "CN", "DE", "FR", "GB", "TR", "US"]
CODES = ["EMA", "EMB", "EMC", "EMD", "EDB", "EDC", "EMF", "EMG", "EMH", "EMI"]
CLASSES, PREFIXES = ["U", "C", "E"], ["RR", "CP", "EE"]
OFFICES = [f"{country}{place}A" for country in ORIGINS for place in ("AAA", "BBB", "CCC")]
REMARKS = ["", "", "", "ok", "fragile", "تم التسليم", "أعيد إلى المكتب", "handle with care"]
QUOTED = ['"{sep} left, right"', '"say ""hello"""', '"first{eol}second"', '"شارع ١, رقم ٢"', '"{eol}{eol}"']
SHARE, PER_ITEM = 0.004, 6.9
FUTURE = "2041-05-06T07:08:09"
SERIAL_WEIGHTS = np.array([8, 6, 4, 2, 3, 5, 9, 7])
_CHUNK = 500_000

KINDS = (
    ("item_id", "EVT_S10_CHECK"), ("item_id", "EVT_S10_FORM"), ("item_id", "EVT_S10_PREFIX"),
    ("item_id", "EVT_S10_ISSUER"), ("item_id", "EVT_ITEM_MISSING"), ("event_ts", "EVT_TIME_IMPOSSIBLE"),
    ("event_ts", "EVT_TIME_UNREADABLE"), ("event_ts", "EVT_TIME_FUTURE"), ("event_code", "EVT_CODE_UNKNOWN"),
    ("office", "EVT_OFFICE_FORM"), ("dest", "EVT_COUNTRY_UNKNOWN"), ("mail_class", "EVT_PRODUCT_UNKNOWN"),
    ("weight_kg", "EVT_WEIGHT_UNREADABLE"), ("", "EVT_CELL_COUNT"), ("", "EVT_CELL_COUNT"), ("", "EVT_QUOTING"),
)  # fmt: skip


@dataclass(frozen=True)
class Dialect:
    name: str
    separator: str
    end: str
    codec: str
    decimal: str = "."
    arabic_digits: bool = False

    @property
    def profile(self) -> str:
        encoding = f'encoding = "{self.codec}"' if self.codec.startswith("windows") else ""
        return PROFILE.format(encoding=encoding)


DIALECTS = (
    Dialect("utf-8", ",", "\n", "utf-8"),
    Dialect("windows-1256", ";", "\r\n", "windows-1256", decimal=","),
    Dialect("arabic-digits", ";", "\r\n", "utf-8-sig", decimal="٫", arabic_digits=True),
)
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def write(path: Path, rows: int, dialect: Dialect, seed: int = 7) -> None:
    """The file, its faults and its profile (`NAME.toml`). Same arguments, same bytes."""
    random = np.random.default_rng(seed)
    columns = _scans(random, rows)
    line = 2
    faults_path = path.with_suffix(".faults.csv")
    with path.open("wb") as out, faults_path.open("w", encoding="utf-8", newline="") as listed:
        faults = csv.writer(listed)
        out.write((dialect.separator.join(HEADER) + dialect.end).encode(dialect.codec))
        for at in range(0, rows, _CHUNK):
            cells = _cells(random, {name: values[at : at + _CHUNK] for name, values in columns.items()}, dialect)
            lines = pc.binary_join_element_wise(*cells, dialect.separator).to_pylist()
            begins = line + np.concatenate(([0], np.cumsum([1 + text.count("\n") for text in lines])))
            for row in np.flatnonzero(random.random(len(lines)) < SHARE).tolist():
                kind = int(random.integers(len(KINDS)))
                spoilt = _spoilt(lines[row], kind, dialect)
                if spoilt is not None:
                    lines[row] = spoilt
                    faults.writerow([begins[row], *KINDS[kind]])
            line = int(begins[-1])
            codec = "utf-8" if dialect.codec == "utf-8-sig" else dialect.codec
            out.write((dialect.end.join(lines) + dialect.end).encode(codec))
    path.with_suffix(".toml").write_text(dialect.profile, encoding="utf-8")


def _scans(random: np.random.Generator, rows: int) -> dict[str, np.ndarray]:
    """Which item was scanned when with which event; each item walks the pipeline and stops somewhere."""
    items = int(rows / PER_ITEM) + 1
    item = np.sort(random.integers(0, items, rows))
    first = np.searchsorted(item, item)
    step = np.minimum(np.arange(rows) - first, len(CODES) - 1)
    start = random.integers(0, 330 * 86_400, items)
    seconds = start[item] + step * 40_000 + random.integers(0, 30_000, rows)
    order = np.argsort(seconds, kind="stable")
    return {"item": item[order], "step": step[order], "seconds": seconds[order]}


def _cells(random: np.random.Generator, part: dict[str, np.ndarray], dialect: Dialect) -> list[pa.Array]:
    item, count = part["item"], len(part["item"])
    product, origin, dest = item % 3, (item // 3) % len(ORIGINS), (item // 7) % len(COUNTRIES)
    times = np.datetime64("2025-01-01T00:00:00") + part["seconds"].astype("timedelta64[s]")
    stamps = pa.array(np.datetime_as_string(times).astype(object), pa.string())
    grams = random.integers(20, 30_000, count)
    whole, rest = (pa.array(values).cast(pa.string()) for values in (grams // 1000, grams % 1000))
    weights = pc.binary_join_element_wise(whole, pc.utf8_lpad(rest, 3, "0"), dialect.decimal)
    remarks = random.integers(0, len(REMARKS), count)
    special = np.flatnonzero(random.random(count) < 0.002)
    end = dialect.end
    texts = [*REMARKS, *(text.replace("{eol}", end).replace("{sep}", dialect.separator) for text in QUOTED)]
    if dialect.codec.startswith("windows"):
        texts = [text.replace("١", "1").replace("٢", "2") for text in texts]
    remarks[special] = len(REMARKS) + random.integers(0, len(QUOTED), len(special))
    if dialect.arabic_digits:
        weights = _in_arabic(weights, np.ones(count, bool))
        stamps = _in_arabic(stamps, random.random(count) < 0.1)
    return [
        _identifiers(item, product, origin),
        _chosen(CODES, part["step"]),
        stamps,
        _chosen(OFFICES, (origin * 3 + part["step"] % 3)),
        _chosen(ORIGINS, origin),
        _chosen(COUNTRIES, dest),
        _chosen(CLASSES, product),
        weights,
        _chosen(texts, remarks),
    ]


def _chosen(names: list[str], at: np.ndarray) -> pa.Array:
    return pa.array(names, pa.string()).take(pa.array(at))


def _identifiers(item: np.ndarray, product: np.ndarray, origin: np.ndarray) -> pa.Array:
    digits = (item[:, None] // 10 ** np.arange(7, -1, -1)) % 10
    check = 11 - (digits @ SERIAL_WEIGHTS) % 11
    check = np.where(check == 10, 0, np.where(check == 11, 5, check))
    serial = pc.utf8_lpad(pa.array(item * 10 + check).cast(pa.string()), 9, "0")
    return pc.binary_join_element_wise(_chosen(PREFIXES, product), serial, _chosen(ORIGINS, origin), "")


def _in_arabic(texts: pa.Array, rows: np.ndarray) -> pa.Array:
    turned = "\n".join(texts.filter(pa.array(rows)).to_pylist()).translate(_ARABIC).split("\n")
    return pc.replace_with_mask(texts, pa.array(rows), pa.array(turned, pa.string()))


def _spoilt(line: str, kind: int, dialect: Dialect) -> str | None:
    """The line with one fault of that kind; None for a line with quotes, which is left alone."""
    if '"' in line:
        return None
    cells = line.split(dialect.separator)
    item, stamp = cells[0], cells[2].translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    changes = {
        0: (0, item[:10] + str((int(item[10]) + 1) % 10) + item[11:]),
        1: (0, item[:5] + item[6:]),
        2: (0, "J" + item[1:]),
        3: (0, item[:11] + "ZZ"),
        4: (0, ""),
        5: (2, stamp[:5] + "02-30" + stamp[10:]),
        6: (2, f"{stamp[8:10]}/{stamp[5:7]}/{stamp[:4]} {stamp[11:16]}"),
        7: (2, FUTURE),
        8: (1, cells[1].lower()),
        9: (3, "Main office"),
        10: (5, "Egypt"),
        11: (6, "X"),
        12: (7, "-" + cells[7]),
        13: (7, None),
        14: (8, cells[8] + dialect.separator + "more"),
        15: (8, '"no"end'),
    }
    place, cell = changes[kind]
    cells[place : place + 1] = [] if cell is None else [cell]
    return dialect.separator.join(cells)
