"""Under which names this site is asked for, and the address that stands before its links.

A Host header is the sender's own word: a link built from it sends people, and the words in it, wherever a forger likes.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LOOPBACK = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?")
_PORTS = {"http": ":80", "https": ":443"}


def is_loopback(host: str) -> bool:
    """Whether the Host names this very machine."""
    return _LOOPBACK.fullmatch(host.lower()) is not None


def is_known(host: str, base: str | None) -> bool:
    """Whether a request with this Host is answered: every one while no address is set."""
    if base is None or is_loopback(host):
        return True
    return _plain(host, base) == host_of(base)


def host_of(base: str) -> str:
    """The Host of an address, without the port that goes without saying."""
    return _plain(urlsplit(base).netloc, base)


def before_links(host: str, base: str | None) -> str:
    """What stands before the path of a link to this site: the address that is set, else this machine's own.

    Empty for a Host that nobody vouches for: the link is then its path alone.
    """
    if base is not None:
        return base
    return f"http://{host.lower()}" if is_loopback(host) else ""


def _plain(host: str, base: str) -> str:
    return host.lower().removesuffix(_PORTS[urlsplit(base).scheme])
