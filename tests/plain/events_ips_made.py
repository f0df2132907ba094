"""A made export in the form of the International Postal System, with the traits and the dirt of real ones.

Semicolons, CR LF, cells padded with blanks, letters lost before the export, half of the identifiers in forms of the
operator's own, few customs events and those often of the same minute, some sequences backwards. The dirt is what
exports pick up on their way: headers repeated where files were put together, the footer of a query, NULL for nothing.
"""

# ruff: noqa: DTZ001 - the file has no zones

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from ingest.identifiers import check_digit

LOST = "�"
HEADER = ("RECPTCL_FID", "MAILITM_FID", "EVENT_TYPE_NM", "date", f"{LOST}tablissement_postal", "EVENT_TYPE_CD",
          f"Prochain_{LOST}tablissement")  # fmt: skip
WIDTHS = (29, 13, 60, 23, 6, 5, 6)
COLUMN = dict(zip(("bag", "item", "name", "time", "office", "code", "next"), HEADER, strict=True))
START = datetime(2023, 6, 20)
SHORT = timedelta(minutes=1)
_PREFIXES = ("CP", "CC", "RR", "LX", "UA", "EE", "JJ")
_NAMES = {30: f"Arriv{LOST}e au bureau d'{LOST}change (Inb)", 37: 'Livraison "finale" (Inb)'}

Row = tuple[str, str, int, datetime]
"""Receptacle, item, code and time."""


def rows(items: int, seed: int) -> list[Row]:
    """The scans of so many items, in the order of their time."""
    random = Random(seed)  # noqa: S311 - a made file
    found: list[Row] = []
    for number in range(items):
        posted = START + timedelta(minutes=random.randrange(60 * 24 * 70))
        found += _outbound(random, number, posted) if random.random() < 0.15 else _inbound(random, number, posted)
    return sorted(found, key=lambda row: row[3])


def _identifier(random: Random, number: int, country: str) -> str:
    kind = random.random()
    if kind < 0.5:
        serial = f"{number:08}"
        wrong = random.random() < 0.02
        check = check_digit(serial)
        return f"{random.choice(_PREFIXES)}{serial}{(int(check) + wrong) % 10}{country}"
    return f"1A{19402000000 + number}" if kind < 0.75 else f"{4006381000000 + number}"


def _bag(random: Random, origin: str, destination: str, number: int) -> str:
    kind = random.choice(("UN", "CN", "EN", "TN"))
    return f"{origin}{destination}A{kind}3{number % 10000:04}{number % 900 + 1:03}10{random.randrange(400):04}"


def _inbound(random: Random, number: int, posted: datetime) -> list[Row]:
    origin = random.choice(("FRCDGA", "CNCANA", "EGCAIA", "AEDXBA"))
    item = _identifier(random, number, origin[:2])
    bag = _bag(random, origin, "MACASA" if random.random() < 0.9 else "TNTUNA", number)
    arrived = posted + timedelta(days=random.randrange(2, 9), minutes=random.randrange(600))
    steps = [(12, posted), (30, arrived)]
    at = arrived
    if random.random() < 0.11:
        steps.append((31, at := at + timedelta(hours=random.randrange(1, 30))))
        if random.random() < 0.3:
            steps.append((34, at + SHORT))
        together = random.random() < 0.6
        stay = timedelta(0) if together else timedelta(minutes=int(random.expovariate(1 / 9000)))
        if random.random() < 0.85:
            steps.append((38, at := at + stay))
        elif random.random() < 0.7:
            return [(bag, item, code, when) for code, when in steps]
    steps.append((35, at := at + timedelta(hours=random.randrange(1, 20))))
    steps += [(code, at + timedelta(minutes=code)) for code in (70, 71, 72, 73, 32, 74) if random.random() < 0.3]
    if random.random() < 0.4:
        steps.append((39, at + timedelta(hours=1)))
    ending = random.random()
    at += timedelta(days=random.randrange(0, 40 if ending < 0.1 else 6), hours=random.randrange(2, 12))
    if ending < 0.25:
        steps.append((36, at))
    if ending > 0.9:
        steps.append((75, at))
    if ending < 0.9:
        steps.append((37 if random.random() < 0.97 else 76, at + timedelta(hours=random.choice((0, 0, 25)))))
    if random.random() < 0.03:
        steps[1], steps[-1] = (steps[1][0], steps[-1][1]), (steps[-1][0], steps[1][1])
    steps += [steps[1]] * (random.random() < 0.05)
    return [("" if random.random() < 0.2 else bag, item, code, when) for code, when in steps]


