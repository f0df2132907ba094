"""Ranks of units by their published values."""

from __future__ import annotations

import numpy as np

from app.domain.means import Floats


def ranks(values: Floats, *, first: str = "high", ties: str = "min") -> Floats:
    """The rank of each value from 1, NaN where there is none. `first`: which end has rank 1.

    Equal values: `min` 1, 1, 3; `max` 2, 2, 3; `average` 1.5, 1.5, 3; `dense` 1, 1, 2.
    """
    there = np.flatnonzero(~np.isnan(values))
    found = np.full(values.shape, np.nan)
    keys = -values[there] if first == "high" else values[there]
    ordered = np.unique(keys) if ties == "dense" else np.sort(keys)
    before, until = (np.searchsorted(ordered, keys, side=side) for side in ("left", "right"))
    found[there] = {
        "min": before + 1,
        "max": until,
        "average": (before + 1 + until) / 2,
        "dense": before + 1,
    }[ties]
    return found
