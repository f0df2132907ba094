"""A person's API tokens as the account page shows them: what each may, until when, and when it was last used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.access import Permission, Person, grants
from app.domain.errors import BadRequest
from app.storage.people import TokenRow
from app.web.deps import Filled
from app.web.pages.sending import Choice
from app.web.words import Words

SOON = timedelta(days=14)
LIVES = (30, 90, 365)
"""Days that a token can be made for; the last unless another is chosen."""


@dataclass(frozen=True)
class TokenLine:
    """`warning`: that it ends soon, or has ended; empty while there is time."""

    id: str
    name: str
    scope: str
    made: str
    ends: str
    used: str
    warning: str


def token_lines(rows: Sequence[TokenRow], now: datetime, words: Words) -> tuple[TokenLine, ...]:
    """Those that were not revoked, newest first; ended ones stay until somebody takes them away."""
    return tuple(_line(row, now, words) for row in rows if row.revoked_at is None)


def scopes(person: Person, words: Words) -> tuple[Choice, ...]:
    """What a token of this person may be made for; the most first."""
    offered = ("send", "read") if grants(person, Permission.SEND) else ("read",)
    return tuple(Choice(one, words.t(f"web.token.scope.{one}"), "", one == offered[0]) for one in offered)


def lives(words: Words) -> tuple[Choice, ...]:
    """For how long a token may be made."""
    return tuple(Choice(str(days), words.n("web.token.days", days), "", days == LIVES[-1]) for days in LIVES)


def wanted(form: Filled, person: Person) -> tuple[str, int]:
    """Scope and days that the form asks for, the first and the longest where it does not; BadRequest for others."""
    scope = form.texts.get("scope") or ("send" if grants(person, Permission.SEND) else "read")
    days = form.texts.get("days") or str(LIVES[-1])
    if days not in {str(one) for one in LIVES}:
        raise BadRequest("bad_request.scope")
    return scope, int(days)


def _line(row: TokenRow, now: datetime, words: Words) -> TokenLine:
    ends = words.day(row.expires_at.date())
    return TokenLine(
        id=str(row.id),
        name=row.name,
        scope=words.t(f"web.token.scope.{row.scope}"),
        made=words.t("web.account.made", day=words.day(row.created_at.date())),
        ends=words.t("web.token.ends", day=ends),
        used=words.t("web.token.used", at=words.moment(row.used_at)) if row.used_at else words.t("web.token.unused"),
        warning=_warning(row, now, ends, words),
    )


def _warning(row: TokenRow, now: datetime, ends: str, words: Words) -> str:
    left = row.expires_at - now
    if left <= timedelta(0):
        return words.t("web.token.over", name=row.name, day=ends)
    return words.n("web.token.soon", left.days, name=row.name, day=ends) if left <= SOON else ""
