"""A table of items counted once by partner, and from that for all partners together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ibis.expr.types as ir

from ingest.events.engines import Engine
from ingest.events.items import KEYS

_Rows = list[dict[str, Any]]


def by_partner(
    engine: Engine, table: ir.Table, sums: Mapping[str, ir.Value], quantiles: Mapping[str, ir.Value]
) -> tuple[_Rows, _Rows]:
    """A row for each member, month and product, its partner "", and one for each partner known: KEYS and the totals.

    The sums of the whole are those of its partners, None where they are unknown for all of them; only quantiles, and
    what goes with them, are taken again.
    """
    parted = engine.run(table.group_by(KEYS).aggregate(**sums, **quantiles)).to_pylist()
    whole = _summed(parted, sums)
    if quantiles:
        for found in engine.run(table.group_by(KEYS[:-1]).aggregate(**quantiles)).to_pylist():
            whole[tuple(found[key] for key in KEYS[:-1])] |= found
    return list(whole.values()), [found for found in parted if found["partner"] is not None]


def _summed(parted: _Rows, names: Iterable[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    whole: dict[tuple[Any, ...], dict[str, Any]] = {}
    for found in parted:
        key = tuple(found[name] for name in KEYS[:-1])
        start = {**dict(zip(KEYS, key, strict=False)), "partner": "", **dict.fromkeys(names)}
        total = whole.setdefault(key, start)
        for name in names:
            if found[name] is not None:
                total[name] = (total[name] or 0) + found[name]
    return whole
