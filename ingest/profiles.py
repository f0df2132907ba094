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

from app.domain.errors import BadRequest
from ingest.event_names import event_of
from ingest.event_times import DateFormat, date_format
from ingest.profile_checks import CODES, COLUMNS, JOINING, ORDERED, bounded, check
from ingest.profile_files import JoinedFile, joined_files

__all__ = ("CODES", "COLUMNS", "JOINING", "ORDERED", "PLAIN_PROFILE", "SHIPPED", "Interval", "Profile", "ProfileError",
           "load", "parse", "read")  # fmt: skip

SHIPPED = ("barid", "ips", "olist", "scms")
PLAIN_PROFILE = "barid"
"""The one that takes our own columns as they are; it reads a file for which none was named."""
MOST_BYTES = 256 * 1024
"""A profile is written by hand; ours have four KiB."""
_FOLDER = Path(__file__).parent / "profiles_shipped"


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
    `places`, where there are any, are what origin and destination may be instead of countries. `files` are joined to
    the main one; `beside` names the shipped profile that is taken instead where other files stand beside this one's.
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
    missing: frozenset[str] = frozenset()
    codes: Mapping[str, str] = field(default_factory=dict)
    ignored_codes: frozenset[str] = frozenset()
    delivered_statuses: frozenset[str] = frozenset()
    cancelled_statuses: frozenset[str] = frozenset()
    products: Mapping[str, str] = field(default_factory=dict)
    countries: Mapping[str, str] | None = None
    intervals: tuple[Interval, ...] = ()
    customs_reasons: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    files: tuple[JoinedFile, ...] = ()
    beside: str = ""

    def event(self, text: str) -> str | None:
        """Our code for their text, by the profile, else by EMSEVT; None for what is ignored or known to neither."""
        return self.codes.get(text) or (None if text in self.ignored_codes else event_of(text))


def load(name_or_path: str | Path) -> Profile:
    """The shipped profile of that name, or the one in that file; ProfileError names what is wrong and where."""
    shipped = str(name_or_path) in (*SHIPPED, *JOINING)
    path = _FOLDER / f"{name_or_path}.toml" if shipped else Path(name_or_path)
    try:
        with path.open("rb") as source:
            content = source.read(MOST_BYTES + 1)
    except OSError as error:
        raise ProfileError(str(name_or_path), f"not found; shipped: {', '.join((*SHIPPED, *JOINING))}") from error
    return read(content, path.stem, place=path.name)


def read(content: bytes, name: str, place: str = "") -> Profile:
    """The profile in these bytes of TOML. ProfileError, under `place` or the name, for what is no TOML, is larger or
    deeper than a profile may be, or contradicts itself: what a stranger sends is refused in little time and memory."""
    try:
        if len(content) > MOST_BYTES:
            raise ValueError(f"is larger than {MOST_BYTES // 1024} KiB")
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except RecursionError as error:
        raise ProfileError(place or name, "is nested too deeply") from error
    except ValueError as error:
        raise ProfileError(place or name, str(error)) from error
    return parse(raw, name)


def parse(raw: dict[str, Any], name: str) -> Profile:
    """The profile a TOML document declares; ProfileError, with the place, when it contradicts itself."""
    try:
        bounded(raw)
        check(raw)
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
        "beside",
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
        missing=frozenset(raw.get("missing", ())),
        codes={code: code for code in CODES} | {str(theirs): ours for theirs, ours in raw.get("codes", {}).items()},
        ignored_codes=frozenset(raw.get("ignored_codes", ())),
        delivered_statuses=frozenset(statuses.get("delivered", ())),
        cancelled_statuses=frozenset(statuses.get("cancelled", ())),
        products=raw.get("products", {}),
        countries=raw.get("countries"),
        intervals=tuple(Interval(one["first"], one["second"], one["finding"]) for one in raw.get("intervals", ())),
        customs_reasons=frozenset(raw.get("customs_reasons", ())),
        places=tuple(raw.get("places", ())),
        files=joined_files(raw.get("files", {})),
        **{key: raw[key] for key in same if key in raw},
    )
