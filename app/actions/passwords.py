"""Passwords: how they are kept, how they are compared, and how many of these costly works run at once."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.actions.places import Places
from app.domain.errors import BadRequest

LEAST = 12
_MOST = 200
# The least that OWASP asks for argon2id: 19 MiB, two passes, one lane. Two at once, or 40 sign-ins take 2 GB.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_PLACES = Places(2, wait_seconds=2)
_NOBODYS = _HASHER.hash("nobody has this password")


def hashed(password: str) -> str:
    """What is kept of a password; BadRequest for one that is too short or too long."""
    if not LEAST <= len(password) <= _MOST:
        raise BadRequest("bad_request.password_weak", least=LEAST)
    with _PLACES.one():
        return _HASHER.hash(password.encode("utf-8", "replace"))


def fits(kept: str | None, password: str) -> bool:
    """Whether it is the password. Takes as long where there is none to compare with."""
    with _PLACES.one():
        try:
            _HASHER.verify(kept or _NOBODYS, password[:_MOST].encode("utf-8", "replace"))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None
