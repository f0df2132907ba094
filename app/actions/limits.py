"""The limits of files, for entrances: they know the settings but not the room that keeps the limits."""

from __future__ import annotations

from ingest.limits import Limits

__all__ = ["Limits", "limits_of"]


def limits_of(**fields: float) -> Limits:
    """The limits with these fields set (`max_rows=...`) and the others as `ingest.limits` has them."""
    return Limits(**fields)  # type: ignore[arg-type]
