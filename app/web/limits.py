"""The limits of files, from the settings."""

from __future__ import annotations

from app.settings import Settings

LIMITS_PLACEHOLDER = None
