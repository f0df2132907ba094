"""Mapping profiles: how the columns, codes and dates of somebody's file become our item events.

A profile is a TOML file that anyone can read; `load` refuses one that contradicts itself and names the place. The
shipped ones stand in `profiles_shipped/` and are their own examples.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from app.domain.encodings import ENCODINGS
from app.domain.errors import BadRequest
from app.domain.measures import MEASURES
from app.domain.members import PRODUCTS
from ingest.event_times import DateFormat, date_format

SHIPPED = ("barid", "ips", "olist", "scms")
PLAIN_PROFILE = "barid"
"""The one that takes our own columns as they are; it reads a file for which none was named."""
_FOLDER = Path(__file__).parent / "profiles_shipped"

# fmt: off
CODES = frozenset((
    "EMA", "EMB", "EXA", "EXB", "EXC", "EXD", "EXX", "EMC", "EMJ", "EMK", "EMD", "EDA", "EDB", "EME", "EDC", "EMF",
    "EDD", "EDE", "EMG", "EDF", "EDG", "EMH", "EDH", "EMI", "EDX",
))
"""The 25 events of EMSEVT V3; those of V1 are among them."""

COLUMNS = frozenset((
    "item", "event", "time", "utc_offset", "zone", "sent", "office", "origin", "destination", "receptacle", "product",
    "retention_reason", "nondelivery_reason", "action_code", "standard_days", "promised", "missent", "status",
    "weight",
))
# fmt: on
ORDERED = "ordered"
"""A date of a file with one row per item that is no scan: the order was placed. It only bounds the others."""

_CHOICES = {
    "shape": ("events", "items"),
    "month": ("arrival", "delivery"),
    "on_time": ("calendar-date", "working-days"),
}
_KEYS = frozenset(
    (
        *_CHOICES,
        "name",
        "separators",
        "encoding",
        "encoding_errors",
        "padded",
        "domestic",
        "arrival",
        "zone",
        "default_product",
        "measures",
        "columns",
        "dates",
        "formats",
        "no_date",
        "codes",
        "ignored_codes",
        "statuses",
        "products",
        "countries",
        "intervals",
        "customs_reasons",
    )
)


class ProfileError(BadRequest):
    """The mapping profile contradicts itself or cannot be found; `reason` names the place in the file."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__("profile.unusable", name=name, reason=reason)


@dataclass(frozen=True)
class Interval:
    """Two dates of one row in their order; a row that has them reversed is set aside under the code `finding`."""

    first: str
    second: str
    finding: str


@dataclass(frozen=True)
class Profile:
    """A checked mapping profile.

    `arrival` is the event that starts the delivery clock: EMD, or what stands for it in domestic traffic. `zone` is
    the clock of times that carry none. `columns` gives our name to theirs; `dates` an event to their column.
    """

    name: str
    shape: str = "events"
    separators: tuple[str, ...] = (",",)
    encoding: str = "utf-8"
    encoding_errors: str = "strict"
    padded: bool = False
    domestic: bool = False
    arrival: str = "EMD"
    month: str = "arrival"
    on_time: str = "calendar-date"
    zone: str = "UTC"
    default_product: str = "parcel"
    measures: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[DateFormat, ...] = ()
    no_date: frozenset[str] = frozenset({""})
    codes: Mapping[str, str] = field(default_factory=dict)
    ignored_codes: frozenset[str] = frozenset()
    delivered_statuses: frozenset[str] = frozenset()
    cancelled_statuses: frozenset[str] = frozenset()
    products: Mapping[str, str] = field(default_factory=dict)
    countries: Mapping[str, str] | None = None
    intervals: tuple[Interval, ...] = ()
    customs_reasons: frozenset[str] = frozenset()


