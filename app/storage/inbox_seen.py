"""Since when each file of the watched folder has been as it is: a file in the data folder, read and written whole."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path


def read(data: Path) -> dict[str, datetime]:
    """By the key of a file, when it was first seen so. Empty when nothing was noted, or the note is damaged."""
    try:
        told = json.loads((data / "inbox-seen.json").read_text(encoding="utf-8"))
        return {str(key): datetime.fromisoformat(at) for key, at in told.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def write(data: Path, seen: Mapping[str, datetime]) -> None:
    """Note it; what was noted before is forgotten."""
    half = data / f".inbox-seen-{uuid.uuid4().hex}"
    half.write_text(json.dumps({key: at.isoformat() for key, at in seen.items()}), encoding="utf-8")
    os.replace(half, data / "inbox-seen.json")
