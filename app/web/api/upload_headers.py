"""The headers of uploads in parts (draft-ietf-httpbis-resumable-upload) and of digests (RFC 9530)."""

from __future__ import annotations

import base64
import binascii
import re

from fastapi import Request

from app.domain.errors import BadRequest

_WHOLE = re.compile(r"[0-9]{1,15}")
_SHA256 = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]{1,100}):\s*(?:;[^,]*)?(?:,|$)")


def whole_of(request: Request, name: str) -> int | None:
    """A count of bytes; None without the header. BadRequest for anything else than one."""
    given = request.headers.getlist(name)
    if not given:
        return None
    if len(given) > 1 or not _WHOLE.fullmatch(given[0]):
        raise BadRequest("bad_request.header", name=name)
    return int(given[0])


def offset_of(request: Request) -> int:
    """Where these bytes begin; BadRequest when that is not said."""
    offset = whole_of(request, "Upload-Offset")
    if offset is None:
        raise BadRequest("bad_request.header", name="Upload-Offset")
    return offset


def completes(request: Request) -> bool:
    """Whether these are the last bytes."""
    given = request.headers.getlist("Upload-Complete") or ["?0"]
    if len(given) > 1 or given[0] not in ("?0", "?1"):
        raise BadRequest("bad_request.header", name="Upload-Complete")
    return given[0] == "?1"


def digest_of(request: Request) -> bytes | None:
    """The SHA-256 of the whole file, from `Repr-Digest`; None without it. Other digests alone are a BadRequest: what
    was asked to be checked is not passed over."""
    given = ", ".join(request.headers.getlist("Repr-Digest"))
    if not given:
        return None
    found = _SHA256.findall(given)
    try:
        digest = base64.b64decode(found[0], validate=True) if len(found) == 1 else b""
    except binascii.Error:
        digest = b""
    if len(digest) != 32:
        raise BadRequest("bad_request.header", name="Repr-Digest")
    return digest


def truth(yes: bool) -> str:
    """A yes or no as headers write it."""
    return "?1" if yes else "?0"
