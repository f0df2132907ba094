"""Show what a file of item events begins with, and how a mapping profile would read it; nothing is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from app.actions.house import House
from app.actions.places import CHILDREN
from app.domain.errors import BadRequest
from ingest.profile_making import Wish, profile_toml
from ingest.profiles import COLUMNS, SHIPPED, ProfileError, load
from ingest.samples import MOST_CHARS, Reading, read_in_child, sample_in_child
from ingest.spelling import tidy

__all__ = ["COLUMNS", "MOST_CHARS", "ProfileError", "Reading", "Wish", "first_lines", "guess", "try_profile"]
_BYTES = 2**17
"""The first lines are looked for in so many bytes."""


def guess(header: Sequence[str]) -> dict[str, str]:
    """Our columns that the header names as we or a shipped profile do."""
    told = {tidy(name): name for name in header}
    known = [{name: name for name in COLUMNS}, *(dict(load(shipped).columns) for shipped in SHIPPED)]
    found: dict[str, str] = {}
    for ours in COLUMNS:
        near = [told[tidy(names[ours])] for names in known if ours in names and tidy(names[ours]) in told]
        if near:
            found[ours] = near[0]
    return found


def first_lines(house: House, *, source: BinaryIO) -> str:
    """The header and the first rows as text, read in a limited child; BadRequest for what is no text."""
    with tempfile.TemporaryDirectory(prefix="sample-", dir=house.data) as name:
        folder = Path(name)
        start = folder / "start"
        with start.open("wb") as target:
            target.write(source.read(_BYTES))
        with CHILDREN.one():
            text = sample_in_child(start, folder)
    if not text:
        raise BadRequest("bad_request.sample")
    return text


def try_profile(house: House, *, wish: Wish, text: str) -> Reading:
    """The rows of the sample as they would be read, and what was found; ProfileError for choices that contradict each
    other, BadRequest when the reading had to be stopped."""
    content = profile_toml(wish)
    with tempfile.TemporaryDirectory(prefix="sample-", dir=house.data) as name, CHILDREN.one():
        found = read_in_child(text, content, Path(name))
    if found is None:
        raise BadRequest("bad_request.sample")
    return found
