"""Content becomes a PDF. The only file that knows Typst.

Content goes in as JSON, so that no text of it is ever run as markup; PDF/A-2a and PDF/UA-1 are demanded while
compiling. Same content, same bytes, in any process.
"""

from __future__ import annotations

import json
import threading
from functools import cache
from pathlib import Path
from typing import Any

import typst

from reports.outlines import Ring, outline

_HERE = Path(__file__).parent
_own = threading.local()


class RenderingError(RuntimeError):
    """The report cannot be made as demanded: a missing glyph, a figure without words, a warning."""


def render(content: dict[str, Any], as_of: int, template: str = "report") -> bytes:
    """The PDF of the content; `as_of` (UNIX seconds) is its date. RenderingError on any error or warning."""
    data = json.dumps(_with_outlines(content), ensure_ascii=False, allow_nan=False, sort_keys=True)
    try:
        pdf, warnings = _compiler(template).compile_with_warnings(
            format="pdf", sys_inputs={"data": data}, pdf_standards=["a-2a", "ua-1"], timestamp=as_of
        )
    except typst.TypstError as error:
        raise RenderingError(str(error)) from error
    if warnings:
        raise RenderingError("; ".join(warning.message for warning in warnings))
    if not isinstance(pdf, bytes):
        raise RenderingError("the compiler gave no single document")
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Our fonts alone: a glyph that they lack stops the build instead of falling back in silence."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HERE / "fonts"])


def _compiler(template: str) -> typst.Compiler:
    """The compiler of this thread: a shared one refuses the second thread ("Already borrowed")."""
    if not hasattr(_own, "compilers"):
        _own.compilers = {}
    if template not in _own.compilers:
        _own.compilers[template] = typst.Compiler(
            _HERE / "templates" / f"{template}.typ",
            root=_HERE / "templates",
            font_paths=_fonts(),
            ignore_system_fonts=True,
        )
    return _own.compilers[template]


def _with_outlines(content: dict[str, Any]) -> dict[str, Any]:
    """The content with the outlines of its maps beside it; the content itself stays small enough to read."""
    wanted = {
        tuple(block["countries"]) for part in content["sections"] for block in part["blocks"] if block["type"] == "map"
    }
    return {**content, "outlines": {",".join(codes): _drawn(codes) for codes in sorted(wanted)}}


def _drawn(codes: tuple[str, ...]) -> dict[str, Any]:
    found = outline(codes)
    countries = {
        one.iso3: {"path": "".join(map(_path, one.rings)), "middle": one.middle, "tiny": one.tiny}
        for one in found.countries
    }
    return {"height": found.height, "countries": countries}


def _path(ring: Ring) -> str:
    """A ring as an SVG path, the map 1000 wide: Typst reads paths many times faster than it builds curves."""
    return "M" + "L".join(f"{x * 1000:.1f} {y * 1000:.1f}" for x, y in ring) + "Z"