def load(name_or_path: str | Path) -> Profile:
    """The shipped profile of that name, or the one in that file; ProfileError names what is wrong and where."""
    shipped = str(name_or_path) in SHIPPED
    path = _FOLDER / f"{name_or_path}.toml" if shipped else Path(name_or_path)
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ProfileError(str(name_or_path), f"not found; shipped: {', '.join(SHIPPED)}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(path.name, str(error)) from error
    return parse(raw, path.stem)


def parse(raw: dict[str, Any], name: str) -> Profile:
    """The profile a TOML document declares; ProfileError, with the place, when it contradicts itself."""
    try:
        _check(raw)
        return _built(raw, name)
    except (ValueError, TypeError, AttributeError) as error:
        raise ProfileError(name, str(error)) from error


def _built(raw: dict[str, Any], name: str) -> Profile:
    same = (
        "shape",
        "encoding",
        "encoding_errors",
        "padded",
        "domestic",
        "arrival",
        "month",
        "on_time",
        "zone",
        "default_product",
    )
    statuses = raw.get("statuses", {})
    return Profile(
        name=raw.get("name", name),
        separators=tuple(raw.get("separators", [","])),
        measures=tuple(raw["measures"]),
        columns=raw["columns"],
        dates=raw.get("dates", {}),
        formats=tuple(date_format(text) for text in raw["formats"]),
        no_date=frozenset(raw.get("no_date", ())) | {""},
        codes={code: code for code in CODES} | {str(theirs): ours for theirs, ours in raw.get("codes", {}).items()},
        ignored_codes=frozenset(raw.get("ignored_codes", ())),
        delivered_statuses=frozenset(statuses.get("delivered", ())),
        cancelled_statuses=frozenset(statuses.get("cancelled", ())),
        products=raw.get("products", {}),
        countries=raw.get("countries"),
        intervals=tuple(Interval(one["first"], one["second"], one["finding"]) for one in raw.get("intervals", ())),
        customs_reasons=frozenset(raw.get("customs_reasons", ())),
        **{key: raw[key] for key in same if key in raw},
    )


def _check(raw: dict[str, Any]) -> None:
    _need(not set(raw) - _KEYS, "unknown keys", sorted(set(raw) - _KEYS))
    for key in ("columns", "formats", "measures"):
        _need(bool(raw.get(key)), key, "is missing or empty")
    for key, choices in _CHOICES.items():
        _need(raw.get(key, choices[0]) in choices, key, f"is one of {', '.join(choices)}")
    columns, dates = raw["columns"], raw.get("dates", {})
    items = raw.get("shape") == "items"
    needed = {"item"} if items else {"item", "event", "time"}
    _need(not set(columns) - COLUMNS, "columns", f"unknown {sorted(set(columns) - COLUMNS)}")
    _need(needed <= set(columns), "columns", f"needs {sorted(needed)}")
    _need(bool(dates) == items, "dates", "belongs to shape items, and only there")
    _need(not set(dates) - CODES - {ORDERED}, "dates", f"unknown {sorted(set(dates) - CODES - {ORDERED})}")
    _need(not items or "EMI" in dates, "dates", "needs EMI, the delivery")
    _check_values(raw, {*dates, *(("sent",) if "sent" in columns else ())})


def _check_values(raw: dict[str, Any], dated: set[str]) -> None:
    _need(raw.get("zone", "UTC") in available_timezones(), "zone", "is no time zone")
    unknown = sorted(set(raw.get("codes", {}).values()) - CODES)
    _need(not unknown, "codes", f"no events of ours: {unknown}")
    _need(raw.get("arrival", "EMD") in CODES, "arrival", "is no event of ours")
    strange = sorted(set(raw["measures"]) - set(MEASURES))
    _need(not strange, "measures", f"unknown {strange}")
    products = {*raw.get("products", {}).values(), raw.get("default_product", "parcel")}
    _need(products <= set(PRODUCTS), "products", f"are {', '.join(PRODUCTS)}")
    for number, one in enumerate(raw.get("intervals", ()), 1):
        _need({one.get("first"), one.get("second")} <= dated, f"intervals[{number}]", f"joins two of {sorted(dated)}")
        _need("finding" in one, f"intervals[{number}]", "needs a finding")
    separators = raw.get("separators", [","])
    one_byte = all(isinstance(one, str) and len(one) == 1 and one.isascii() for one in separators)
    _need(one_byte, "separators", "are single ASCII characters")
    encodings = ("utf-8", *ENCODINGS)
    _need(raw.get("encoding", "utf-8") in encodings, "encoding", f"is one of {', '.join(encodings)}")
    bad = sorted(code for code in raw.get("countries", {}).values() if len(code) != 2 or not code.isupper())
    _need(not bad, "countries", f"are two capital letters: {bad}")


def _need(holds: bool, place: str, saying: object) -> None:
    if not holds:
        raise ValueError(f"{place}: {saying}")
