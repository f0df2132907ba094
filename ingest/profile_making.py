"""A mapping profile made from choices on a screen, as the TOML that anyone can read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.errors import BadRequest
from ingest.profiles import JOINING, SHIPPED, Profile, parse, read

NAME = re.compile(r"[a-z][a-z0-9-]{1,38}")
"""What a profile of a member's own may be called: it stands in addresses and on the command line."""
_ALWAYS = (
    "items_arrived", "items_delivery_event", "items_attempted", "items_delivered_first_attempt",
    "items_delivery_time_measured", "delivery_days_p50", "delivery_days_p90", "items_posted", "items_departed",
    "items_presented", "items_cleared_24h", "items_cleared_48h", "items_dwell_measured", "dwell_hours_p50",
    "dwell_hours_p90", "items_held", "items_open", "items_open_over_5_days", "items_refused_returned_seized",
    "identifiers_received", "identifiers_valid_s10", "items_several_events", "items_in_sequence",
)  # fmt: skip
_ON_TIME = ("items_with_standard", "items_on_time", "end_to_end_measured")
_WITH = {
    "sent": ("items_emc", "items_announced", "arrivals_transmitted_24h", "delivery_events_transmitted_24h"),
    "standard_days": _ON_TIME,
    "promised": _ON_TIME,
    "retention_reason": ("items_held_with_reason",),
}
"""What can be derived only where the file has the column."""


@dataclass(frozen=True)
class Wish:
    """What a person chose for a file with one row per scan.

    `columns`: our name to theirs. `codes`: their event to ours, or to nothing for one that is no scan. `products`:
    their word to ours. `replace`: letters that are not UTF-8 are read as lost, instead of refusing the file.
    """

    name: str
    separator: str = ","
    replace: bool = False
    formats: tuple[str, ...] = ("iso",)
    zone: str = "UTC"
    product: str = "parcel"
    columns: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)


def profile_toml(wish: Wish) -> str:
    """The profile as TOML; ProfileError, with the place, for choices that contradict each other, BadRequest for a name
    that cannot be one or is that of a shipped profile."""
    if not NAME.fullmatch(wish.name) or wish.name in (*SHIPPED, *JOINING):
        raise BadRequest("bad_request.profile_name")
    raw = _raw(wish)
    parse(raw, wish.name)
    return _written(raw)


def read_toml(content: str, name: str) -> Profile:
    """The profile that `profile_toml` wrote."""
    return read(content.encode(), name)


def _raw(wish: Wish) -> dict[str, Any]:
    measures = dict.fromkeys(_ALWAYS)
    for column, more in _WITH.items():
        measures.update(dict.fromkeys(more if column in wish.columns else ()))
    return {
        "name": wish.name,
        "shape": "events",
        "separators": [wish.separator],
        "encoding_errors": "replace" if wish.replace else "strict",
        "padded": True,
        "month": "arrival",
        "on_time": "working-days",
        "zone": wish.zone,
        "default_product": wish.product,
        "formats": list(wish.formats),
        "ignored_codes": [theirs for theirs, ours in wish.codes.items() if not ours],
        "measures": list(measures),
        "columns": dict(wish.columns),
        "codes": {theirs: ours for theirs, ours in wish.codes.items() if ours},
        "products": dict(wish.products) or {name: name for name in ("letter", "parcel", "ems")},
    }


def _written(raw: Mapping[str, Any]) -> str:
    """JSON's strings, lists and truth are TOML's too, where there are no control characters."""
    plain = [f"{name} = {_value(value)}" for name, value in raw.items() if not isinstance(value, dict)]
    tables = [
        "\n".join(["", f"[{name}]", *(f"{_value(key)} = {_value(value)}" for key, value in table.items())])
        for name, table in raw.items()
        if isinstance(table, dict) and table
    ]
    return "\n".join([*plain, *tables]) + "\n"


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
