"""The server's edge: what may come in at all, how big, how slowly, and with which headers everything goes out.

Plain ASGI, because a body must be bounded before anything parses it (docs/decisions.md).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from app.web.hosts import is_known

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SMALL_BODY = 256 * 1024
"""Bytes of any request that sends no file."""
DEADLINE_SECONDS = 30.0
"""A body must be whole after this time plus one second for every `LEAST_BYTES_PER_SECOND` received."""
LEAST_BYTES_PER_SECOND = 16 * 1024
SILENCE_SECONDS = 20.0

EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""The digest of nothing: plotly.js adds an empty style element and fills it by rules."""
POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", f"style-src 'self' {EMPTY_STYLE}", "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:", "connect-src 'self'", "font-src 'self'", "form-action 'self'",
    "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'",
))  # fmt: skip


class Refused(Exception):
    """The edge refuses the request; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Edge:
    """Bounds the body by path, refuses ambiguous framing, and adds the security headers to every answer."""

    def __init__(
        self, app: App, *, https: bool, room: Callable[[str, str], int | None], base: str | None = None
    ) -> None:
        """`room`: by method and path the most bytes of a body with a file, None where no file is taken. `base`: the
        address of the site; requests under another name are refused."""
        self.app, self.https, self.room, self.base = app, https, room, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def guarded_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = with_headers(list(message["headers"]), https=self.https)
            await send(message)

        limit = self.room(scope["method"], scope["path"]) or SMALL_BODY
        try:
            must_be_asked_by_name(scope["headers"], self.base)
            must_be_framed_plainly(scope["headers"], limit)
            await self.app(scope, bounded(receive, limit), guarded_send)
        except Refused as refused:
            if not started:
                await refuse(guarded_send, refused.status)


def must_be_asked_by_name(headers: list[tuple[bytes, bytes]], base: str | None) -> None:
    """Refused, where the site has an address, for another Host and for more than one."""
    hosts = [value.decode("latin-1") for name, value in headers if name.lower() == b"host"]
    if base is not None and (len(hosts) != 1 or not is_known(hosts[0], base)):
        raise Refused(421)


def must_be_framed_plainly(headers: list[tuple[bytes, bytes]], limit: int) -> None:
    """Refused for an encoded body, for two ways of saying its length, and for a length above the limit."""
    values: dict[bytes, list[bytes]] = {}
    for name, value in headers:
        values.setdefault(name.lower(), []).append(value)
    lengths = values.get(b"content-length", [])
    if b"content-encoding" in values:
        raise Refused(415)
    if len(lengths) > 1 or (lengths and b"transfer-encoding" in values):
        raise Refused(400)
    if lengths and not lengths[0].isdigit():
        raise Refused(400)
    if lengths and int(lengths[0][:20]) > limit:
        raise Refused(413)


def bounded(receive: Receive, limit: int) -> Receive:
    """`receive`, but never more bytes than `limit`, nor slower than the least rate."""
    begun = time.monotonic()
    taken = 0
    whole = False

    async def take() -> Message:
        nonlocal taken, whole
        if whole:
            return await receive()
        left = begun + DEADLINE_SECONDS + taken / LEAST_BYTES_PER_SECOND - time.monotonic()
        try:
            message = await asyncio.wait_for(receive(), timeout=max(0.01, min(left, SILENCE_SECONDS)))
        except TimeoutError:
            raise Refused(408) from None
        taken += len(message.get("body", b""))
        if taken > limit:
            raise Refused(413)
        whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    return take


def with_headers(headers: list[tuple[bytes, bytes]], *, https: bool) -> list[tuple[bytes, bytes]]:
    """The answer's headers with ours; a cache rule that the page set itself stays."""
    present = {name.lower() for name, _ in headers}
    ours = [
        (b"content-security-policy", POLICY.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
        (b"cache-control", b"no-store"),
    ]
    if https:
        ours.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
    return headers + [(name, value) for name, value in ours if name not in present]


async def refuse(send: Send, status: int) -> None:
    """A bare answer: nothing of the request is parsed or repeated."""
    body = b'{"type":"about:blank","status":%d}' % status
    headers = [(b"content-type", b"application/problem+json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
