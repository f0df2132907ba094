"""The policies of doors: each route names one, or the application does not start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends, Request

from app.domain.access import Permission, must
from app.web.deps import Visiting, must_come_from_here


def _door(policy: str, check: Callable[..., None]) -> Any:
    check.policy = policy  # type: ignore[attr-defined]
    return Depends(check)


def _open() -> None:
    """Anybody may come in: sign-in, help, static files, health."""


def _signed_in(visit: Visiting) -> None:
    visit.signed_in()


def may(permission: Permission) -> Any:
    """Only people whose role has the right. Published pages are open to all where the settings say so."""

    def check(visit: Visiting, request: Request) -> None:
        if permission is Permission.READ_PUBLISHED and visit.settings.public and visit.person is None:
            return
        must(visit.signed_in(), permission)
        if request.method not in ("GET", "HEAD") and not visit.bearer:
            must_come_from_here(request)

    return _door(permission.value, check)


OPEN = _door("open", _open)
SIGNED_IN = _door("signed in", _signed_in)


def policies(router: APIRouter) -> list[tuple[str, str, str | None]]:
    """Method, path and policy of each route of a router; None where a route declares none."""
    found = []
    for route in router.routes:
        named = [
            policy for dependency in getattr(route, "dependencies", [])
            if (policy := getattr(dependency.dependency, "policy", None)) is not None
        ]  # fmt: skip
        for method in sorted(getattr(route, "methods", None) or {"?"}):
            found.append((method, str(getattr(route, "path", "?")), named[0] if len(named) == 1 else None))
    return found
