"""The header `Idempotency-Key`: by it a request counts once, however often it is sent
(draft-ietf-httpapi-idempotency-key-header-07)."""

from __future__ import annotations

import re
from hashlib import sha256

from fastapi import Request

from app.domain.errors import BadRequest
from app.storage.once import Once

_BARE = re.compile(r"[!#-\[\]-~]{1,255}")
_QUOTED = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\]){1,255})"')


def key_of(request: Request) -> str | None:
    """The key, written as the draft says (a quoted text) or bare; None without the header.

    BadRequest for two keys, an empty or long one, and for signs beyond printable ASCII.
    """
    given = request.headers.getlist("idempotency-key")
    if not given:
        return None
    text = given[0].strip() if len(given) == 1 else ""
    if _BARE.fullmatch(text):
        return text
    quoted = _QUOTED.fullmatch(text)
    if quoted is None:
        raise BadRequest("bad_request.idempotency_key")
    return re.sub(r"\\(.)", r"\1", quoted[1])


def once_of(request: Request, key: str | None, body_sha256: str) -> Once | None:
    """What counts once under the key: this method, address and query with this body; None without a key."""
    if key is None:
        return None
    # The order of a query says nothing, and neither does how its signs are escaped.
    asked = [request.method, request.url.path, *sorted(f"{name}={value}" for name, value in _query(request))]
    return Once(key, sha256("\n".join([*asked, body_sha256]).encode("utf-8", "backslashreplace")).hexdigest())


def _query(request: Request) -> list[tuple[str, str]]:
    return request.query_params.multi_items()
