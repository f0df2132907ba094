"""What a caller did wrong, in words that the caller can act on.

Bad data is never one of these: it is a `Finding`. `app/web/errors.py` turns each into a status.
"""

from __future__ import annotations


class HouseError(Exception):
    """Something the caller did. `code` is a catalogue key; `params` fill its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class NotFound(HouseError):
    """There is no such thing, or it is not yours: the two are never told apart."""


class NotAllowed(HouseError):
    """The person is known and may not do that."""


class SignInNeeded(HouseError):
    """Nobody is signed in, or the session has ended."""


class Conflict(HouseError):
    """The thing is in a state that does not allow it, or changed meanwhile."""


class Running(Conflict):
    """The same is being done at this moment; `params["count"]` seconds later its end is known."""


class Unprocessable(HouseError):
    """The request can be read, and does not fit what it was sent for before."""


class BadRequest(HouseError):
    """The request does not say what is needed."""


class TooBig(HouseError):
    """More bytes than the limit."""


class TooOften(HouseError):
    """Try again later; `params["seconds"]` says when."""
