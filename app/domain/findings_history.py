"""The doubts that only a member's own earlier figures raise: code -> (severity, scope).

Sentences stand in `app/locale/*/findings_history.po`. They are raised in `app/domain/own_history.py`.
"""

from __future__ import annotations

from app.domain.findings import Scope, Severity

CATALOGUE_HISTORY: dict[str, tuple[Severity, Scope]] = {
    "SEM_REVISION": (Severity.WARNING, Scope.HISTORY),
    "SEM_OUTLIER": (Severity.WARNING, Scope.HISTORY),
    "SEM_COPIED": (Severity.WARNING, Scope.HISTORY),
    "SEM_DIRECTION": (Severity.WARNING, Scope.HISTORY),
}
