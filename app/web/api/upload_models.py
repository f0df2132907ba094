"""The shape of an upload in parts."""

from __future__ import annotations

from datetime import datetime

from app.web.api.models import Shape


class UploadShape(Shape):
    """An upload that was begun. `address` takes its bytes, until `ends_at`; `length` where it was said."""

    id: str
    address: str
    offset: int
    length: int | None
    most_bytes: int
    ends_at: datetime
