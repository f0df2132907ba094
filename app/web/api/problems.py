"""What every route of the API may answer instead: a problem detail."""

from __future__ import annotations

from typing import Any

from app.web.api.models import ProblemShape

PROBLEM = "application/problem+json"
_BODY = {"model": ProblemShape, "content": {PROBLEM: {}}}
PROBLEMS: dict[int | str, dict[str, Any]] = {status: _BODY for status in (400, 401, 403, 404, 409, 422, 429)}