def _outbound(random: Random, number: int, posted: datetime) -> list[Row]:
    item = _identifier(random, number, "MA")
    bag = _bag(random, "MACASA", random.choice(("FRCDGA", "ESMADA")), number)
    steps = [(1, posted), (3, posted + timedelta(hours=9))]
    if random.random() < 0.3:
        steps += [(4, posted + timedelta(hours=10)), (6, posted + timedelta(hours=11))]
        steps += [(7, posted + timedelta(hours=15))]
    if random.random() < 0.1:
        steps.append((15, posted + timedelta(hours=16)))
    elif random.random() < 0.9:
        steps += [(8, posted + timedelta(hours=20)), (12, posted + timedelta(hours=30))]
    return [(bag if code in (8, 12) else "", item, code, when) for code, when in steps]


def line(random: Random, row: Row) -> str:
    """The row as the export writes it."""
    bag, item, code, when = row
    time = f"{when:%Y-%m-%d %H:%M:%S}" + (".000" if random.random() < 0.9 else "")
    name = _NAMES.get(code, f"{LOST}v{LOST}nement {code}")
    cells = (bag, item, name, time, "MACASA", str(code), "NULL" if code == 37 else "MACMNA")
    return ";".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))


def dirt(row: Row) -> list[tuple[str, str, str | None]]:
    """Lines that are no scans: the line, the code of its finding and the column; "" for one that is no row at all."""
    bag, item, _, when = row
    good = (bag, item, "x", f"{when:%Y-%m-%d %H:%M:%S}", "MACASA", "30", "")
    at = dict(zip(COLUMN, range(len(HEADER)), strict=True))

    def changed(**cells: str) -> str:
        return ";".join({at[name]: text for name, text in cells.items()}.get(n, cell) for n, cell in enumerate(good))

    return [
        (";".join(HEADER), "EVT_CODE_UNKNOWN", COLUMN["code"]),
        (";".join("-" * width for width in WIDTHS), "EVT_CODE_UNKNOWN", COLUMN["code"]),
        ("", "", None),
        ("(123 rows affected)", "EVT_CELL_COUNT", None),
        ("      ", "EVT_CELL_COUNT", None),
        (";" * 6, "EVT_ITEM_MISSING", COLUMN["item"]),
        (changed(item="NULL "), "EVT_ITEM_MISSING", COLUMN["item"]),
        (changed(item="4.00638E+12"), "EVT_ITEM_ROUNDED", COLUMN["item"]),
        (changed(item="4,00638e+12"), "EVT_ITEM_ROUNDED", COLUMN["item"]),
        (changed(code="NULL"), "EVT_CODE_UNKNOWN", COLUMN["code"]),
        (changed(code="99"), "EVT_CODE_UNKNOWN", COLUMN["code"]),
        (changed(time=" NULL"), "EVT_TIME_MISSING", COLUMN["time"]),
        (changed(time="2023-02-30 10:00:00.000"), "EVT_TIME_IMPOSSIBLE", COLUMN["time"]),
        (changed(time="04/07/2023 05:00"), "EVT_TIME_UNREADABLE", COLUMN["time"]),
        (changed() + ";", "EVT_CELL_COUNT", None),
        (";".join(good[:-1]), "EVT_CELL_COUNT", None),
        (changed(name='"never closed'), "EVT_QUOTING", None),
    ]
