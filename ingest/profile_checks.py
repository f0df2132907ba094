"""What a mapping profile may say: its keys, and the checks that it does not contradict itself or grow without end."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import available_timezones

from app.domain.encodings import ENCODINGS
from app.domain.measures import MEASURES
from app.domain.members import PRODUCTS

# fmt: off
CODES = frozenset((
    "EMA", "EMB", "EXA", "EXB", "EXC", "EXD", "EXX", "EMC", "EMJ", "EMK", "EMD", "EDA", "EDB", "EME", "EDC", "EMF",
    "EDD", "EDE", "EMG", "EDF", "EDG", "EMH", "EDH", "EMI", "EDX",
))
"""The 25 events of EMSEVT V3; those of V1 are among them."""

COLUMNS = frozenset((
    "item", "event", "time", "utc_offset", "zone", "sent", "office", "origin", "destination", "receptacle", "product",
    "weight", "retention_reason", "nondelivery_reason", "action_code", "standard_days", "promised", "missent", "status",
))
# fmt: on
ORDERED = "ordered"
"""A date of a file with one row per item that is no scan: the order was placed. It only bounds the others."""

CHOICES = {
    "shape": ("events", "items"),
    "month": ("arrival", "delivery"),
    "on_time": ("calendar-date", "working-days"),
    "encoding_errors": ("strict", "replace"),
}
KEYS = frozenset((
    *CHOICES, "name", "separators", "encoding", "padded", "domestic", "arrival", "zone", "default_product", "measures",
    "columns", "dates", "formats", "no_date", "missing", "codes", "ignored_codes", "statuses", "products", "countries",
    "places", "intervals", "customs_reasons", "files", "beside",
))  # fmt: skip
JOINING = ("olist-corridors",)
"""Shipped ones for several files together, which only the command line takes."""

MOST_ENTRIES, MOST_DEPTH, MOST_CHARS = 20_000, 4, 200
"""A profile of all countries, products and codes of a large operator has some hundred entries."""
_PLACE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,9}")


def bounded(raw: Any) -> None:
    """ValueError when the document has more entries, is deeper or has longer texts than any profile needs."""
    waiting, entries = [("", raw, 0)], 0
    while waiting:
        place, value, depth = waiting.pop()
        entries += 1
        need(entries <= MOST_ENTRIES, place or "profile", f"has more than {MOST_ENTRIES} entries")
        need(depth <= MOST_DEPTH, place, f"is deeper than {MOST_DEPTH} levels")
        if isinstance(value, dict):
            need(all(len(key) <= MOST_CHARS for key in value), place or "profile", f"keys over {MOST_CHARS} characters")
            waiting += [(f"{place}.{key}".lstrip("."), one, depth + 1) for key, one in value.items()]
        elif isinstance(value, list):
            waiting += [(place, one, depth + 1) for one in value]
        elif isinstance(value, str):
            need(len(value) <= MOST_CHARS, place, f"has more than {MOST_CHARS} characters")


def check(raw: dict[str, Any]) -> None:
    """ValueError, with the place, when the profile contradicts itself."""
    need(not set(raw) - KEYS, "unknown keys", sorted(set(raw) - KEYS))
    for key in ("columns", "formats", "measures"):
        need(bool(raw.get(key)), key, "is missing or empty")
    for key, choices in CHOICES.items():
        need(raw.get(key, choices[0]) in choices, key, f"is one of {', '.join(choices)}")
    for key in ("padded", "domestic"):
        need(isinstance(raw.get(key, False), bool), key, "is true or false")
    columns, dates = raw["columns"], raw.get("dates", {})
    items = raw.get("shape") == "items"
    needed = {"item"} if items else {"item", "event", "time"}
    need(not set(columns) - COLUMNS, "columns", f"unknown {sorted(set(columns) - COLUMNS)}")
    need(needed <= set(columns), "columns", f"needs {sorted(needed)}")
    need(bool(dates) == items, "dates", "belongs to shape items, and only there")
    need(not set(dates) - CODES - {ORDERED}, "dates", f"unknown {sorted(set(dates) - CODES - {ORDERED})}")
    need(not items or "EMI" in dates, "dates", "needs EMI, the delivery")
    _check_values(raw, {*dates, *(("sent",) if "sent" in columns else ())})
    _check_places(raw)


def _check_values(raw: dict[str, Any], dated: set[str]) -> None:
    need(raw.get("zone", "UTC") in available_timezones(), "zone", "is no time zone")
    unknown = sorted(set(raw.get("codes", {}).values()) - CODES)
    need(not unknown, "codes", f"no events of ours: {unknown}")
    need(raw.get("arrival", "EMD") in CODES, "arrival", "is no event of ours")
    strange = sorted(set(raw["measures"]) - set(MEASURES))
    need(not strange, "measures", f"unknown {strange}")
    products = {*raw.get("products", {}).values(), raw.get("default_product", "parcel")}
    need(products <= set(PRODUCTS), "products", f"are {', '.join(PRODUCTS)}")
    for number, one in enumerate(raw.get("intervals", ()), 1):
        need({one.get("first"), one.get("second")} <= dated, f"intervals[{number}]", f"joins two of {sorted(dated)}")
        need("finding" in one, f"intervals[{number}]", "needs a finding")
    separators = raw.get("separators", [","])
    one_byte = all(isinstance(one, str) and len(one) == 1 and one.isascii() for one in separators)
    need(bool(separators) and one_byte, "separators", "are single ASCII characters")
    encodings = ("utf-8", *ENCODINGS)
    need(raw.get("encoding", "utf-8") in encodings, "encoding", f"is one of {', '.join(encodings)}")
    need(raw.get("beside", JOINING[0]) in JOINING, "beside", f"is one of {', '.join(JOINING)}")


def _check_places(raw: dict[str, Any]) -> None:
    places, countries = raw.get("places", []), raw.get("countries", {})
    good = isinstance(places, list) and all(isinstance(one, str) and _PLACE.fullmatch(one) for one in places)
    need(good, "places", "are capital letters, digits and hyphens, at most ten characters")
    need(len(set(places)) == len(places), "places", "each stands once")
    if places:
        strange = sorted(set(countries.values()) - set(places))
        need(not strange, "countries", f"are none of places: {strange}")
    else:
        bad = sorted(code for code in countries.values() if len(code) != 2 or not code.isupper())
        need(not bad, "countries", f"are two capital letters: {bad}")


def need(holds: bool, place: str, saying: object) -> None:
    """ValueError that names the place where it does not hold."""
    if not holds:
        raise ValueError(f"{place}: {saying}")
