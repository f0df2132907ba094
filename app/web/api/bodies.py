"""What a JSON body may not do, beside what its shape says: give a key twice, of which readers take either one."""

from __future__ import annotations

import json
import re

from fastapi import Depends, Request

from app.domain.errors import BadRequest

_NAME = re.compile(r"[A-Za-z][A-Za-z_0-9-]{0,40}")


async def _keys_once(request: Request) -> None:
    """BadRequest that names the key; what is no JSON at all is told by whoever reads it for its shape."""
    try:
        json.loads(await request.body(), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for place, key in enumerate(keys) if key in keys[:place])
        raise BadRequest("bad_request.key_twice", key=twice if _NAME.fullmatch(twice) else "?")
    return found


KEYS_ONCE = Depends(_keys_once)
"""Stands at every door that takes JSON, after its policy."""
