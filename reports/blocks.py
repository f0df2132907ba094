"""The kinds of content that a report is made of, as plain data. `templates/report.typ` shows each kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]
Cell = dict[str, Any]


def section(heading: str, blocks: Sequence[Block | None], *, new_page: bool = False) -> dict[str, Any]:
    return {"heading": heading, "new-page": new_page, "blocks": [block for block in blocks if block is not None]}


def words(kind: str, text: str) -> Block:
    """A `lead`, a `text`, a `note` or a `subheading`."""
    return {"type": kind, "text": text}


def card(label: str, value: str, note: str, tone: str = "soft") -> dict[str, str]:
    return {"label": label, "value": value, "note": note, "tone": tone}


def cell(text: str, **more: object) -> Cell:
    """A cell of a table. `tone`, `bold`, `sub` (a second line), `wash`; `heat`, `meter`, `track`, `spark` draw."""
    return {"text": text, **{name: value for name, value in more.items() if value is not None}}


def row(*cells: Cell) -> dict[str, Any]:
    return {"cells": list(cells)}


def group(text: str) -> dict[str, Any]:
    """A row that names the rows below it."""
    return {"group": text}


def column(head: str, width: int | str = "auto", align: str = "start") -> dict[str, str]:
    """`width`: points, `auto`, or `1fr` for what is left."""
    return {"head": head, "width": width if isinstance(width, str) else width, "align": align}  # type: ignore[dict-item]


def table(
    caption: str, columns: Sequence[Block], rows: Sequence[Block], *, size: float = 8.5, tight: bool = False
) -> Block:
    return {"type": "table", "caption": caption, "columns": list(columns), "rows": list(rows), "size": size,
            "tight": tight}  # fmt: skip


def facts(rows: Sequence[tuple[str, str]], *, size: float = 9.5) -> Block:
    return {"type": "facts", "rows": [{"label": label, "text": text, "size": size} for label, text in rows]}
