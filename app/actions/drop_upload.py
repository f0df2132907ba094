"""Give an upload up."""

from __future__ import annotations

from app.actions.house import House
from app.storage import partials
from app.storage.partials import Partial


def drop_upload(house: House, *, upload: Partial) -> None:
    """Its bytes are gone; what it became, if it was finished, stays."""
    partials.drop(house.data, upload)
