"""Cells of files that people open in a spreadsheet: nothing in them can become a formula."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: object) -> str:
    """The cell as text; text that a spreadsheet would run begins with an apostrophe. Numbers pass."""
    if cell is None:
        return ""
    if isinstance(cell, bool | int | float):
        return str(cell)
    text = str(cell)
    return (
        f"'{text}"
        if text.lstrip(" \u200e\u200f\u2066\u2067\u2068\u2069").startswith(_STARTS) or text.startswith(_STARTS)
        else text
    )
